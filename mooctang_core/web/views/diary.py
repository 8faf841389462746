"""谁看过、改过我的记录: a student reads who looked at their attendance and marks, and who changed them."""

from typing import NamedTuple

from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config

from ...flows import diary
from ...model.base import find
from ...model.classrooms import Classroom
from ...model.gradebook import EMPTY
from ...permissions import PARTICIPATE
from ...words import exact, translator
from .grading import unpublished_for

_ = translator("mooctang_core")

PAGES = {
    "gradebook": _("平时成绩"), "why": _("平时成绩里的一个数"), "results": _("个人成绩页"), "reports": _("学情统计"), "report": _("统计表"), "online": _("线上学习"),
    "roster": _("学生名单"),
}
SHOWN = 100


class Line(NamedTuple):
    """One line of the page."""

    icon: str
    said: str
    who: str
    when: str
    why: str = ""


@view_config(context=Classroom, name="diary", permission=PARTICIPATE, request_method="GET", renderer="diary.pt")
def show(classroom, request):
    """One's own and nobody else's."""
    member = classroom.member(request.aid)
    if member is None:
        raise HTTPNotFound()
    teller, scratch, school = Teller(classroom, request), request.registry.store.scratch, request.school
    changes = [] if member.simulated else diary.changes_of(classroom, request.plugins, school, member.aid)
    return {
        "room": classroom, "changes": [teller.change(change) for change in changes[:SHOWN]],
        "mine": [teller.look(one) for one in diary.looks_at(scratch, school, classroom, member.aid)[:SHOWN]],
        "all": [teller.look(one) for one in diary.looks_at_everybody(scratch, school, classroom, member)[:SHOWN]],
    }


class Teller:
    """Looks and changes in the words of the reader."""

    def __init__(self, room, request):
        self.room, self.request = room, request

    def look(self, one):
        request, file = self.request, "." in one.what
        page = one.what.partition(".")[0]
        thing = self.activity(one.about) if one.about else request.translate(PAGES.get(page, page))
        said = _("导出了“${page}”", page=thing) if file else _("看了“${page}”", page=thing)
        often = request.translate(_("${n} 次", n=one.times)) if one.times > 1 else ""
        return Line("download" if file else "eye", request.translate(said), self.name(one.by), " · ".join(filter(None, (self.when(one.last), often))))

    def activity(self, path):
        node = find(self.request.school, path)
        return self.request.translate(self.request.plugins.live(node, self.request.school).name if node is not None else _("已经删除的活动"))

    def change(self, one):
        translate = self.request.translate
        what = translate(one.activity.name if one.activity is not None else self.column(one.column))
        if one.activity is not None and unpublished_for(self.request.aid)(one.activity):
            said = _("改了“${what}”的结果，还没有公布", what=what)
        else:
            said = _("“${what}”：${before} → ${after}", what=what, before=self.value(one, one.before), after=self.value(one, one.after))
        return Line("pencil-square", translate(said), self.name(one.by), self.when(one.at), one.why)

    def value(self, one, value):
        """A record's status and score, or a number of the gradebook."""
        if one.activity is None:
            return self.request.translate(_("系统算的")) if value is None else f"{value:g}"
        status, score = value
        status = status or one.activity.absent_status()
        word = self.request.translate(one.activity.word(status)) if status else ""
        return " ".join(filter(None, (word, "" if score is None else f"{score:g}"))) or "—"

    def column(self, word):
        book = self.room.book or EMPTY
        if word in book.columns:
            return book.columns[word]["title"]
        kind = word.removeprefix("=")
        _plugin, cls = self.request.plugins.kinds.get(kind, ("", None))
        return cls.title if cls is not None else {"total": _("总评"), "online": _("线上学习")}.get(kind, kind)

    def name(self, aid):
        account = self.request.alliance.accounts.get(aid)
        return account.name if account is not None else self.request.translate(_("已不在的账号") if aid else _("系统"))

    def when(self, moment):
        return exact(moment, self.request.school.timezone, self.request.locale_name, self.request.now)
