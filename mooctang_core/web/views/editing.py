"""A draft's settings: the form, kept while one types, and a clear word when a colleague changed the same thing meanwhile."""

import colander
from deform import ValidationFailure
from deform.widget import HiddenWidget, TextAreaWidget
from peppercorn import parse
from pyramid.view import view_config, view_defaults

from ... import words
from ...activity import Activity, MissingActivity, Refused
from ...flows import library, preparing, teaching
from ...model.activities import DRAFT, KEPT
from ...model.base import Desk
from ...model.sessions import Plan
from ...permissions import TEACH
from ...plain import listed, thawed
from ...words import translator
from ..answers import moved
from ..forms import make_form
from ..questions.field import Questions
from .activity import settings_schema, way_back, with_starts

_ = translator("mooctang_core")
OURS = ("title_", "minutes_", "about_", "tags_", "shared_", "seen_", "back")
NOT_KEPT = ("_charset_", "__formid__", "csrf_token", "idem", "seen_", "back", "save")
MOST_MINUTES = 600


# The form --------------------------------------------------------------------------------------------------------------

def draft_form(request, activity, back=""):
    """The form of a draft: name, settings, what belongs to the place where it lies, and which version one looks at."""
    schema = settings_schema(activity)
    if isinstance(activity.__parent__, Plan):
        schema.insert(1, colander.SchemaNode(
            colander.Integer(), name="minutes_", title=_("计划用时（分钟）"), missing=None, validator=colander.Range(0, MOST_MINUTES)))
    if activity.state == KEPT:
        for node in shelf_fields():
            schema.add(node)
    schema.add(colander.SchemaNode(colander.Integer(), name="seen_", missing=None, widget=HiddenWidget()))
    schema.add(colander.SchemaNode(colander.String(), name="back", missing="", default=back, widget=HiddenWidget()))
    form = make_form(schema, request, buttons=(("save", _("保存")),), action=request.resource_path(activity, "edit"), css_class="autosave",
                     formid=f"edit-{activity.__name__}")
    return with_starts(form, request, activity)


def shelf_fields():
    """What is said of a thing in a library."""
    return (
        colander.SchemaNode(colander.String(), name="about_", title=_("说明"), missing="", validator=colander.Length(max=500), widget=TextAreaWidget(rows=2)),
        colander.SchemaNode(colander.String(), name="tags_", title=_("标签"), missing="", validator=colander.Length(max=200),
                            description=_("用逗号或空格隔开，比如：第三章 牛顿定律")),
        colander.SchemaNode(colander.Boolean(), name="shared_", title=_("与课程团队共享"), missing=False,
                            description=_("共享后，团队的老师和助教都能查看和使用；只有你和课程负责人能修改。")),
    )


def drawn_form(request, activity, back="", form=None):
    """The form as it was left: with what was typed and cannot be used yet, and why."""
    before, request.context = request.context, activity     # what a form shows of its own files hangs at the activity
    try:
        return _drawn(form or draft_form(request, activity, back), activity, back)
    finally:
        request.context = before


def _drawn(form, activity, back):
    unfinished = activity.node.unfinished
    if unfinished is None or unfinished["given"] is None:
        return form.render(filled(activity, back))
    form.cstruct = {**form.schema.serialize(filled(activity, back)), **thawed(unfinished["given"])}
    try:
        form.schema.deserialize(form.cstruct)
    except colander.Invalid as error:
        form.widget.handle_error(form, error)
    return form.widget.serialize(form, form.cstruct)


def asks_questions(activity):
    """Whether many questions can be brought in at once."""
    return not isinstance(activity, MissingActivity) and any(isinstance(child.typ, Questions) for child in activity.Settings().children)


def filled(activity, back=""):
    node = activity.node
    values = {**preparing.without_none(thawed(activity.settings)), "title_": node.title, "seen_": node.bumps, "back": back}
    if node.minutes is not None:
        values["minutes_"] = node.minutes
    return {**values, "about_": node.about, "tags_": " ".join(node.tags), "shared_": node.shared}


# Keeping ---------------------------------------------------------------------------------------------------------------

def take(request, activity, form):
    """Keep what was sent. Returns the form, to be drawn again, when it is not done with: fields are wrong, or a press changed it."""
    node, again = activity.node, None
    try:
        values, wrong = form.validate(request.POST.items()), ()
    except ValidationFailure as failure:
        again = failure
        values, wrong = usable(form.schema, failure.cstruct)
    if values is None:
        wait(request, node, again.cstruct, wrong)
    else:
        place(node, values)
        node.settings = listed({name: value for name, value in values.items() if name not in OURS})
        node.unfinished = None
    node.bump()
    node.edited = (request.aid, request.now, request.POST.get("idem", ""))
    return again


def usable(schema, cstruct):
    """(what a form holds, the names of the fields that are wrong): with wrong ones it holds nothing yet."""
    try:
        return schema.deserialize(cstruct), ()
    except colander.Invalid as error:
        return None, tuple(child.node.name for child in error.children)


def place(node, values):
    """What belongs not to the type but to this one activity."""
    node.title = values.get("title_") or ""
    if "minutes_" in values:
        node.minutes = values["minutes_"]
    if "about_" in values:
        library.describe(node, values["about_"], words_of(values["tags_"]), values["shared_"])


def words_of(text):
    return [word for part in text.replace("，", ",").replace("、", ",").split(",") for word in part.split()]


def wait(request, node, cstruct, wrong):
    """Nothing that was typed is lost: it is kept as the form has it, until it can be used."""
    if not isinstance(cstruct, dict):
        raise Refused(_("有些内容填得不对"))  # no form of ours sends such a thing
    place(node, {"title_": str(cstruct.get("title_") or "").strip()[:80], **minutes_of(cstruct)})
    given = {name: value for name, value in cstruct.items() if name not in NOT_KEPT}
    node.unfinished = {"fields": wrong, "given": plainly(request, given)}


def minutes_of(given):
    text = str(given.get("minutes_", "")).strip()
    return {"minutes_": int(text)} if text.isascii() and text.isdigit() and int(text) <= MOST_MINUTES else {}


def plainly(request, value):
    """What a form holds as plain data; a file that came with it as the word by which it is found again."""
    if isinstance(value, dict):
        return {str(key): plainly(request, item) for key, item in value.items() if item is not colander.null}
    if isinstance(value, (list, tuple, set)):
        return [plainly(request, item) for item in value if item is not colander.null]
    kept = getattr(value, "kept", None)
    if kept:
        return request.registry.host.file_words.word(request.school.slug, kept)
    return value if value is None or type(value) in (str, int, float, bool) else ""


@view_defaults(context=Activity, permission=TEACH)
class Editing:
    """What a teacher does to a draft."""

    def __init__(self, activity, request):
        self.activity, self.request, self.node = activity, request, activity.node

    @view_config(name="edit", request_method="GET", renderer="activity_edit.pt")
    def edit(self):
        """The form made from Settings."""
        self._editable()
        return self._page(drawn_form(self.request, self.activity, self._back()))

    @view_config(name="edit", request_method="POST", renderer="activity_edit.pt", uploads=True)
    def save(self):
        """Keep what was filled in; what is wrong comes back with the form."""
        self._editable()
        form, other = draft_form(self.request, self.activity, self._back()), self._other()
        if other:
            self.request.response.status_int = 409
            return self._page(self._again(form), other)
        again, prepared = take(self.request, self.activity, form), isinstance(self.node.__parent__, Desk)
        if again is not None:
            # What is prepared may wait unfinished; what stands in a class is kept only when it can be used (422 commits nothing).
            self.request.response.status_int = 200 if prepared or form.reshaped else 422
            form.cstruct = again.cstruct = {**again.cstruct, "seen_": str(self.node.bumps)}
            return self._page(again.render())
        if not prepared:
            self.activity.bump()
        return moved(self._back())

    @view_config(name="keep", request_method="POST", renderer="json", uploads=True)
    def keep(self):
        """The same while one types: when it was saved, and what is still lacking."""
        self._editable()
        say, other = self.request.translate, self._other()
        if other:
            self.request.response.status_int = 409
            return {"text": say(other), "seen": self.node.bumps}
        take(self.request, self.activity, draft_form(self.request, self.activity))
        lacking = preparing.missing(self.activity)
        clock = words.clock(self.request.now, self.request.school.timezone)
        saved = say(_("已保存 ${time}", time=clock))
        text = say(_("${saved}，还缺：${what}", saved=saved, what=words.both([say(each) for each in lacking], self.request.locale_name))) if lacking else saved
        return {"text": text, "seen": self.node.bumps, "lacking": bool(lacking), "name": say(self.activity.name),
                "minutes": sum(node.minutes or 0 for node in self.node.__parent__.values()) if isinstance(self.node.__parent__, Plan) else None}

    @view_config(name="remove", request_method="POST")
    def remove(self):
        """Take a draft out again; out of a plan or a library it can be put back."""
        request, parent, name = self.request, self.node.__parent__, self.node.__name__
        if self.node.state not in (DRAFT, KEPT):
            raise Refused(_("已经发布过的活动不能删除，记录要留着。"))
        library.refuse_others(self.node, request.aid)
        if isinstance(parent, Desk):
            parent.take_out(name, request.now)
            preparing.tell_console(parent, request.now)
            return moved(with_query(request.POST.get("back") and way_back(parent, request) or request.resource_path(parent), removed=name))
        del parent[name]
        teaching.room_changed(parent, request.school)
        return moved(way_back(parent, request))

    def _page(self, form, notice=None):
        return {"activity": self.activity, "form": form, "notice": notice, "back": self._back()}

    def _back(self):
        """Where this form leads: the page it was opened from, else where the activity lies."""
        where = self.node.__parent__ if isinstance(self.node.__parent__, Desk) else self.activity
        return way_back(where, self.request)

    def _editable(self):
        if isinstance(self.activity, MissingActivity):
            raise Refused(_("这个活动的插件没有启用，现在只能查看。"))
        if self.activity.state not in (DRAFT, KEPT):
            raise Refused(_("已经发布的活动不能再改设置。"))
        library.refuse_others(self.node, self.request.aid)

    def _other(self):
        """Who changed it since this form was drawn, as a sentence; None when nobody did."""
        seen = self.request.POST.get("seen_", "")
        if seen in ("", str(self.node.bumps)) or (self.node.edited and self.node.edited[2] == self.request.POST.get("idem", "")):
            return None
        aid, when = self.node.edited[:2] if self.node.edited else (None, None)
        account = self.request.alliance.accounts.get(aid)
        who = account.name if account is not None else self.request.translate(_("另一位老师"))
        at = words.clock(when, self.request.school.timezone) if when else ""
        return _("${who} ${time} 改过这个活动。你填的还在这里，没有保存：再点“保存”就以你的为准。", who=who, time=at)

    def _again(self, form):
        """One's own words in a form that now knows the newer version."""
        given = {**parse(self.request.POST.items()), "seen_": str(self.node.bumps)}
        try:
            return form.render(form.validate_pstruct(given))
        except ValidationFailure as failure:
            return failure.render()


def with_query(path, **query):
    """A path with some of its query said anew."""
    path, _hash, anchor = path.partition("#")
    bare, _mark, rest = path.partition("?")
    kept = [part for part in rest.split("&") if part and part.partition("=")[0] not in query]
    said = "&".join([*kept, *(f"{name}={value}" for name, value in query.items() if value is not None)])
    return bare + (f"?{said}" if said else "") + (f"#{anchor}" if anchor else "")
