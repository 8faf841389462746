"""慕课列表: the school's own courses and those of the alliance; review, team, dates, and what is recommended."""

from datetime import date
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config

from ....activity import Refused
from ....flows import describing, licensing, reviewing
from ....model.courses import APPROVED, EXPIRED, OFFERED, OFFLINE, ONLINE, REJECTED, UNSENT, WAITING, Course
from ....model.schools import School
from ....permissions import ASSISTANT, LEAD, MANAGE, TEACHER
from ....words import exact, translator
from ...answers import moved
from ...nav import MANAGE_COUNTS

_ = translator("mooctang_core")

OWN, ALLIANCE = "own", "alliance"
SOURCES = {OWN: _("本校"), ALLIANCE: _("联盟慕课")}
STATES = {
    UNSENT: (_("未提交"), ""), WAITING: (_("待审核"), "warn"), APPROVED: (_("已通过"), "ok"), REJECTED: (_("不通过"), "bad"),
    OFFERED: (_("待提交"), "warn"), ONLINE: (_("上线"), "ok"), OFFLINE: (_("下线"), ""), EXPIRED: (_("授权已到期"), "bad"),
}
FATES = {licensing.ASKED: (_("已推荐"), "brand"), licensing.ACCEPTED: (_("联盟已接受"), "ok"), licensing.DECLINED: (_("联盟没有接受"), "")}
DEEDS = {
    "course-submitted": _("提交审核"), "course-withdrawn": _("撤回申请"), "course-approved": _("通过"), "course-rejected": _("不通过"), "course-online": _("上线"),
    "course-offline": _("下线"),
}
ROLES = {LEAD: _("运行教师"), TEACHER: _("课程组教师"), ASSISTANT: _("助教")}
FOUND_MOST = 20


class Line(NamedTuple):
    """A course in the list."""

    title: str
    source: str
    state: str
    lead: str
    dates: str
    href: str
    fate: Any = None


class Teammate(NamedTuple):
    """Somebody of a course's team."""

    aid: str
    name: str
    role: str
    word: Any


def today(request):
    return request.now.astimezone(ZoneInfo(request.house.timezone)).date()


def name_of(request, aid):
    account = request.alliance.accounts.get(aid or "")
    return account.name if account is not None else ""


def desk(request):
    return reviewing.Desk(request.school, request.plugins, request.aid, request.now, lambda aid: name_of(request, aid))


# The list --------------------------------------------------------------------------------------------------------------------

@view_config(route_name="manage_courses", context=School, permission=MANAGE, request_method="GET", renderer="manage_courses.pt")
def show(school, request):
    """Every course with source and state; those that wait for somebody come first."""
    asked = request.GET
    look = (asked.get("find", "").strip()[:100], asked.get("source", ""), asked.get("state", ""))
    lines = [*offered(request), *(own_line(request, course) for course in school["courses"].values() if not course.hidden)]
    found = [line for line in lines if fits(line, *look)]
    found.sort(key=lambda line: (line.state not in (WAITING, OFFERED), line.title))
    return {"lines": found, "count": len(lines), "look": look, "states": STATES, "sources": SOURCES, "fates": FATES, "teachers": teachers(request)}


def fits(line, words, source, state):
    told = f"{line.title} {line.lead}".casefold()
    return source in ("", line.source) and state in ("", line.state) and all(word in told for word in words.casefold().split())


def own_line(request, course):
    fate = licensing.fate_of(request.alliance, request.school.slug, course)[0]
    return Line(course.title, ALLIANCE if course.licence else OWN, course.state, name_of(request, course.lead), span(request, course),
                request.route_path("manage_course", course=course.__name__), FATES.get(fate))


def offered(request):
    """What the alliance gave and nobody has set dates for."""
    return [Line(course.title, ALLIANCE, OFFERED, "", "", request.route_path("manage_licence", course=course.__name__))
            for course, _licence in licensing.new_offers(request.alliance, request.school, today(request))]


def span(request, course):
    """The dates of its newest term."""
    dates = describing.dates_of(describing.term_of(course))
    return f"{dates['starts']} – {dates['ends']}" if dates["starts"] and dates["ends"] else ""


def teachers(request):
    """[(aid, name)] of the school's teachers, by name."""
    return sorted(((aid, name_of(request, aid)) for aid in request.school.teachers if aid in request.alliance.accounts), key=lambda pair: pair[1])


@view_config(route_name="manage_courses", context=School, permission=MANAGE, request_method="POST")
def create(school, request):
    made = desk(request).create(request.POST.get("title", ""), request.POST.get("lead", ""))
    return moved(request.route_path("manage_course", course=made.__name__))


def waiting_here(request):
    """For the menu: courses to review, and new ones of the alliance."""
    return len(reviewing.waiting(request.school)) + len(licensing.new_offers(request.alliance, request.school, today(request)))


MANAGE_COUNTS["courses"] = waiting_here


# One course ------------------------------------------------------------------------------------------------------------------

def course_asked(school, request):
    course = school["courses"].get(request.matchdict["course"])
    if not isinstance(course, Course) or course.hidden:
        raise HTTPNotFound()
    return course


@view_config(route_name="manage_course", context=School, permission=MANAGE, request_method="GET", renderer="manage_course.pt")
def one(school, request):
    """Its state and what can be done about it, its team, its dates, and how it came here."""
    course = course_asked(school, request)
    words = request.GET.get("find", "").strip()[:100]
    fate, decision = licensing.fate_of(request.alliance, school.slug, course)
    return {
        "course": course, "state": STATES[course.state], "checks": describing.checks(course), "team": team(request, course), "teachers": teachers(request),
        "history": history(request, course), "find": words, "found": found_people(request, words) if words else [], "licence": licence_of(request, course),
        "dates": describing.dates_of(describing.term_of(course)), "date_labels": describing.DATES, "fate": FATES.get(fate), "fate_word": fate, "decision": decision,
        "on_line": licensing.holds(licence_of(request, course), today(request)) if course.licence else False,
    }


def licence_of(request, course):
    """The alliance's licence, as it stands there."""
    if not course.licence:
        return None
    source = request.alliance["courses"].get(course.licence["course"])
    return source.licences.get(request.school.slug) if source is not None else None


def team(request, course):
    order = list(ROLES)
    people = [Teammate(aid, name_of(request, aid) or request.translate(_("已不在的账号")), role, ROLES[role]) for aid, role in course.team.items()]
    return sorted(people, key=lambda one: (order.index(one.role), one.name))


def history(request, course):
    """[(what, who, when, why)], the newest first."""
    tz = request.school.timezone
    return [(DEEDS[deed], name_of(request, by) or request.translate(_("系统")), exact(at, tz, request.locale_name, request.now), reason)
            for at, by, deed, reason in reversed(course.passed)]


def found_people(request, words):
    """[(aid, name, line)] of this school's teachers and certified students who fit: by name, number or cohort."""
    needles, found = words.casefold().split(), {}
    for aid, name in teachers(request):
        found[aid] = (name, request.translate(_("教师")))
    for entry in request.school["people"].values():
        if entry.aid and entry.aid not in found and all(word in f"{entry.name} {entry.number}".casefold() for word in needles):
            found[entry.aid] = (entry.name, f"{entry.number} {entry.cohort or ''}".strip())
        if len(found) > 500:
            break
    fitting = [(aid, name, line) for aid, (name, line) in found.items() if all(word in f"{name} {line}".casefold() for word in needles)]
    return fitting[:FOUND_MOST]


@view_config(route_name="manage_course", context=School, permission=MANAGE, request_method="POST")
def step(school, request):
    """One step, named by the button."""
    course, given = course_asked(school, request), request.POST
    steps = {
        "submit": lambda at: at.submit(course), "withdraw": lambda at: at.withdraw(course), "approve": lambda at: at.approve(course),
        "reject": lambda at: at.reject(course, given.get("reason", "")), "appoint": lambda at: at.appoint(course, given.get("person", ""), given.get("stays") == "yes"),
        "assist": lambda at: at.assist(course, known(request, given.get("person", ""))), "dismiss": lambda at: at.dismiss(course, given.get("person", "")),
        "recommend": lambda at: licensing.recommend(at, request.alliance, course, given.get("note", "")),
        "unrecommend": lambda at: licensing.unrecommend(at, request.alliance, course),
        "dates": lambda at: keep_dates(at, request, course), "online": lambda at: licensing.put_online(at, course, licence_of(request, course), today(request)),
        "offline": lambda at: licensing.take_offline(at, course),
    }
    if given.get("step") not in steps:
        raise HTTPNotFound()
    steps[given["step"]](desk(request))
    back = "manage_recommendations" if given.get("back") == "recommendations" else "manage_course"
    return moved(request.route_path(back, **({} if back == "manage_recommendations" else {"course": course.__name__})))


def known(request, aid):
    """An account that this school knows: a teacher, or somebody certified here."""
    account = request.alliance.accounts.get(aid)
    if account is None or not (aid in request.school.teachers or request.school.slug in account.certifications):
        raise Refused(_("这个人不在本校。"))
    return aid


def dates_given(request):
    dates, problems = describing.read_dates(request.POST)
    if problems:
        raise Refused(problems[0].message)
    return dates


def keep_dates(at, request, course):
    """This school's dates; for a course of the alliance within its licence."""
    dates = dates_given(request)
    if course.licence:
        licensing.set_dates(at, course, licence_of(request, course), dates, day=today(request))
    else:
        at.set_dates(course, dates)


# A course of the alliance that has no place here yet -------------------------------------------------------------------------

def offer_asked(school, request):
    """(course, licence) of the alliance's that this school may use; nothing of what others may use."""
    course = request.alliance["courses"].get(request.matchdict["course"])
    licence = getattr(course, "licences", {}).get(school.slug)
    if licence is None:
        raise HTTPNotFound()
    return course, licence


@view_config(route_name="manage_licence", context=School, permission=MANAGE, request_method="GET", renderer="manage_licence.pt")
def offer(school, request):
    course, licence = offer_asked(school, request)
    own = licensing.used_as(school, course)
    if own is not None:
        return moved(request.route_path("manage_course", course=own.__name__))
    return {"course": course, "licence": licence, "good": licensing.holds(licence, today(request)), "teachers": teachers(request), "date_labels": describing.DATES,
            "details": [(field.label, course.details[field.word]) for field in (*describing.BASIC, *describing.DETAILS) if course.details.get(field.word)]}


@view_config(route_name="manage_licence", context=School, permission=MANAGE, request_method="POST")
def take(school, request):
    """This school's dates and operating teacher; online at once when that button was pressed."""
    course, licence = offer_asked(school, request)
    at = desk(request)
    own = licensing.set_dates(at, course, licence, dates_given(request), request.POST.get("lead", ""), today(request))
    if request.POST.get("step") == "online":
        licensing.put_online(at, own, licence, today(request))
    return moved(request.route_path("manage_course", course=own.__name__))


# Recommendations -------------------------------------------------------------------------------------------------------------

@view_config(route_name="manage_recommendations", context=School, permission=MANAGE, request_method="GET", renderer="manage_recommendations.pt")
def recommendations(school, request):
    """What this school recommends, what became of it, and what it could recommend."""
    told, free = [], []
    for course in school["courses"].values():
        fate, decision = licensing.fate_of(request.alliance, school.slug, course)
        if fate is not None:
            at = exact(course.recommended["at"], school.timezone, request.locale_name, request.now)
            told.append((course, STATES[course.state], FATES[fate], fate, decision["reason"] if decision and fate == licensing.DECLINED else "", at))
        elif course.state == APPROVED and not course.licence and not course.hidden and not (decision and decision["firm"]):
            free.append(course)
    return {"told": told, "free": free}


def day_in(text):
    """A date of a form, or None for an empty field."""
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError:
        raise Refused(_("“${text}”不是日期，请按 2026-09-01 这样写。", text=text[:20])) from None
