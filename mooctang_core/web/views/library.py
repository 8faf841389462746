"""练习库, 问卷库 (one for each type that can be kept): make, find, share; and picking out of them into a plan."""

from typing import Any, NamedTuple
from urllib.parse import urlencode

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.view import view_config, view_defaults

from ...activity import Activity, MissingActivity, Refused
from ...flows import library as shelves
from ...flows import preparing, reusing, teaching
from ...model.classrooms import Classroom
from ...model.courses import Library
from ...permissions import TEACH
from ...words import translator
from ..answers import moved
from .activity import back, way_back
from .adding import Blank
from .calendar import Calendar, day_named
from .editing import asks_questions, drawn_form, with_query

_ = translator("mooctang_core")
A_PAGE = 50


class Kept(NamedTuple):
    """One thing in a library as the page shows it."""

    word: str
    activity: Any
    tags: tuple
    about: str
    owner: str
    """Whose it is; empty for one's own."""
    shared: bool
    lacking: list
    read_only: bool
    """From the course that this one follows: to use, not to change."""
    may_change: bool
    open_href: str
    peek_href: str
    asks: bool
    form: Any


class Shelf:
    """One library as one reader sees it: one type, searched, a page of it."""

    def __init__(self, request, library, room=None):
        self.request, self.library, self.room = request, library, room
        self.types = shelves.kinds(request.school, request.plugins)
        self.kind = self._kind(request.GET.get("kind", ""))
        self.words, self.tag = request.GET.get("q", "")[:100], request.GET.get("tag", "")
        everything = shelves.shelves(library, request.aid)
        self.tags = shelves.tags_of(everything, self.kind.kind) if self.kind else []
        self.found = shelves.search(everything, self.kind.kind, self.words, self.tag) if self.kind else []
        self.pages = max(1, -(-len(self.found) // A_PAGE))
        self.number = min(max(1, _number(request.GET.get("page"))), self.pages)

    def _kind(self, word):
        return next((cls for cls in self.types if cls.kind == word), self.types[0] if self.types else None)

    @property
    def title(self):
        return self.request.translate(_("${what}库", what=self.kind.title)) if self.kind else self.request.translate(_("资源库"))

    @property
    def place(self):
        """The address of this page without its query."""
        return self.request.resource_path(self.room, "library") if self.room is not None else self.request.resource_path(self.library)

    def href(self, path=None, **more):
        query = {"kind": self.kind.kind if self.kind else "", "q": self.words, "tag": self.tag, **more}
        return f"{path or self.place}?{urlencode({name: value for name, value in query.items() if value})}"

    def page_href(self, number):
        return with_query(self.request.path_qs, page=number)

    def rows(self, forms=True):
        start = (self.number - 1) * A_PAGE
        return [self._row(entry, forms) for entry in self.found[start:start + A_PAGE]]

    def _row(self, entry, forms):
        word, node, read_only = entry
        request, activity = self.request, self.request.plugins.live(node, self.request.school)
        mine, may_change = node.by == request.aid, not read_only and shelves.may_change(node, request.aid)
        opened = forms and may_change and request.GET.get("open") == word
        account = request.alliance.accounts.get(node.by)
        return Kept(
            word, activity, node.tags, node.about, "" if mine or account is None else account.name, node.shared, preparing.missing(activity), read_only,
            may_change, f"{self.href(open=word)}#item-{word}", self._peek(activity, word, read_only), asks_questions(activity),
            drawn_form(request, activity, self.href()) if opened and not isinstance(activity, MissingActivity) else None)

    def _peek(self, activity, word, read_only):
        if self.room is None and not read_only:
            return self.request.resource_path(activity, "preview")
        return self.request.resource_path(self.library if self.room is None else self.room, "peek", query={"item": word})


def _number(text):
    return int(text) if (text or "").isascii() and (text or "").isdigit() and len(text) < 6 else 1


# The page --------------------------------------------------------------------------------------------------------------

@view_config(context=Classroom, name="library", permission=TEACH, request_method="GET", renderer="library.pt")
def of_room(room, request):
    """The library of the classroom's course; of an independent classroom that is its teacher's own."""
    return page(request, shelves.library_of(room), room)


@view_config(context=Library, permission=TEACH, request_method="GET", renderer="library.pt")
def of_course(library, request):
    return page(request, library)


def page(request, library, room=None):
    shelf, course = Shelf(request, library, room), library.__parent__
    return {"shelf": shelf, "rows": shelf.rows(), "room": room, "course": course.title, "own_bank": course.hidden, "library": library,
            "undo": undo(request, library)}


def undo(request, library):
    """What was just deleted, while it can still be had back."""
    word = request.GET.get("removed", "")
    gone = library.taken(word, request.now) if word not in library else None
    if gone is None or gone.hidden_from(request.aid):
        return None
    return {"text": _("已删除“${name}”", name=request.plugins.live(gone, request.school).name), "field": word}


@view_defaults(context=Library, permission=TEACH)
class Keeping:
    """What is done to a library."""

    def __init__(self, library, request):
        self.library, self.request = library, request

    @view_config(name="make", request_method="POST")
    def make(self):
        """Something new; its form opens in place."""
        cls = next((each for each in shelves.kinds(self.request.school, self.request.plugins) if each.kind == self.request.POST.get("kind")), None)
        if cls is None:
            raise HTTPNotFound()
        node = shelves.keep(self.library, cls, dict(cls(Blank(), None).settings), self.request.aid, host=self.request.plugins)
        where = with_query(way_back(self.library, self.request), kind=node.kind, open=node.__name__, q=None, tag=None, page=None, removed=None)
        return moved(f"{where}#item-{node.__name__}")

    @view_config(name="take", request_method="POST")
    def take(self):
        """A copy of what a source course shares, to change as one likes; it opens in place."""
        node = shelves.take(self.library, self.request.POST.get("item", ""), self.request.plugins, self.request.aid)
        where = with_query(way_back(self.library, self.request), kind=node.kind, open=node.__name__, q=None, tag=None, page=None, removed=None)
        return moved(f"{where}#item-{node.__name__}")

    @view_config(name="restore", request_method="POST")
    def restore(self):
        """Undo a deletion."""
        word = self.request.POST.get("word", "")
        gone = self.library.taken(word, self.request.now)
        if gone is None or gone.hidden_from(self.request.aid):
            raise Refused(_("这一项已经不能恢复了。"))
        self.library.put_back(word, self.request.now)
        return moved(with_query(way_back(self.library, self.request), removed=None))


@view_config(context=Activity, name="duplicate", permission=TEACH, request_method="POST")
def duplicate(activity, request):
    """A copy of one's own, also of what somebody else shared."""
    library = activity.__parent__
    if not isinstance(library, Library):
        raise HTTPNotFound()
    title = request.translate(_("${name}（副本）", name=request.translate(activity.name)))
    node = shelves.duplicate(library, activity, request.aid, title)
    return moved(with_query(way_back(library, request), open=node.__name__, removed=None) + f"#item-{node.__name__}")


@view_config(context=Activity, name="share", permission=TEACH, request_method="POST")
def share(activity, request):
    """Let the course's team use it, or keep it to oneself again."""
    if not isinstance(activity.__parent__, Library):
        raise HTTPNotFound()
    shelves.refuse_others(activity.node, request.aid)
    activity.node.shared = request.POST.get("shared") == "yes"
    activity.node.bump()
    return back(activity.__parent__, request)


# Picking ---------------------------------------------------------------------------------------------------------------

@view_config(context=Classroom, name="pick", permission=TEACH, request_method="GET", renderer="pick.pt")
def choose(room, request):
    """Search, look, tick several: for a day's plan, or for the class that runs."""
    shelf, day = Shelf(request, shelves.library_of(room), room), day_named(request.GET.get("day"))
    calendar = Calendar(request, room, day)
    for_class = day is None and room["sessions"].running is not None
    return {"shelf": shelf, "rows": shelf.rows(forms=False), "room": room, "course": room.__parent__.__parent__.title, "calendar": calendar,
            "day": "" if for_class else calendar.chosen.isoformat(), "back": request.resource_path(room) if for_class else calendar.href(calendar.chosen)}


@view_config(context=Classroom, name="pick", permission=TEACH, request_method="POST")
def pick(room, request):
    """Bring in what was ticked, as independent copies; all of it or nothing."""
    day, session = day_named(request.POST.get("day")), room["sessions"].running
    if day is None and session is None:
        raise Refused(_("还没有上课。请先点“开始上课”。"))
    place = preparing.plan_for(room, day) if day is not None else session
    nodes = shelves.bring_in(place, shelves.library_of(room), request.POST.getall("item"), request.plugins, request.aid)
    if day is None:
        teaching.room_changed(room, request.school)
        return HTTPSeeOther(request.resource_path(room))
    preparing.tell_console(place, request.now)
    return moved(Calendar(request, room, day).href(day, copied=reusing.remember(room, nodes)))

