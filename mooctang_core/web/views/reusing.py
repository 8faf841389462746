"""Start a classroom from another's preparation: choose it, look at the dates, change or leave out some, and take it over."""

from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config

from ...activity import Refused
from ...flows import preparing, reusing, timetable
from ...model.base import path_of
from ...model.classrooms import Classroom
from ...permissions import TEACH
from ...words import translator
from ..answers import moved
from ..nav import Nav
from .calendar import WEEKDAYS, Calendar, day_named

_ = translator("mooctang_core")


@view_config(context=Classroom, name="reuse", permission=TEACH, request_method="GET", renderer="reuse.pt")
def preview(room, request):
    """Old dates and new ones; nothing is written yet."""
    found = reusing.sources(room, reusing.taught_by(request.school, request.aid))
    source = next((each for each in found if path_of(each) == request.GET.get("source")), found[0] if found else None)
    calendar = Calendar(request, room)
    on = chosen_days(request) or timetable.weekdays(room.times) or sorted({plan.day.weekday() for plan in (preparing.planned(source) if source else ())})
    first = day_named(request.GET.get("first")) or first_lesson(room, calendar.today, on)
    return {
        "room": room, "course": Nav(request).course_of(room).title, "back": request.resource_path(room, "prepare"),
        "sources": [(path_of(each), f"{Nav(request).course_of(each).title} {each.title}", each is source, len(preparing.planned(each))) for each in found],
        "source": path_of(source) if source else "", "weekdays": [(number, title, number in on) for number, title in enumerate(WEEKDAYS)],
        "first": first, "shifts": reusing.proposal(source, room, first, on, calendar.today) if source else [],
        "name_of_day": lambda day: WEEKDAYS[day.weekday()],
    }


def chosen_days(request):
    return sorted({int(word) for word in request.GET.getall("on") if word in "0123456" and len(word) == 1})


def first_lesson(room, today, on):
    """The first lesson of the term, or the next one when the term has begun."""
    starts = getattr(room.__parent__, "starts", None)
    return timetable.next_lesson(max(starts or today, today), on)


@view_config(context=Classroom, name="reuse", permission=TEACH, request_method="POST")
def take_over(room, request):
    """Copy what is ticked to the dates that the page shows."""
    source = next((each for each in reusing.taught_by(request.school, request.aid) if path_of(each) == request.POST.get("source")), None)
    if source is None:
        raise HTTPNotFound()
    pairs = wanted(request, preparing.day_of(room, request.now))
    word, _count = reusing.take_over(source, room, pairs, request.plugins, request.school, request.aid)
    first = min(new for _old, new in pairs)
    return moved(Calendar(request, room, first).href(first, copied=word))


def wanted(request, today):
    """(old date, new date) of the ticked rows."""
    pairs = [(day_named(word), day_named(request.POST.get(f"to-{word}"))) for word in request.POST.getall("take")]
    if not pairs:
        raise Refused(_("请至少选一天。"))
    if any(old is None or new is None for old, new in pairs):
        raise Refused(_("请给每一个选中的日子填新的日期。"))
    if any(new < today for _old, new in pairs):
        raise Refused(_("新的日期不能是过去的日子。"))
    return pairs
