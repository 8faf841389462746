"""Courses of the alliance: recommended by a school, taken in, licensed to schools with dates, and put online by each.

A school's request writes the school only, an operator's the alliance only: what the other side decided is read where it stands.
So nothing is half done after a crash; the jobs take a course offline whose licence is over.
"""

from BTrees.OOBTree import OOBTree, OOSet

from ..activity import Refused
from ..attached import hashes_in
from ..model.activities import KEPT, ActivityNode
from ..model.courses import APPROVED, EXPIRED, OFFERED, OFFLINE, ONLINE, AllianceCourse, Course, Library
from ..plain import plain, thawed
from ..store import files
from ..words import translator
from .auditing import log
from .describing import dates_of, keep_dates, term_of

_ = translator("mooctang_core")
ASKED, ACCEPTED, DECLINED = "asked", "accepted", "declined"
NOTE_MOST = 500
KEPT_IN_STEP = ("title", "summary", "details", "grading")


# Recommending: the school ----------------------------------------------------------------------------------------------------

def recommend(desk, alliance, course, note=""):
    """Offer an own course that was approved. One that the alliance declined for good is not offered again."""
    if course.licence or course.state != APPROVED:
        raise Refused(_("只有已通过的本校课程才能推荐。"))
    fate, decision = fate_of(alliance, desk.school.slug, course)
    if fate in (ASKED, ACCEPTED):
        raise Refused(_("这门课程已经推荐过了。"))
    if decision and decision["firm"]:
        raise Refused(_("联盟说明了不再考虑这门课程。"))
    course.recommended = plain({"at": desk.now, "by": desk.by, "note": note.strip()[:NOTE_MOST]}, "recommended")
    if desk.school.recommended is None:
        desk.school.recommended = OOSet()
    desk.school.recommended.add(course.__name__)
    desk._log("course-recommended", course)


def unrecommend(desk, alliance, course):
    """Take it back, before it was accepted."""
    fate, _decision = fate_of(alliance, desk.school.slug, course)
    if fate is None or fate == ACCEPTED:
        raise Refused(_("没有可以撤回的推荐。"))
    course.recommended = None
    desk.school.recommended.remove(course.__name__)
    desk._log("course-unrecommended", course)


def fate_of(alliance, slug, course):
    """(None, ASKED, ACCEPTED or DECLINED, the last decision or None) of a recommendation."""
    decision = (alliance.decided or {}).get(f"{slug}/{course.__name__}")
    if course.recommended is None:
        return None, decision
    if decision is None or decision["at"] < course.recommended["at"]:
        return ASKED, decision
    return decision["state"], decision


def recommended_by(school):
    """The courses that a school recommends, in the order of their names."""
    return [school["courses"][name] for name in school.recommended or () if name in school["courses"]]


# Taking in: the alliance -----------------------------------------------------------------------------------------------------

def take_in(alliance, school, course, by, now):
    """Accept a recommendation: what the course says of itself, and what its library shares, are copied to the alliance."""
    _refuse_unless_asked(alliance, school, course)
    taken = alliance["courses"][new_name(alliance, f"{school.slug}-{course.__name__}")] = AllianceCourse(course.title, (school.slug, course.__name__))
    taken.summary, taken.details, taken.grading = course.summary, dict(course.details), dict(course.grading)
    copy_library(course["library"], school, taken["library"], taken)
    _decide(alliance, school, course, ACCEPTED, by, now, taken=taken.__name__)
    log(alliance, by, "course-taken", f"/courses/{taken.__name__}", now, title=course.title, school=school.title)
    return taken


def decline(alliance, school, course, reason, firm, by, now):
    """Not this one, with the reason; `firm`: nor when it is recommended again."""
    _refuse_unless_asked(alliance, school, course)
    reason = reason.strip()[:NOTE_MOST]
    if not reason:
        raise Refused(_("请写明理由，学校会看到。"))
    _decide(alliance, school, course, DECLINED, by, now, reason=reason, firm=bool(firm))
    log(alliance, by, "course-declined", f"{school.slug}/courses/{course.__name__}", now, title=course.title, school=school.title, reason=reason)


def _refuse_unless_asked(alliance, school, course):
    if fate_of(alliance, school.slug, course)[0] != ASKED:
        raise Refused(_("这门课程现在没有等待答复的推荐。"))


def _decide(alliance, school, course, state, by, now, **facts):
    if alliance.decided is None:
        alliance.decided = OOBTree()
    alliance.decided[f"{school.slug}/{course.__name__}"] = plain({"state": state, "by": by, "at": now, "reason": "", "firm": False, "taken": "", **facts}, "decision")


def create(alliance, title, summary, by, now):
    """A course of the alliance's own."""
    title = title.strip()[:80]
    if not title:
        raise Refused(_("请填写课程名称。"))
    made = alliance["courses"][new_name(alliance, f"a{len(alliance['courses']) + 1}")] = AllianceCourse(title)
    made.summary = summary.strip()[:200]
    log(alliance, by, "course-created", f"/courses/{made.__name__}", now, title=title)
    return made


def new_name(alliance, wanted):
    name, number = wanted, 2
    while name in alliance["courses"]:
        name, number = f"{wanted}-{number}", number + 1
    return name


# Licences: the alliance ------------------------------------------------------------------------------------------------------

def grant(alliance, course, slug, title, given, by, now):
    """Let a school use a course; a second time it is the same licence with other terms. `given`: starts, until, fee, note."""
    if slug not in alliance.schools or slug == course.origin[0]:
        raise Refused(_("请选一所别的学校。"))
    if given["starts"] and given["until"] and given["until"] < given["starts"]:
        raise Refused(_("授权的结束日期不能早于开始日期。"))
    terms = {"starts": given["starts"], "until": given["until"], "fee": given["fee"].strip()[:120], "note": given["note"].strip()[:NOTE_MOST]}
    course.licences[slug] = plain({**terms, "at": now, "by": by, "ended": None}, "licence")
    log(alliance, by, "course-licensed", f"/courses/{course.__name__}", now, title=course.title, school=title, starts=terms["starts"], until=terms["until"], fee=terms["fee"])


def end(alliance, course, slug, title, by, now):
    """From now on nobody new; whoever is enrolled keeps their records."""
    licence = course.licences.get(slug)
    if licence is None or licence["ended"]:
        raise Refused(_("这所学校没有这门课程的授权。"))
    course.licences[slug] = {**licence, "ended": now}
    log(alliance, by, "course-unlicensed", f"/courses/{course.__name__}", now, title=course.title, school=title)


def holds(licence, day):
    """Whether a licence is in force on a day."""
    return licence is not None and not licence["ended"] and (licence["starts"] is None or licence["starts"] <= day) and (licence["until"] is None or day <= licence["until"])


# Using: the school -----------------------------------------------------------------------------------------------------------

def licensed_to(alliance, slug):
    """[(course, licence)] of everything that the alliance gave this school, also what is over."""
    return [(course, course.licences[slug]) for course in alliance["courses"].values() if slug in getattr(course, "licences", ())]


def used_as(school, course):
    """This school's own course that stands for one of the alliance; None while its dates were not set."""
    return next((own for own in school["courses"].values() if own.licence and own.licence["course"] == course.__name__), None)


def new_offers(alliance, school, day):
    """What the alliance gave, and nobody has set dates for."""
    return [(course, licence) for course, licence in licensed_to(alliance, school.slug) if holds(licence, day) and used_as(school, course) is None]


def set_dates(desk, course, licence, dates, lead="", day=None):
    """This school's dates for a course of the alliance. The first time it gets a place here, with its operating teacher."""
    if not holds(licence, day):
        raise Refused(_("这门课程的授权不在有效期内。"))
    if not (dates["starts"] and dates["ends"]):
        raise Refused(_("请填写开课日期和结课日期。"))
    if licence["until"] and dates["ends"] > licence["until"]:
        raise Refused(_("结课日期不能晚于授权的截止日期 ${day}。", day=licence["until"].isoformat()))
    own = course if isinstance(course, Course) else used_as(desk.school, course) or _settle(desk, course, lead)
    keep_dates(own, dates)
    own.licence = {**own.licence, "until": licence["until"]}
    desk._log("course-dates", own, **dates)
    return own


def _settle(desk, course, lead):
    """The school's own place for a course of the alliance: classrooms and records will stand here."""
    desk._refuse_strangers(lead)
    courses, name = desk.school["courses"], course.__name__
    while name in courses:
        name += "-a"
    own = courses[name] = Course(course.title, lead=lead)
    own.summary, own.details, own.grading = course.summary, dict(course.details), dict(course.grading)
    own.state, own.licence = OFFERED, {"course": course.__name__, "until": None}
    own.borrowed = Library()
    own.borrowed.__parent__, own.borrowed.__name__ = own, "borrowed"
    copy_library(course["library"], course, own.borrowed, desk.school)
    return own


def put_online(desk, course, licence, day):
    """上线: people find it and may take it."""
    if not course.licence or course.state not in (OFFERED, OFFLINE, EXPIRED):
        raise Refused(_("这门课程现在不能上线。"))
    if not holds(licence, day):
        raise Refused(_("这门课程的授权不在有效期内。"))
    if not all(dates_of(term_of(course))[word] for word in ("starts", "ends")):
        raise Refused(_("请先设置本校的日期。"))
    desk._pass(course, ONLINE, "course-online")


def take_offline(desk, course):
    """下线: nobody new; whoever is enrolled goes on."""
    if not course.licence or course.state != ONLINE:
        raise Refused(_("这门课程没有上线。"))
    desk._pass(course, OFFLINE, "course-offline")


def offers_to(alliance, slug):
    """{name at the alliance: plain facts} of all that a school was given, for the jobs: they read one database and write another."""
    return {course.__name__: {"licence": licence, "title": course.title, "summary": course.summary, "details": course.details, "grading": course.grading}
            for course, licence in licensed_to(alliance, slug)}


def behind(school, offers, day):
    """The courses that say of themselves what the alliance no longer says, or that are online without a licence."""
    used = [course for course in school["courses"].values() if course.licence]
    return [course for course in used if _lapsed(course, offers, day) or _differs(course, offers.get(course.licence["course"]))]


def _lapsed(course, offers, day):
    return course.state == ONLINE and not holds(offers.get(course.licence["course"], {}).get("licence"), day)


def _differs(course, offer):
    return offer is not None and any(getattr(course, word) != offer[word] for word in KEPT_IN_STEP)


def catch_up(school, offers, now, day):
    """What the jobs do in a school; done twice is done once."""
    for course in behind(school, offers, day):
        offer = offers.get(course.licence["course"])
        for word in KEPT_IN_STEP if offer else ():
            setattr(course, word, offer[word])
        if _lapsed(course, offers, day):
            course.state = EXPIRED
            course.passed = (*course.passed, (now, "", "course-offline", ""))
            log(school, "", "course-offline", f"/courses/{course.__name__}", now, title=course.title)


# Copying ---------------------------------------------------------------------------------------------------------------------

def copy_library(source, at, target, to):
    """What a library shares, with its files: copies that belong to nobody. `at` and `to` hold the files."""
    for node in source.in_order():
        if isinstance(node, ActivityNode) and (node.shared or node.by is None):
            copy = target.add(ActivityNode(node.kind, node.title, plain(thawed(node.settings)), KEPT))
            copy.about, copy.tags, copy.shared = node.about, node.tags, True
            copy_files(hashes_in(node.settings), at, to)


def copy_files(hashes, at, to):
    for hash in hashes:
        if hash in at.files and hash not in to.files:
            with files.open(at, hash) as stream:
                files.keep(to, stream)
