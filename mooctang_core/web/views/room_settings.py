"""课堂设置: name and times, the code, who teaches and assists, and putting the classroom away."""

from typing import Any, NamedTuple

from pyramid.httpexceptions import HTTPNotFound
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from ...flows import enrolling, membership
from ...flows import rooms as making
from ...model.classrooms import Classroom
from ...permissions import ASSISTANT, MANAGE, TEACHER
from ...words import translator
from ..answers import moved
from ..nav import Nav
from ..rendering import draw
from .rooms import given

_ = translator("mooctang_core")
DONE = {
    "saved": _("已保存。"),
    "renewed": _("课堂码已更换。旧的课堂码和二维码不能再用了。"),
    "archived": _("课堂已归档，记录都保留。"),
    "restored": _("课堂已恢复。"),
    "appointed": _("已保存老师和助教。"),
    "dismissed": _("已移出老师和助教名单。"),
}
"""What the page says after a press; the word travels in the address."""


class Staff(NamedTuple):
    """One who teaches or assists in a classroom."""

    aid: str
    name: str
    role: str
    label: Any
    duties: tuple
    oneself: bool


@view_defaults(context=Classroom, permission=MANAGE)
class Settings:
    """The settings of one classroom, for its teachers and those who run the school."""

    def __init__(self, room, request):
        self.room, self.request, self.school = room, request, request.school

    @view_config(name="settings", request_method="GET")
    def show(self):
        return self._page({"title": self.room.title, "where": self.room.where, "times": self.room.times})

    def _page(self, facts, problems=None, status=200):
        room, request, words = self.room, self.request, self.request.GET.get("q", "")[:60]
        term = enrolling.linked_term(room)
        found = membership.candidates(self.school, request.alliance, room, words) if words.strip() else None
        return Response(draw(request, "mooctang_core", "room_settings.pt", {
            "room": room, "facts": facts, "problems": problems or {}, "done": DONE.get(request.GET.get("done", "")), "staff": self._staff(), "duties": membership.DUTIES,
            "course": Nav(request).course_of(room), "term": term, "why_not": making.why_not_delete(room), "q": words, "found": found, "approved": self.school.teachers,
        }), status=status)

    def _staff(self):
        accounts = self.request.alliance.accounts
        people = [Staff(aid, accounts[aid].name if aid in accounts else aid, role, membership.ROLES[role], membership.duties_of(self.room, aid) or (), aid == self.request.aid)
                  for aid, role in self.room.teachers.items()]
        return sorted(people, key=lambda one: (one.role != TEACHER, one.name))

    def _done(self, word, anchor=""):
        return moved(self.request.resource_path(self.room, "settings", query={"done": word}, **({"anchor": anchor} if anchor else {})))

    # -- name and times --
    @view_config(name="settings", request_method="POST")
    def save(self):
        facts, problems = given(self.request)
        if problems:
            return self._page(facts, problems, 422)
        making.describe(self.room, self.school, facts, self.request.aid, self.request.now)
        return self._done("saved")

    # -- the code --
    @view_config(name="renew-code", request_method="POST")
    def renew_code(self):
        """A press that arrives twice renews once: it names the code that it wants to be rid of."""
        if self.request.POST.get("code") == self.room.code:
            making.renew_code(self.room, self.school, self.request.alliance, self.request.aid, self.request.now)
        return self._done("renewed", "code")

    # -- teachers and assistants --
    @view_config(name="appoint", request_method="POST")
    def appoint(self):
        given = self.request.POST
        account, role = self.request.alliance.accounts.get(given.get("person", "")), given.get("role")
        if account is None or role not in (TEACHER, ASSISTANT) or not self._belongs(account):
            raise HTTPNotFound()
        membership.appoint(self.room, self.school, self.request.plugins, account, role, given.getall("duty"), self.request.aid, self.request.now)
        return self._done("appointed", "staff")

    def _belongs(self, account):
        """Whether somebody is of this school at all: an account of another is as if it were not there."""
        return account.aid in self.room.teachers or account.aid in self.school.teachers or bool(account.number_at(self.school.slug))

    @view_config(name="dismiss", request_method="POST")
    def dismiss(self):
        aid = self.request.POST.get("person", "")
        account = self.request.alliance.accounts.get(aid)
        membership.dismiss(self.room, self.school, aid, self.request.aid, self.request.now, account.name if account is not None else aid)
        return moved("/my") if aid == self.request.aid else self._done("dismissed", "staff")

    # -- the end --
    @view_config(name="delete", request_method="POST")
    def delete(self):
        making.delete(self.room, self.school, self.request.aid, self.request.now)
        return moved("/my")

    @view_config(name="archive", request_method="POST")
    def archive(self):
        making.archive(self.room, self.school, self.request.aid, self.request.now)
        return self._done("archived", "end")

    @view_config(name="unarchive", request_method="POST")
    def unarchive(self):
        making.unarchive(self.room, self.school, self.request.aid, self.request.now)
        return self._done("restored", "end")
