"""批量导入: bring a file, look at what would happen, mend, let it in, take it back."""

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.view import view_config, view_defaults

from ....activity import Refused
from ....flows.importing import lifecycle, report, troubles
from ....flows.people.fields import KINDS, fields_of
from ....model.imports import OPEN
from ....model.schools import School
from ....permissions import MANAGE
from ....sheets import BYTES_MAX
from ....words import translator
from ...downloads import download
from ...multipart import Upload
from ...uploads import clean_name, take_file
from .seeing import addresses, private, said
from .showing import PAGE, TABS, bad_rows, changes_of, sample, tab_of

_ = translator("mooctang_core")


@view_config(route_name="manage_imports", context=School, permission=MANAGE, request_method="GET", renderer="manage_imports.pt")
def show(school, request):
    """Where to drop a file; what was brought before."""
    kind = request.GET.get("kind", "student")
    kind = kind if kind in KINDS else "student"
    return {"kind": kind, "fields": KINDS[kind], "batches": [summary(request, batch) for batch in list(lifecycle.imports_of(school).newest())[:30]],
            "rows_max": request.registry.settings_.import_rows, "said": said(request)}


def summary(request, batch):
    who = request.alliance.accounts.get(batch.by)
    return {"name": batch.name, "file": batch.filename, "state": batch.state, "label": report.STATES[batch.state], "at": batch.at, "who": who.name if who else "",
            "count": sum(batch.counts.get(word, 0) for word in ("new", "changed", "moved")), "href": request.route_path("manage_import", batch=batch.name)}


@view_config(route_name="manage_imports", context=School, permission=MANAGE, request_method="POST", uploads=True)
def bring(school, request):
    """Take a file; the machine reads it. Pictures of teachers may come along."""
    upload, kind = request.POST.get("file"), request.POST.get("kind", "student")
    if not isinstance(upload, Upload) or not upload.size or kind not in KINDS:
        raise Refused(_("没有收到文件。请选一个 xlsx 或 csv 文件。"))
    if upload.size > BYTES_MAX:
        raise Refused(troubles.told({"word": "heavy", "row": 1, "column": 1, "mb": BYTES_MAX >> 20}))
    upload.file.seek(0)
    batch, new = lifecycle.begin(school, kind, clean_name(upload.filename), upload.file.read(), request.aid, request.now, private(request))
    if new and kind == "teacher":
        pictures = [one for one in request.POST.getall("pictures") if isinstance(one, Upload) and one.size]
        batch.pictures = {clean_name(one.filename): take_file(request, one, ("image",), 5) for one in pictures[:500]}
    want(request)
    return at_batch(request, batch, "" if new else "same-file")


def at_batch(request, batch, word=""):
    """To the page of one import."""
    return HTTPSeeOther(request.route_path("manage_import", batch=batch.name, _query={"said": word} if word else None))


def want(request):
    """Have the machine look, once this is committed."""
    scratch, slug = request.registry.store.scratch, request.school.slug
    request.tm.get().addAfterCommitHook(lambda done: done and scratch.put(lifecycle.WANTED, slug, 1, ttl=3600))


@view_config(route_name="manage_import_template", context=School, permission=MANAGE, request_method="GET")
def template(school, request):
    """The sheet to fill in."""
    kind = request.GET.get("kind", "student")
    name = request.translate(_("学生导入模板") if kind == "student" else _("教师导入模板"))
    return download(request, report.template(kind if kind in KINDS else "student", school.unit, request.translate), f"{name}.xlsx")


@view_defaults(route_name="manage_import", context=School, permission=MANAGE)
class One:
    """One import."""

    def __init__(self, school, request):
        self.school, self.request = school, request
        self.batch = lifecycle.imports_of(school).get(request.matchdict["batch"])
        if self.batch is None:
            raise HTTPNotFound()

    @view_config(request_method="GET", renderer="manage_import.pt")
    def show(self):
        """How far it is, what it found, and what may be done now."""
        batch, request = self.batch, self.request
        tab = tab_of(batch, request.GET.get("show", ""))
        values = {
            "batch": batch, "tab": tab, "tabs": [], "bad": [], "changes": [], "number": 1, "pages": 1, "found": 0, "busy": batch.state in OPEN, "said": said(request), "label": report.STATES[batch.state],
            "trouble": troubles.told(batch.trouble) if batch.trouble else None, "fields": KINDS[batch.kind], "headings": [], "missing": [], "may_undo": self.may_undo(),
            "percent": request.registry.settings_.import_leave_percent, "writable": sum(batch.counts.get(word, 0) for word in ("new", "changed", "moved", "gone")),
            "undo_days": request.registry.settings_.import_undo_days, "page_href": addresses(request, show=tab), "share": self.share(),
        }
        return values | (self.looked_at(tab) if batch.kinds else {})

    def looked_at(self, tab):
        """What the dry run found, a page of it."""
        batch, request = self.batch, self.request
        places = report.places(batch, tab)
        asked = request.GET.get("page", "1")
        pages = max(1, -(-len(places) // PAGE))
        number = min(int(asked), pages) if asked.isascii() and asked.isdigit() and 0 < len(asked) < 6 and int(asked) else 1
        shown = places[(number - 1) * PAGE:number * PAGE]
        sealed = private(request)
        return {
            "tabs": [(word, label, batch.counts.get(word, 0)) for word, label in TABS if batch.counts.get(word, 0) or word == tab], "found": len(places), "pages": pages, "number": number,
            "bad": bad_rows(batch, sealed, shown) if tab == "bad" else [], "changes": changes_of(self.school, batch, sealed, tab, shown) if tab != "bad" else [],
            "headings": sample(batch, sealed), "missing": [request.translate(field.title) for field in lifecycle.missing(batch.mapping, batch.kind)],
        }

    def share(self):
        return round(100 * self.batch.done / self.batch.rows) if self.batch.rows and self.batch.state == "running" else 0

    def may_undo(self):
        days = self.request.registry.settings_.import_undo_days
        return self.batch.state in ("done", "ready") and bool(len(self.batch.before)) and (self.request.now - self.batch.finished).days < days

    @view_config(request_method="POST")
    def step(self):
        """One of the steps that a person may take."""
        steps = {"go": self.go, "undo": self.undo, "drop": self.drop, "columns": self.columns, "mend": self.mend}
        step = steps.get(self.request.POST.get("step"))
        if step is None:
            raise HTTPNotFound()
        word = step()
        want(self.request)
        return at_batch(self.request, self.batch, word or "")

    def go(self):
        try:
            lifecycle.go(self.school, self.batch, self.request.aid, self.request.now, self.request.POST.get("allowed") == "yes")
        except lifecycle.Changed:
            return "checked-again"
        return ""

    def undo(self):
        lifecycle.undo(self.school, self.batch, self.request.aid, self.request.now, self.request.registry.settings_.import_undo_days)

    def drop(self):
        lifecycle.drop(self.batch)
        return "dropped"

    def columns(self):
        """Which column is which field."""
        mapping = {}
        for column in range(len(self.batch.columns)):
            word = self.request.POST.get(f"column-{column}", "")
            if word in fields_of(self.batch.kind):
                if word in mapping:
                    raise Refused(_("两列都选成了“${title}”。请只留一列。", title=fields_of(self.batch.kind)[word].title))
                mapping[word] = column
        lifecycle.remap(self.batch, mapping, self.request.POST.get("whole") == "yes")

    def mend(self):
        """What was written into the cells of this page; and the rows that stay out."""
        changes: dict = {}
        for name, text in self.request.POST.items():
            cell, place, word = (*name.split("-"), "", "")[:3]
            if cell == "cell" and place.isascii() and place.isdigit() and len(place) < 7 and isinstance(text, str):
                changes.setdefault(int(place), {})[word] = text
        out = [int(place) for place in self.request.POST.getall("out") if place.isascii() and place.isdigit() and len(place) < 7]
        lifecycle.mend(self.batch, private(self.request), report.without_masks(self.batch, private(self.request), changes), out)


@view_config(route_name="manage_import_result", context=School, permission=MANAGE, request_method="GET")
def result(school, request):
    """The uploaded sheet with what became of each row, to be mended and brought back."""
    batch = lifecycle.imports_of(school).get(request.matchdict["batch"])
    if batch is None or not batch.kinds:
        raise HTTPNotFound()
    only_bad = request.GET.get("rows") == "bad"
    name = f"{batch.filename.rpartition('.')[0] or batch.filename}-{request.translate(_('结果'))}.xlsx"
    return download(request, report.result(batch, private(request), request.translate, only_bad), name)


@view_config(route_name="manage_import_back", context=School, permission=MANAGE, request_method="POST", uploads=True)
def bring_back(school, request):
    """The returned file, mended: its cells take the place of those that were read."""
    batch, upload = lifecycle.imports_of(school).get(request.matchdict["batch"]), request.POST.get("file")
    if batch is None:
        raise HTTPNotFound()
    if not isinstance(upload, Upload) or not 0 < upload.size <= BYTES_MAX:
        raise Refused(_("没有收到文件。请选一个 xlsx 或 csv 文件。"))
    upload.file.seek(0)
    changes = report.mended(batch, private(request), upload.file.read())
    lifecycle.mend(batch, private(request), changes)
    want(request)
    return at_batch(request, batch)


