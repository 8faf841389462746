"""班级管理: administrative classes, who is in them, and a whole class enrolled in a course."""

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.view import view_config, view_defaults

from ....activity import Refused
from ....flows import cohorts
from ....model.schools import School
from ....permissions import MANAGE
from ....words import translator
from .people import row_of
from .seeing import addresses, said, to

_ = translator("mooctang_core")
PAGE = 50
NUMBERS_MOST = 2_000


@view_config(route_name="manage_classes", context=School, permission=MANAGE, request_method="GET", renderer="manage_classes.pt")
def show(school, request):
    """The classes by name; what is ticked is enrolled, or gets its activation slips."""
    words = request.GET.get("q", "").strip().casefold()
    found = [title for title, cohort in school["cohorts"].items() if words in f"{title} {cohort.code}".casefold()]
    asked = request.GET.get("page", "1")
    pages = max(1, -(-len(found) // PAGE))
    number = min(int(asked), pages) if asked.isascii() and asked.isdigit() and 0 < len(asked) < 6 and int(asked) else 1
    rows = [row(request, title, school["cohorts"][title]) for title in found[(number - 1) * PAGE:number * PAGE]]
    return {"rows": rows, "found": len(found), "number": number, "pages": pages, "q": words, "said": said(request), "page_href": addresses(request, q=words),
            "terms": cohorts.terms(school, request.now.date()), "told": told(request), "teachers": teachers(request)}


def row(request, title, cohort):
    head = request.alliance.accounts.get(cohort.head) if cohort.head else None
    return {"title": title, "code": cohort.code, "count": len(cohort.now()), "head": head.name if head is not None else "", "href": request.route_path("manage_class", _query={"name": title})}


def teachers(request):
    """[(account id, name)] of those who may be head of a class."""
    accounts = request.alliance.accounts
    return sorted(((aid, accounts[aid].name) for aid in request.school.teachers if aid in accounts), key=lambda one: one[1])


def told(request):
    """What enrolling a class has done: (new, already there, without an account), or None."""
    parts = request.GET.get("done", "").split("-")
    return tuple(map(int, parts)) if len(parts) == 3 and all(part.isascii() and part.isdigit() and len(part) < 7 for part in parts) else None


@view_config(route_name="manage_classes", context=School, permission=MANAGE, request_method="POST")
def create(school, request):
    """A new class."""
    head = request.POST.get("head") or None
    cohort = cohorts.create(school, request.POST.get("title", ""), request.now, request.aid, head if head in school.teachers else None)
    return to(request, "manage_class", "created", name=cohort.title)


@view_config(route_name="manage_enrol", context=School, permission=MANAGE, request_method="POST")
def enrol(school, request):
    """班级批量选课."""
    titles = [title for title in request.POST.getall("class") if title in school["cohorts"]]
    if not titles:
        raise Refused(_("没有选中班级。请勾选后再选课。"))
    offered = {path for path, _course, _term in cohorts.terms(school, request.now.date())}
    path = request.POST.get("term", "")
    if path not in offered:
        raise Refused(_("请选一门课程。"))
    done = cohorts.enrol(school, titles, path, request.now, request.aid)
    return to(request, "manage_classes", "enrolled", done="-".join(map(str, done)))


@view_defaults(route_name="manage_class", context=School, permission=MANAGE)
class One:
    """One class."""

    def __init__(self, school, request):
        self.school, self.request = school, request
        self.title = request.params.get("name", "")
        self.cohort = school["cohorts"].get(self.title)
        if self.cohort is None:
            raise HTTPNotFound()

    @view_config(request_method="GET", renderer="manage_class.pt")
    def show(self):
        """Who is in it, and what may be done with all of them."""
        numbers = [number for number in self.cohort.now() if number in self.school["people"]]
        return {"cohort": self.cohort, "rows": [row_of(self.request, number) for number in numbers], "said": said(self.request), "teachers": teachers(self.request),
                "terms": cohorts.terms(self.school, self.request.now.date()), "unknown": [number[:40] for number in self.request.GET.getall("unknown")[:20]]}

    @view_config(request_method="POST")
    def step(self):
        """Students in or out, another head, another name, or the end of an empty class."""
        steps = {"add": self.add, "remove": self.remove, "head": self.head, "rename": self.rename, "delete": self.delete}
        step = steps.get(self.request.POST.get("step"))
        if step is None:
            raise HTTPNotFound()
        return step()

    def add(self):
        numbers = self.request.POST.get("numbers", "").upper().replace("，", " ").replace(",", " ").replace("、", " ").split()[:NUMBERS_MOST]
        _new, unknown = cohorts.add(self.school, self.title, numbers, self.request.now, self.request.aid)
        told = [("unknown", number[:40]) for number in unknown[:20]]
        return HTTPSeeOther(self.request.route_path("manage_class", _query=[("name", self.title), ("said", "added"), *told]))

    def remove(self):
        cohorts.remove(self.school, self.title, self.request.POST.getall("who"), self.request.now, self.request.aid)
        return to(self.request, "manage_class", "taken-out", name=self.title)

    def head(self):
        head = self.request.POST.get("head") or None
        account = self.request.alliance.accounts.get(head) if head in self.school.teachers else None
        cohorts.set_head(self.school, self.title, account.aid if account else None, self.request.now, self.request.aid, account.name if account else "—")
        return to(self.request, "manage_class", "saved", name=self.title)

    def rename(self):
        cohorts.rename(self.school, self.title, self.request.POST.get("title", ""), self.request.now, self.request.aid)
        return to(self.request, "manage_class", "saved", name=self.cohort.title)

    def delete(self):
        cohorts.remove_empty(self.school, self.title, self.request.now, self.request.aid)
        return to(self.request, "manage_classes", "deleted")
