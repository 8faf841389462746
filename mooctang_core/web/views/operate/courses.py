"""联盟课程: what schools recommend, what the alliance holds, and which school may use it until when."""

from typing import Any, NamedTuple

from pyramid.httpexceptions import HTTPNotFound

from ....activity import Refused
from ....flows import auditing, describing, licensing
from ....model.base import find
from ....model.courses import AllianceCourse, Course
from ....words import exact, translator
from ...answers import moved
from ..manage.courses import day_in, name_of, today
from . import operators, operators_post

_ = translator("mooctang_core")


class Asked(NamedTuple):
    """A recommendation that waits for an answer."""

    school: Any
    course: Any
    who: str
    when: str
    note: str
    facts: list
    again: str
    """The reason why it was declined before."""


class Licensed(NamedTuple):
    """A school that may use a course, or might."""

    slug: str
    title: str
    licence: Any
    good: bool


def schools(request):
    """Every member school that can be reached."""
    return [request.open_school(slug) for slug in request.alliance.schools]


@operators("operate_courses", renderer="operate_courses.pt")
def show(alliance, request):
    """What waits for an answer, then every course of the alliance."""
    words = request.GET.get("find", "").strip()[:100].casefold()
    held = [course for course in alliance["courses"].values() if isinstance(course, AllianceCourse) and words in course.title.casefold()]
    titles = {school.slug: school.title for school in schools(request)}
    lines = [(course, titles.get(course.origin[0], ""), sum(licensing.holds(licence, today(request)) for licence in course.licences.values())) for course in held]
    return {"asked": asked(request), "lines": sorted(lines, key=lambda line: line[0].title), "find": words, "count": len(alliance["courses"])}


def asked(request):
    found = []
    for school in schools(request):
        for course in licensing.recommended_by(school):
            fate, decision = licensing.fate_of(request.alliance, school.slug, course)
            if fate == licensing.ASKED:
                given = course.recommended
                found.append(Asked(school, course, name_of(request, given["by"]), exact(given["at"], request.house.timezone, request.locale_name, request.now), given["note"],
                                   facts(course), decision["reason"] if decision else ""))
    return found


def facts(course):
    """[(label, text)] of what a course says of itself."""
    return [(field.label, describing.value_of(course, field.word)) for field in (*describing.BASIC, *describing.DETAILS) if describing.value_of(course, field.word)]


@operators_post("operate_courses")
def answer(alliance, request):
    """A course of the alliance's own, or the answer to a recommendation."""
    given, step = request.POST, request.POST.get("step")
    if step == "create":
        made = licensing.create(alliance, given.get("title", ""), given.get("summary", ""), request.aid, request.now)
        return moved(request.route_path("operate_course", course=made.__name__))
    school, course = recommended(request, given.get("school", ""), given.get("course", ""))
    if step == "take":
        taken = licensing.take_in(alliance, school, course, request.aid, request.now)
        return moved(request.route_path("operate_course", course=taken.__name__))
    licensing.decline(alliance, school, course, given.get("reason", ""), given.get("firm") == "yes", request.aid, request.now)
    return moved(request.route_path("operate_courses"))


def recommended(request, slug, name):
    """The school and its course; only what is recommended can be named."""
    school = request.open_school(slug) if slug in request.alliance.schools else None
    course = find(school, f"/courses/{name}") if school is not None and name in (school.recommended or ()) else None
    if not isinstance(course, Course):
        raise HTTPNotFound()
    return school, course


def course_asked(alliance, request):
    course = alliance["courses"].get(request.matchdict["course"])
    if not isinstance(course, AllianceCourse):
        raise HTTPNotFound()
    return course


@operators("operate_course", renderer="operate_course.pt")
def one(alliance, request):
    """What it says of itself, and who may use it."""
    course = course_asked(alliance, request)
    given = {field.word: describing.value_of(course, field.word) for field in (*describing.BASIC, *describing.DETAILS)}
    return page(course, request, given)


def page(course, request, given, problems=()):
    members = [Licensed(school.slug, school.title, course.licences.get(school.slug), licensing.holds(course.licences.get(school.slug), today(request))) for school in schools(request)]
    origin = next((one.title for one in members if one.slug == course.origin[0]), "")
    return {
        "course": course, "given": given, "problems": list(problems), "fields": (*describing.BASIC, *describing.DETAILS), "origin": origin,
        "licensed": [one for one in members if one.licence], "free": [one for one in members if one.slug != course.origin[0]], "kept": len(course["library"]),
    }


@operators_post("operate_course", renderer="operate_course.pt")
def change(alliance, request):
    """Its information; a licence given, changed or ended."""
    course, given = course_asked(alliance, request), request.POST
    if given.get("step") == "describe":
        values, problems = describing.read({name: value for name, value in given.items() if name not in dict(describing.DATES)})
        if problems:
            request.response.status_int = 422
            return page(course, request, dict(given), problems)
        describing.keep(course, {**values, "weights": course.grading})
        auditing.log(alliance, request.aid, "course-edited", f"/courses/{course.__name__}", request.now, title=course.title)
    else:
        licence(alliance, request, course)
    return moved(request.route_path("operate_course", course=course.__name__))


def licence(alliance, request, course):
    given, slug = request.POST, request.POST.get("school", "")
    if slug not in alliance.schools:
        raise Refused(_("请选一所别的学校。"))
    title = request.open_school(slug).title
    if given.get("step") == "end":
        licensing.end(alliance, course, slug, title, request.aid, request.now)
        return
    terms = {"starts": day_in(given.get("starts", "")), "until": day_in(given.get("until", "")), "fee": given.get("fee", ""), "note": given.get("note", "")}
    licensing.grant(alliance, course, slug, title, terms, request.aid, request.now)

