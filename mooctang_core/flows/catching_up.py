"""补课包: when a class ends, whoever was absent or late finds on one page what they missed and what they can still hand in."""

from BTrees.OOBTree import OOBTree

from ..activity import MissingActivity
from ..model.activities import DRAFT, ActivityNode
from ..model.base import above, path_of
from ..model.classrooms import Classroom
from ..model.courses import Course
from ..model.packs import Pack
from ..parts import Notice
from ..words import translator
from .looking import living, told
from .telling import send_notice

_ = translator("mooctang_core")
WORDS = {"absent": _("缺课"), "late": _("迟到"), "excused": _("请假")}
TITLES = {
    "absent": _("补课包：${course} 第 ${n} 次课你没有来"),
    "late": _("补课包：${course} 第 ${n} 次课你迟到了"),
    "excused": _("补课包：${course} 第 ${n} 次课你请假了"),
}


def lay_out(session, school, host, now):
    """Make the packs of a class that has just ended, and tell their readers."""
    missed = missed_by(session, school, host)
    if not missed or not held_anything(session):
        return
    session.packs = OOBTree({aid: Pack(word) for aid, word in missed.items()})
    for word, title in TITLES.items():
        people = tuple(aid for aid, why in missed.items() if why == word)
        if people:
            send_notice(school, host, notice_of(session, word, title, people), now)


def notice_of(session, word, title, people):
    path = path_of(session)
    said = type(title)(title, domain=title.domain, mapping={"course": above(session, Course).title, "n": session.__name__})
    return Notice(said, _("课上的内容和还能补交的任务，都在这一页。"), f"{path}/catch-up", people, "catch-up", f"catch-up {path} {word}")


def held_anything(session):
    return any(node.state != DRAFT for node in session.values())


def missed_by(session, school, host):
    """{account id: absent, late or excused} of those who belonged to the class when it ended."""
    known = host.first(school, "absences", session=session)
    if known is None:
        known = by_taking_part(session, school, host)
    return {aid: known[aid] for aid in session.people_then if known.get(aid) in WORDS}


def by_taking_part(session, school, host):
    """Where no plugin knows who was there: absent is who took part in nothing although somebody did."""
    here = set()
    for activity in living(session, host, school):
        if activity.state != DRAFT and not isinstance(activity, MissingActivity):
            here |= {aid for aid, record in activity.records.items()
                     if told(activity, "took_part", lambda a=activity, r=record: a.took_part(r), record.status is not None)}
    return {aid: "absent" for aid in session.people_then if aid not in here} if here else {}


def pack_of(session, person_id):
    return (session.packs or {}).get(person_id)


def opened(session, person_id, now):
    """Note that the reader of a pack has it before them; only the first time counts."""
    pack = pack_of(session, person_id)
    if pack is not None and pack.opened is None:
        pack.opened = now


def unopened(classroom, person_id):
    """The last class, if it left this person a pack that they have not opened; None while another class runs."""
    held = classroom["sessions"].in_order()[-1:]
    pack = pack_of(held[0], person_id) if held and not held[0].running else None
    return held[0] if pack is not None and pack.opened is None else None


def contents(session, school, host, person_id, now):
    """(what was done in class without this person, in order; what they can still hand in)"""
    done = [a for a in reversed(living(session, host, school)) if a.state != DRAFT and wanted(a, person_id)]
    tasks = [host.live(node, school) for node in above(session, Classroom)["tasks"].in_order() if isinstance(node, ActivityNode)]
    still = [a for a in [*done, *tasks] if open_for(a, person_id, now)]
    return [a for a in done if a not in still], still


def wanted(activity, person_id):
    record = activity.record_of(person_id)
    return told(activity, "catch_up", lambda: activity.catch_up(record), False)


def open_for(activity, person_id, now):
    """Whether this person can still take part in something that they have not done."""
    if isinstance(activity, MissingActivity) or activity.state == DRAFT:
        return False
    return wanted(activity, person_id) and told(activity, "over_for", lambda: not activity.over_for(person_id, now), False)


def readers(session, room):
    """[(member, why, when they opened it)] for the teacher, those who have not first."""
    found = [(room.member(aid), WORDS[pack.why], pack.opened) for aid, pack in (session.packs or {}).items() if room.member(aid) is not None]
    return sorted(found, key=lambda row: (row[2] is not None, row[0].number, row[0].name))
