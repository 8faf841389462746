"""签到 over a whole term: a column a session, counts and 出勤率."""

from typing import NamedTuple
from zoneinfo import ZoneInfo

from mooctang_core.api import Cell, Column, Table, translator

from . import rules, sheets
from .activity import TONES, CheckIn
from .rules import ABSENT, EXCUSED, HERE, LATE, PENDING, PRESENT

_ = translator("mooctang_checkin")
DEFINITION = _("签到计 100 %，迟到按设置计，缺课计 0；请假和待确认不计")
COUNTED = (PRESENT, LATE, PENDING, EXCUSED, ABSENT)


class Held(NamedTuple):
    """One check-in that is over."""

    heading: object
    activity: CheckIn


def held(classroom, host, school):
    """The closed check-ins that count, oldest first."""
    found = []
    for session in classroom["sessions"].in_order():
        nodes = [n for n in session.in_order() if n.kind == CheckIn.kind and n.state == "closed" and n.counted]
        for again, node in enumerate(nodes):
            number = session.__name__ if not again else f"{session.__name__}-{again + 1}"
            found.append(Held(_("第 ${number} 次", number=number), CheckIn(node, school, host)))
    return found


def here(classroom):
    """The account ids of those who are here now; None while nobody was asked.

    The last check-in that is over says who is still there; one that is open adds those who come.
    """
    session = classroom["sessions"].running
    nodes = [node for node in session.in_order() if node.kind == CheckIn.kind and node.state != "draft"] if session is not None else []
    found = set()
    for node in reversed(nodes):
        found.update(aid for aid, status in node.records.statuses().items() if status in HERE)
        if node.state == "closed":
            break
    return found if nodes else None


def missed(session):
    """{account id: absent, late or excused} of a class that is over; None where nobody was asked. Who came once was there."""
    checkins = [CheckIn(n, None) for n in session.in_order() if n.kind == CheckIn.kind and n.state == "closed"]
    found = {}
    for aid in session.people_then if checkins else ():
        words = [checkin.status_of(checkin.record_of(aid)) for checkin in checkins]
        if words[0] not in (PRESENT, PENDING):
            found[aid] = LATE if LATE in words or PRESENT in words else EXCUSED if EXCUSED in words else ABSENT
    return found if checkins else None


def status_in(activity, member):
    """How a member stood; None when they did not belong to the class yet."""
    record = activity.record_of(member.aid)
    if record.status is None and not member.was_here(activity.opened):
        return None
    return activity.status_of(record)


def rate_of(checkins, member):
    """出勤率, 0 … 1; None when nothing counted yet."""
    return rules.rate(rules.worth(status_in(one.activity, member), one.activity.settings["late_worth"]) for one in checkins)


def rates(classroom, host, school):
    """{aid: 出勤率} of everybody who is a member now: one walk through each check-in, for there may be 200 of 2,000 people."""
    people = classroom.present()
    sums = {member.aid: [] for member in people}
    for one in held(classroom, host, school):
        statuses, late_worth = one.activity.records.statuses(), one.activity.settings["late_worth"]
        worth, opened = {status: rules.worth(status, late_worth) for status in COUNTED}, one.activity.opened
        for member in people:
            status = statuses.get(member.aid) or (ABSENT if member.was_here(opened) else None)
            if worth.get(status):
                sums[member.aid].append(worth[status])
    return {aid: rules.rate(pairs) for aid, pairs in sums.items()}


def table(classroom, host, school):
    """The sheet 签到 of a classroom."""
    checkins = held(classroom, host, school)
    columns = (
        Column(_("学号"), "id"), _("姓名"), _("行政班"), _("小组"), *(Column(one.heading) for one in checkins),
        *(Column(CheckIn.statuses[status], "number") for status in COUNTED), Column(_("出勤率"), "percent", note=DEFINITION), _("备注"),
    )
    groups = sheets.groups_then(checkins[-1].activity) if checkins else {}
    people = sorted(classroom.present(), key=lambda member: (member.number, member.name))
    rows = [_row(member, checkins, groups.get(member.aid, ""), school) for member in people]
    return Table("checkin", columns, rows, title=_("签到"))


def _row(member, checkins, group, school):
    statuses = [status_in(one.activity, member) for one in checkins]
    remarks = [sheets.remark(one.activity.record_of(member.aid)) for one in checkins]
    return (
        member.number, member.name, member.cohort, group,
        *(_square(one.activity, member, status, school) for one, status in zip(checkins, statuses, strict=True)),
        *(statuses.count(status) for status in COUNTED), rate_of(checkins, member), "；".join(filter(None, remarks)),
    )


def _square(activity, member, status, school):
    """状态 + 时间 in one square."""
    if status is None:
        return ""
    record, word = activity.record_of(member.aid), activity.word(status)
    if record.at is None or status not in (PRESENT, LATE, PENDING):
        return Cell(word, kind=TONES[status])
    return Cell(_("${status} ${time}", status=word, time=clock(record.at, school)), kind=TONES[status])


def clock(moment, school):
    return moment.astimezone(ZoneInfo(school.timezone)).strftime("%H:%M")


def own(classroom, host, school, person_id):
    """One student's own attendance: only their own records are read."""
    member = classroom.member(person_id)
    checkins = held(classroom, host, school)
    statuses = [status_in(one.activity, member) for one in checkins]
    return {
        "offered": sum(status is not None for status in statuses), "rate": rate_of(checkins, member), "definition": DEFINITION,
        "counts": [(CheckIn.statuses[s], TONES[s], statuses.count(s)) for s in COUNTED if statuses.count(s)],
    }
