"""Where one can go from here: the four tabs of a student, the menu of a classroom, the menu of a school."""

from typing import NamedTuple

from .. import words
from ..flows.membership import MARKS, may_do
from ..model.base import find, lineage
from ..model.courses import Course
from ..model.inbox import Inboxes
from ..permissions import MANAGE, TEACH
from ..words import translator

_ = translator("mooctang_core")


class Item(NamedTuple):
    """One entry of a menu."""

    label: str
    href: str
    icon: str
    here: bool = False
    badge: str = ""
    group: str = ""
    """The heading that it stands under, at a desk."""


PLACES = {
    "room": (_("课堂首页"), "", "house"),
    "history": (_("历史课堂"), "history", "calendar3"),
    "tasks": (_("课外任务"), "tasks", "clipboard-check"),
    "code": (_("课堂码"), "code", "qr-code"),
    "prepare": (_("课堂与备课记录"), "prepare", "journal-text"),
    "reports": (_("学情统计"), "reports", "bar-chart"),
    "gradebook": (_("平时成绩"), "gradebook", "trophy"),
    "roster": (_("学生管理"), "roster", "people"),
    "settings": (_("课堂设置"), "settings", "gear"),
}
"""The pages of a classroom: what they are called, their view, their icon."""
PEOPLE, COURSES, SYSTEM = _("教务管理"), _("课程管理"), _("系统管理")
MANAGE_PAGES = (
    ("overview", _("概览"), "manage_home", "bar-chart", ""),
    ("students", _("学生管理"), "manage_students", "people", PEOPLE),
    ("teachers", _("教师管理"), "manage_teachers", "person-check", PEOPLE),
    ("classes", _("班级管理"), "manage_classes", "list-check", PEOPLE),
    ("imports", _("导入名单"), "manage_imports", "upload", PEOPLE),
    ("changes", _("学籍信息审核"), "manage_changes", "clipboard-check", PEOPLE),
    ("managers", _("管理员"), "manage_managers", "person", PEOPLE),
    ("certifications", _("学生认证"), "manage_certifications", "person-check", PEOPLE),
    ("merges", _("账号合并"), "manage_merges", "people", PEOPLE),
    ("codes", _("认证码"), "manage_codes", "qr-code", PEOPLE),
    ("look", _("学校的样子"), "manage_look", "pencil-square", SYSTEM),
    ("verifications", _("教师认证"), "manage_verifications", "patch-check-fill", PEOPLE),
    ("courses", _("慕课列表"), "manage_courses", "mortarboard", COURSES),
    ("recommendations", _("推荐给联盟"), "manage_recommendations", "diagram-3", COURSES),
    ("access", _("登录求助"), "manage_access", "phone", PEOPLE),
    ("plugins", _("插件"), "manage_plugins", "ui-checks-grid", SYSTEM),
    ("visits", _("代为查看"), "manage_visits", "eye", SYSTEM),
    ("log", _("操作日志"), "manage_log", "journal-text", SYSTEM),
    ("outbox", _("发件箱"), "manage_outbox", "broadcast", SYSTEM),
)
"""The pages of a school's administration: word, what they are called, their route, their icon, and the group they stand under."""
MANAGE_COUNTS: dict = {}
"""word -> function(request): how many wait for somebody there. Cheap, for every page of the administration asks."""
GROUPS = ("", PEOPLE, COURSES, SYSTEM)


OPERATE_PAGES = (
    ("schools", _("学校"), "operate", "mortarboard", _("联盟")),
    ("figures", _("各校统计"), "operate_figures", "bar-chart", _("联盟")),
    ("look", _("联盟的样子"), "operate_alliance", "pencil-square", _("联盟")),
    ("courses", _("联盟课程"), "operate_courses", "mortarboard", _("联盟")),
    ("suitcases", _("搬家"), "operate_suitcases", "archive", _("联盟")),
    ("plugins", _("插件"), "operate_plugins", "ui-checks-grid", _("系统")),
    ("visits", _("代为查看"), "operate_visits", "eye", _("系统")),
    ("log", _("操作日志"), "operate_log", "journal-text", _("系统")),
    ("outbox", _("发件箱"), "operate_outbox", "broadcast", _("系统")),
)
"""The operator's pages: their word, what they are called, their route, their icon, and the heading that they stand under."""


class Marked(NamedTuple):
    """Somebody's name, and whether the V stands beside it."""

    name: str
    verified: bool


class Nav:
    """The menus of one request. `here` is the word of the entry that one stands at."""

    def __init__(self, request):
        self.request = request

    def tabs(self, here=""):
        """首页, 我的学习, 消息, 账号: what users of the classic tools know."""
        tabs = (("home", _("首页"), "/", "house"), ("my", _("我的学习"), "/my", "mortarboard"),
                ("messages", _("消息"), "/messages", "bell"), ("account", _("账号"), "/account", "person"))
        return [Item(self._say(label), href, icon, word == here, self._news() if word == "messages" else "") for word, label, href, icon in tabs]

    def _news(self):
        """How many notices this person has not opened yet."""
        request = self.request
        unread = Inboxes(request.school).unread(request.aid) if request.school is not None and request.aid else 0
        return many(unread)

    def room(self, room, here=""):
        """The menu of a classroom: the teacher's desk with its groups, or what a student may open."""
        if not self.request.may(TEACH, room):
            return [self._of(room, here, "room"), *self.in_class(room, here), *self._settings(room, here)]
        return [self._of(room, here, "room"), *self.desk(room, here), *self.in_class(room, here)]

    def in_class(self, room, here=""):
        """学生分组, 历史课堂, 开启投屏: what belongs to a class that runs; what plugins offer stands among them."""
        group = self._say(_("课堂")) if self.request.may(TEACH, room) else ""
        links = [Item(link.label, link.href, link.icon or "ui-checks-grid", link.href == self.request.path, link.badge, group) for link in self.links(room)]
        own = ["tasks", "history", "code"] if self.request.may(TEACH, room) else ["tasks", "history"]
        return [*links, *(self._of(room, here, word, group) for word in own)]

    def desk(self, room, here=""):
        """慕课堂管理 and the libraries, for the desk."""
        marks = ["reports", "gradebook"] if may_do(room, self.request.aid, MARKS) else []
        words = ["prepare", *marks, "roster"]
        group, shelves, path = self._say(_("慕课堂管理")), self._say(_("资源库")), self.request.resource_path(room)
        return [*(self._of(room, here, word, group) for word in words), *self._settings(room, here, group),
                *(Item(self._say(label), path + view, icon, word == here, group=shelves) for word, label, view, icon in self._libraries())]

    def _settings(self, room, here, group=""):
        return [self._of(room, here, "settings", group)] if self.request.may(MANAGE, room) else []

    def _of(self, room, here, word, group=""):
        label, view, icon = PLACES[word]
        return Item(self._say(label), self.request.resource_path(room) + view, icon, word == here, group=group)

    def _libraries(self):
        """练习库, 问卷库: one for each type that can be kept."""
        return [(f"library-{cls.kind}", _("${what}库", what=cls.title), f"library?kind={cls.kind}", "folder2")
                for cls in self.request.plugins.types(self.request.school) if cls.reusable]

    def links(self, place):
        """What the plugins of this school add to the menu of a place."""
        return sorted((link for _name, links in self.request.ask("links", context=place, request=self.request) for link in links),
                      key=lambda link: link.order)

    def school(self, here=""):
        """The school's own menu for those who run it."""
        items = [Item(self._say(_("学校首页")), "/", "house")]
        if self.request.may(MANAGE, self.request.school):
            items = [self._managed(*page, here) for page in sorted(MANAGE_PAGES, key=lambda page: GROUPS.index(page[4]))]
        return items + self.links(self.request.school)

    def operate(self, here=""):
        """The menu of whoever runs the installation, on the alliance's host."""
        home = Item(self._say(_("联盟首页")), "/", "house")
        return [home, *(Item(self._say(label), self.request.route_path(route), icon, word == here, group=self._say(group))
                        for word, label, route, icon, group in OPERATE_PAGES)]

    def _managed(self, word, label, route, icon, group, here):
        waiting = MANAGE_COUNTS[word](self.request) if word in MANAGE_COUNTS else 0
        return Item(self._say(label), self.request.route_path(route), icon, here == word, many(waiting), self._say(group))

    def sides(self, here=""):
        """学生端, 教师端, 管理端: the sides that this person has; nothing to choose for who has one only."""
        request = self.request
        school = request.school
        if school is None or not request.aid:
            return []
        found = [("front", _("学生端"), "/", "mortarboard")]
        if request.aid in school.teachers or any(teaches_here(school, request.aid)):
            found.append(("teach", _("教师端"), "/teach", "easel"))
        if request.may(MANAGE, school):
            found.append(("manage", _("管理端"), request.route_path("manage_home"), "gear"))
        here = here or self._side()
        return [Item(self._say(label), href, icon, word == here) for word, label, href, icon in found] if len(found) > 1 else []

    def _side(self):
        word = self.request.path.strip("/").partition("/")[0]
        if word in ("manage", "teach"):
            return word
        return "teach" if word == "courses" and self.request.may(TEACH) else "front"

    def course_of(self, room):
        """The course that a classroom belongs to."""
        return next((place for place in lineage(room) if isinstance(place, Course)), None)

    def teachers_of(self, room):
        """The names of those who teach a classroom."""
        accounts = self.request.alliance.accounts
        return [accounts[aid].name for aid in room.teachers if aid in accounts]

    def teachers_marked(self, room):
        """Those who teach a classroom, each with whether they are a verified teacher of this school: the V beside the name."""
        accounts, school = self.request.alliance.accounts, self.request.school
        return [Marked(accounts[aid].name, aid in school.teachers) for aid in room.teachers if aid in accounts]

    def teaching(self, room):
        """The same in one phrase."""
        return words.both(self.teachers_of(room), self.request.locale_name)

    def _say(self, label):
        return self.request.translate(label)


def many(number):
    """A number as it stands beside a word of a menu."""
    return "" if not number else str(number) if number < 100 else "99+"


def teaches_here(school, aid):
    """Whether a person's own classrooms hold one that they teach."""
    for path in school.places.get(aid, ()):
        room = find(school, path)
        yield room is not None and aid in getattr(room, "teachers", ())
