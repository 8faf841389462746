"""The date by which a task is due: the browser's own field for a day and an hour, in the school's zone; and what goes with it."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import colander
from deform.widget import SelectWidget, TextInputWidget

from ..words import translator

_ = translator("mooctang_core")
SOON, NEVER_HOURS = timedelta(days=7), 0
HOURS = ((0, _("不自动提醒")), (3, _("截止前 3 小时")), (24, _("截止前 1 天")), (48, _("截止前 2 天")), (72, _("截止前 3 天")))
YEARS = (2000, 2100)


class LocalTime(colander.SchemaType):
    """A moment as a person writes it on the wall of their school; aware and in UTC inside. Bind the schema to the school."""

    def serialize(self, node, appstruct):
        if appstruct in (colander.null, None):
            return colander.null
        return appstruct.astimezone(zone_of(node)).strftime("%Y-%m-%dT%H:%M")

    def deserialize(self, node, cstruct):
        if not cstruct:
            return colander.null
        try:
            here = datetime.strptime(str(cstruct)[:16], "%Y-%m-%dT%H:%M")
        except ValueError:
            raise colander.Invalid(node, _("这不是一个日期和时间。")) from None
        if not YEARS[0] <= here.year < YEARS[1]:
            raise colander.Invalid(node, _("这不是一个日期和时间。"))
        return plain_utc(here.replace(tzinfo=zone_of(node)))

    def cstruct_children(self, node, cstruct):
        return []


def plain_utc(moment):
    return moment.astimezone(UTC)


def zone_of(node):
    school = (node.bindings or {}).get("school")
    return ZoneInfo(school.timezone if school is not None else "UTC")


class LocalTimeWidget(TextInputWidget):
    """<input type="datetime-local">, which every phone has its own wheel for."""

    template = readonly_template = "localtime"


def due_fields(dated=True):
    """What is asked of a task beside its own settings; of an announcement, which has no date, nothing."""
    return () if not dated else (
        colander.SchemaNode(LocalTime(), name="due_", title=_("截止时间"), widget=LocalTimeWidget()),
        colander.SchemaNode(colander.Boolean(), name="late_", title=_("截止以后还可以交，标为晚交"), missing=False),
        colander.SchemaNode(colander.Integer(), name="remind_", title=_("自动提醒还没完成的学生"), missing=24,
                            validator=colander.OneOf([hours for hours, _label in HOURS]), widget=SelectWidget(values=[(str(hours), label) for hours, label in HOURS])),
    )


def due_values(node, school, now, dated=True):
    """The same as they are; for a new task the end of this day in a week."""
    return {} if not dated else {"due_": node.due if node is not None and node.due else in_a_week(school, now), "late_": node is not None and node.late_ok,
            "remind_": node.remind_hours if node is not None else 24}


def in_a_week(school, now):
    here = (now + SOON).astimezone(ZoneInfo(school.timezone))
    return plain_utc(datetime.combine(here.date(), time(23, 59), here.tzinfo))


def put_due(node, values):
    """Keep these fields of a form with the task."""
    node.due, node.late_ok, node.remind_hours = values["due_"], bool(values["late_"]), values["remind_"]
