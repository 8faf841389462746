"""What only homework can do: marking one after the other, handing works round, reviewing, and all files as one zip."""

from deform import ValidationFailure

from mooctang_core.api import (
    PARTICIPATE,
    TEACH,
    Entry,
    FileField,
    Refused,
    colander,
    make_form,
    not_found,
    see_other,
    thawed,
    translator,
    view_config,
    view_defaults,
    widget,
    zip_download,
)

from .activity import Assignment

_ = translator("mooctang_assignment")


@view_defaults(context=Assignment, name="mark", permission=TEACH, renderer="mark.pt")
class Marking:
    """One student's work with score, comment and a returned file; saving leads to the next one."""

    def __init__(self, work, request):
        self.work, self.request = work, request
        self.handed = work.handed_in()
        wanted = request.params.get("person", "")
        self.at = next((place for place, (person, _record) in enumerate(self.handed) if person.aid == wanted), None)
        if self.at is None and wanted:
            raise not_found()

    @view_config(request_method="GET")
    def show(self):
        if not self.handed:
            raise Refused(_("还没有人交作业。"))
        if self.at is None:
            self.at = self._unmarked(0) or 0
        return self._page(self._form().render(self._said()))

    @view_config(request_method="POST", uploads=True)
    def save(self):
        if self.at is None:
            raise not_found()
        try:
            given = self._form().validate(self.request.POST.items())
        except ValidationFailure as failure:
            self.request.response.status_int = 422
            return self._page(failure.render())
        person, _record = self.handed[self.at]
        self.work.mark(person.aid, given["score"], given["comment"], given["file"], self.request.aid, self.request.now)
        after = self._unmarked(self.at + 1)
        return see_other(self._to(after) if after is not None else self.request.resource_path(self.work))

    def _unmarked(self, start):
        """The next place without a mark, round to the beginning; None when all are done."""
        order = [*range(start, len(self.handed)), *range(start)]
        return next((place for place in order if place < len(self.handed) and place != self.at and "mark" not in self.handed[place][1].data), None)

    def _page(self, form):
        person, record = self.handed[self.at]
        mark = record.data.get("mark", {})
        return {"work": self.work, "room": self.work.classroom, "person": person, "record": record, "form": form, "number": self.at + 1, "of": len(self.handed),
                "before": self._to(self.at - 1) if self.at else None, "after": self._to(self.at + 1) if self.at + 1 < len(self.handed) else None,
                "reviews": self.work.reviews_about(record), "agreed": self.work.peer_score(record), "mark": mark,
                "newer": bool(mark) and record.at is not None and record.at > mark["at"], "left": sum("mark" not in one.data for _p, one in self.handed)}

    def _to(self, place):
        return self.request.resource_path(self.work, "mark", query={"person": self.handed[place][0].aid})

    def _said(self):
        """What was said before; a score of the peers is offered as it is."""
        record = self.handed[self.at][1]
        mark = {name: value for name, value in thawed(record.data.get("mark", {})).items() if value is not None}
        agreed = self.work.peer_score(record)
        return {**({"score": agreed} if agreed is not None else {}), **mark}

    def _form(self):
        full, schema = self.work.settings["full"], colander.MappingSchema()
        schema.add(colander.SchemaNode(colander.Float(), name="score", title=_("得分（满分 ${full}）", full=full), missing=None, validator=colander.Range(0, full)))
        schema.add(colander.SchemaNode(colander.String(), name="comment", title=_("评语"), missing="", validator=colander.Length(max=5000), widget=widget.TextAreaWidget(rows=4)))
        schema.add(FileField(name="file", title=_("发回给学生的文件"), missing=None, most=1))
        address = self._to(self.at)
        return make_form(schema, self.request, buttons=(("save", _("保存，看下一个")),), action=address, formid="mark")


@view_config(context=Assignment, name="round", permission=TEACH, request_method="POST")
def hand_round(work, request):
    """开始互评, or add those who handed in later."""
    work.hand_round(request.now)
    return see_other(request.resource_path(work))


@view_config(context=Assignment, name="files.zip", permission=TEACH, request_method="GET")
def everything(work, request):
    """What everybody handed in: a folder for each, a text as a text file."""
    entries = []
    for person, record in work.handed_in():
        folder = f"{person.number} {person.name}".strip()
        if record.data.get("text"):
            entries.append(Entry(f"{folder}/{request.translate(_('文字'))}.txt", record.data["text"].encode()))
        entries += [Entry(f"{folder}/{file['name']}", file) for file in record.data.get("files", ())]
    if not entries:
        raise Refused(_("还没有人交作业。"))
    return zip_download(request, entries, f"{request.translate(work.name)}.zip")


@view_defaults(context=Assignment, name="review", permission=PARTICIPATE, renderer="review.pt")
class Review:
    """One work without a name, and what this reviewer thinks of it."""

    def __init__(self, work, request):
        self.work, self.request = work, request
        self.works = work.to_review(request.aid)
        text = request.params.get("number", "1")
        self.number = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
        if not 1 <= self.number <= len(self.works):
            raise not_found()

    @view_config(request_method="GET")
    def show(self):
        author = self.works[self.number - 1]
        data = self.work.record_of(author).data
        said = self.work.record_of(self.request.aid).data.get("given", {}).get(author, {})
        return {"work": self.work, "number": self.number, "of": len(self.works), "text": data.get("text", ""), "works": nameless(data.get("files", ()), self.number),
                "criteria": self._criteria(said.get("marks", ())), "comment": said.get("comment", ""),
                "open": self.work.may_review(self.request.now), "due": self.work.store.get("review_due")}

    def _criteria(self, marks):
        """[(place, what is looked at, points, what was given)]"""
        return [(place, name, points, marks[place] if place < len(marks) else None) for place, (name, points) in enumerate(self.work.criteria())]

    @view_config(request_method="POST")
    def save(self):
        marks = [mark_in(self.request.POST.get(f"mark{place}", "")) for place in range(len(self.work.criteria()))]
        self.work.review(self.request.aid, self.number, marks, self.request.POST.get("comment", ""), self.request.now)
        left = next((number for number, done in self.work.review_state(self.request.aid) if not done), None)
        return see_other(self.request.resource_path(self.work, "review", query={"number": left}) if left else self.request.resource_path(self.work))


def mark_in(text):
    try:
        return int(text.strip())
    except ValueError:
        raise Refused(_("每一项都要打分，不能超过它的满分。")) from None


def nameless(files, number):
    """A file is often called after its author."""
    return [{**thawed(file), "name": f"{number}-{place}{'.' + ending if ending else ''}"} for place, file in enumerate(files, 1)
            for ending in [file["name"].rpartition(".")[2][:10] if "." in file["name"] else ""]]
