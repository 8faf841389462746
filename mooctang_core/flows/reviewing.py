"""A course through the review: created, completed, submitted, approved or not with a reason; its team; each step in the log."""

from ..activity import Refused
from ..model.courses import APPROVED, REJECTED, UNSENT, WAITING, Course
from ..parts import Notice
from ..permissions import ASSISTANT, LEAD, TEACHER
from ..words import translator
from .auditing import log
from .describing import checks, keep, keep_dates
from .telling import send_notice

_ = translator("mooctang_core")
REASON_MOST = 500


class Desk:
    """Who does it, for which school, and when: said once for the steps below."""

    def __init__(self, school, host, by, now, names=None):
        self.school, self.host, self.by, self.now = school, host, by, now
        self.name_of = names or (lambda aid: aid)

    # -- making and completing --
    def create(self, title, lead):
        """A course with its operating teacher, not submitted yet."""
        title = title.strip()[:80]
        if not title:
            raise Refused(_("请填写课程名称。"))
        self._refuse_strangers(lead)
        courses = self.school["courses"]
        number = len(courses) + 1
        while f"c{number}" in courses:
            number += 1
        course = courses[f"c{number}"] = Course(title, lead=lead)
        self._log("course-created", course)
        return course

    def edit(self, course, values):
        """New details. While the school looks at it nothing moves; what was approved stays complete."""
        if course.state == WAITING:
            raise Refused(_("课程正在审核，现在不能修改。可以先撤回申请。"))
        if course.licence:
            raise Refused(_("这是联盟的课程，资料由联盟维护。"))
        keep(course, values)
        if course.state == APPROVED:
            self._refuse_incomplete(course)
        self._log("course-edited", course)

    def set_dates(self, course, dates):
        """The dates of an own course's newest term."""
        keep_dates(course, dates)
        if course.state == APPROVED:
            self._refuse_incomplete(course)
        self._log("course-dates", course, **dates)

    # -- the review --
    def submit(self, course):
        if course.licence or course.state not in (UNSENT, REJECTED):
            raise Refused(_("这门课程现在不能提交。"))
        self._refuse_incomplete(course)
        self._pass(course, WAITING, "course-submitted")
        self._tell(course, self.school.managers, _("有一门课程等待审核"), f"/manage/courses/{course.__name__}")

    def withdraw(self, course):
        """Take it back before anybody decided."""
        if course.state != WAITING:
            raise Refused(_("这门课程不在审核中。"))
        self._pass(course, UNSENT, "course-withdrawn")

    def approve(self, course):
        if course.state not in (WAITING, REJECTED):
            raise Refused(_("这门课程不在审核中。"))
        self._refuse_incomplete(course)
        self._pass(course, APPROVED, "course-approved")
        self._tell(course, course.team, _("课程通过了审核，现在大家看得到了"), f"/courses/{course.__name__}/details")

    def reject(self, course, reason):
        """Not approved, or no longer; why is told to the team. Whoever is enrolled keeps everything."""
        reason = reason.strip()[:REASON_MOST]
        if course.state not in (WAITING, APPROVED):
            raise Refused(_("这门课程不在审核中，也没有通过。"))
        if not reason:
            raise Refused(_("请写明不通过的理由，课程组会看到。"))
        self._pass(course, REJECTED, "course-rejected", reason=reason)
        self._tell(course, course.team, _("课程没有通过审核：${reason}", reason=reason), f"/courses/{course.__name__}/details")

    # -- the team --
    def appoint(self, course, aid, stays=True):
        """The one operating teacher. Whoever it was before stays in the team, or leaves it."""
        self._refuse_strangers(aid)
        before = course.lead
        if before == aid:
            return
        if before is not None:
            self._leave(course, before, stays)
        course.team[aid] = LEAD
        self._log("course-lead", course, name=self.name_of(aid))
        self._tell(course, (aid,), _("你成为了这门课程的运行教师"), f"/courses/{course.__name__}/details")

    def _leave(self, course, aid, stays):
        if stays:
            course.team[aid] = TEACHER
        else:
            del course.team[aid]

    def assist(self, course, aid):
        if course.team.get(aid) == LEAD:
            raise Refused(_("运行教师不能同时是助教。"))
        course.team[aid] = ASSISTANT
        self._log("course-assistant", course, name=self.name_of(aid))
        self._tell(course, (aid,), _("你成为了这门课程的助教"), f"/courses/{course.__name__}/details")

    def dismiss(self, course, aid):
        """Take somebody out of the team. The operating teacher is replaced, never taken out."""
        role = course.team.get(aid)
        if role == LEAD:
            raise Refused(_("课程必须有一位运行教师。请任命另一位来代替。"))
        if role is not None:
            del course.team[aid]
            self._log("course-assistant-gone" if role == ASSISTANT else "course-teacher-gone", course, name=self.name_of(aid))

    # -- what each step shares --
    def _refuse_strangers(self, aid):
        if aid not in self.school.teachers:
            raise Refused(_("请在本校的教师中选一位运行教师。"))

    def _refuse_incomplete(self, course):
        missing = [check for check in checks(course) if not check.done]
        if missing:
            raise Refused(_("还不完整：${what}。", what=missing[0].label))

    def _pass(self, course, state, deed, **facts):
        course.state = state
        course.passed = (*course.passed, (self.now, self.by, deed, facts.get("reason", "")))
        self._log(deed, course, **facts)

    def _log(self, deed, course, **facts):
        log(self.school, self.by, deed, f"/courses/{course.__name__}", self.now, title=course.title, **facts)

    def _tell(self, course, people, title, href):
        """Everybody concerned but whoever did it."""
        to = tuple(aid for aid in people if aid != self.by)
        if to:
            send_notice(self.school, self.host, Notice(title, text=course.title, href=href, to=to), self.now)


def waiting(school):
    """The courses that somebody should look at."""
    return [course for course in school["courses"].values() if course.state == WAITING]


def courses_have_states(school):
    """Evolve: until 0.2 every course was shown to everybody, whatever its state said."""
    for course in school["courses"].values():
        if not course.hidden and course.state == UNSENT and course.terms():
            course.state = APPROVED
