"""What a teacher does: look at receipts and send again, show slides, give the plan to the students."""

from mooctang_core.api import (
    TEACH,
    Refused,
    Response,
    back,
    colander,
    draw_face,
    translator,
    view_config,
    view_defaults,
)

from .announcement import Announcement
from .lesson import MOST_PAGES, LessonPlan
from .receipts import NONE, receipts
from .schemas import KNOWN, READ

_ = translator("mooctang_announcement")
PAGE = 100
A_PAGE = colander.SchemaNode(colander.Integer(), validator=colander.Range(1, MOST_PAGES))


def shown(activity, request):
    """The face anew for the page's script, which then need not load the page; else back to where the teacher was."""
    if request.headers.get("HX-Request"):
        return Response(draw_face(request, activity, "teacher"))
    return back(activity, request)


@view_defaults(context=Announcement, permission=TEACH)
class Reaching:
    """Receipts: who has confirmed, who has read, who was not reached and why; and again to just those."""

    def __init__(self, activity, request):
        self.activity, self.request = activity, request

    @view_config(name="receipts", request_method="GET", renderer="receipts.pt")
    def receipts(self):
        found = receipts(self.activity, self.request.alliance.accounts)
        wanted = self.request.GET.get("state", NONE)
        wanted = wanted if wanted in found else NONE
        rows = found[wanted]
        pages, number = max(1, -(-len(rows) // PAGE)), self.request.GET.get("page", "1")
        number = min(pages, max(1, int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1))
        return {
            "activity": self.activity, "found": found, "wanted": wanted, "rows": rows[(number - 1) * PAGE:number * PAGE], "total": len(rows),
            "number": number, "pages": pages, "link": self._link, "tabs": ((NONE, _("没有看到")), (READ, _("只读过")), (KNOWN, _("我已知道"))),
            "sent": [(sent, self._name(sent["by"])) for sent in reversed(self.activity.sent_notices)],
        }

    def _link(self, number):
        return self.request.resource_path(self.activity, "receipts", query={**self.request.GET, "page": number})

    def _name(self, aid):
        account = self.request.alliance.accounts.get(aid) if aid else None
        return account.name if account is not None else ""

    @view_config(name="remind", request_method="POST")
    def remind(self):
        """Send it again: to those who never opened it, or to all who have not confirmed."""
        if self.activity.state not in ("open", "closed"):
            raise Refused(_("还没有发布的公告不能发送。"))
        if self.request.POST.get("after", "") not in ("", str(len(self.activity.sent_notices))):
            return back(self.activity, self.request)
        wanted = (None,) if self.request.POST.get("people", NONE) == NONE else (None, READ)
        people = [person.aid for person in self.activity.people() if self.activity.record_of(person.aid).status in wanted]
        if not people:
            raise Refused(_("每个人都看到了，不用再发。"))
        self.activity.tell(people, self.request.aid, self.request.now)
        return back(self.activity, self.request)


@view_defaults(context=LessonPlan, permission=TEACH, request_method="POST")
class Showing:
    """The pages on the wall, and whether students keep the plan."""

    def __init__(self, lesson, request):
        self.lesson, self.request = lesson, request

    @view_config(name="turn")
    def turn(self):
        self.lesson.turn(A_PAGE.deserialize(self.request.POST.get("to", "")))
        return shown(self.lesson, self.request)

    @view_config(name="pages")
    def pages(self):
        """Said by the script that opened the slides."""
        self.lesson.count(A_PAGE.deserialize(self.request.POST.get("pages", "")))
        return Response(status=204)

    @view_config(name="give")
    def give(self):
        self.lesson.give(self.request.now)
        return shown(self.lesson, self.request)

    @view_config(name="take-back")
    def take_back(self):
        self.lesson.take_back()
        return shown(self.lesson, self.request)
