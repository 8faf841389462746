"""A course's own pages for its team and those who run the school: what it says of itself, and its way into the review."""

from pyramid.view import view_config

from ...flows import describing
from ...model.courses import WAITING, Course
from ...permissions import MANAGE, VIEW
from ..answers import moved
from .manage.courses import STATES, desk, history


@view_config(context=Course, name="details", permission=VIEW, request_method="GET", renderer="course_details.pt")
def details(course, request):
    """The form as it stands, with what is still missing."""
    given = {field.word: describing.value_of(course, field.word) for field in (*describing.BASIC, *describing.DETAILS)}
    dates = {word: day.isoformat() if day else "" for word, day in describing.dates_of(describing.term_of(course)).items()}
    weights = {f"w-{word}": course.grading.get(word, 0) for word, _label in describing.WEIGHTS}
    return page(course, request, {**given, **dates, **weights})


def page(course, request, given, problems=()):
    return {
        "course": course, "state": STATES[course.state], "checks": describing.checks(course), "given": given, "problems": list(problems),
        "wrong": {problem.word: problem.message for problem in problems}, "manages": request.may(MANAGE, request.school), "history": history(request, course),
        "sections": (("basic", describing.BASIC), ("details", describing.DETAILS)), "dates": describing.DATES, "weights": describing.WEIGHTS,
        "locked": course.state == WAITING or bool(course.licence), "saved": request.GET.get("saved") == "yes",
    }


@view_config(context=Course, name="details", permission=VIEW, request_method="POST", renderer="course_details.pt")
def save(course, request):
    """Keep what was filled in, or show the form again with what is wrong. The button may submit it at once."""
    values, problems = describing.read(request.POST)
    if problems:
        request.response.status_int = 422
        return page(course, request, dict(request.POST), problems)
    at = desk(request)
    at.edit(course, values)
    if request.POST.get("step") == "submit":
        at.submit(course)
    return moved(request.resource_path(course, "details", query={"saved": "yes"}))


@view_config(context=Course, name="review", permission=VIEW, request_method="POST")
def review(course, request):
    """Submit it as it stands, or take it back from the review."""
    at = desk(request)
    if request.POST.get("step") == "withdraw":
        at.withdraw(course)
    else:
        at.submit(course)
    return moved(request.resource_path(course, "details"))
