"""The sheets of one check-in: who came, and the evidence."""

from mooctang_core.api import Column, Table, translator

from . import rules
from .board import Board

_ = translator("mooctang_checkin")
WAYS = {"tap": _("点击"), "scan": _("扫码"), "digits": _("输入数字"), "asked": _("请老师确认")}


def groups_now(activity):
    """aid -> name of the group, as it is today; empty when nobody groups."""
    if activity.host is None:
        return {}
    found = activity.host.first(activity.school, "classroom_groups", classroom=activity.classroom)
    return {aid: group.name for group in found or () for aid in group.members}


def groups_then(activity):
    """The groups of the day of this check-in."""
    return activity.store.get("groups") or groups_now(activity)


def remark(record):
    """The teacher's last reason, where a teacher spoke."""
    said = [why for _at, by, _before, _after, why in record.history if by != record.person_id and why]
    return said[-1] if said else ""


def records(activity):
    """签到: a row a person."""
    groups = groups_then(activity)
    columns = (Column(_("学号"), "id"), _("姓名"), _("行政班"), _("小组"), _("状态"), Column(_("时间"), "time"), _("备注"))
    rows = [
        (row.person.number, row.person.name, row.person.cohort, groups.get(row.person.aid, ""),
         activity.word(row.status), row.record.at, remark(row.record))
        for row in Board(activity).rows
    ]
    return Table("records", columns, rows, title=_("签到"))


def detail(activity):
    """签到明细: what each mark rests on."""
    columns = (
        Column(_("学号"), "id"), _("姓名"), _("状态"), Column(_("时间"), "time"), _("方式"), Column(_("码龄（秒）"), "number"),
        Column(_("距离（米）"), "number"), Column(_("精度（米）"), "number"), _("设备标记"), Column(_("改动次数"), "number"),
    )
    board = Board(activity)
    marks = {row.person.aid: rules.traits(row.record.data) for row in board.rows}
    shared = {aid for hint in rules.hints(marks) if hint.sort == "device" for aid in hint.people}
    rows = [_detail_row(activity, row, shared) for row in board.rows]
    return Table("detail", columns, rows, title=_("签到明细"), note=_("距离和精度保留 30 天；坐标从不保存。设备标记：同一台设备给几个账号签到。"))


def _detail_row(activity, row, shared):
    kept = row.record.data
    changes = sum(1 for entry in row.record.history if entry[1] != row.person.aid)
    return (
        row.person.number, row.person.name, activity.word(row.status), row.record.at, WAYS.get(kept.get("way"), ""), kept.get("age"),
        kept.get("distance"), kept.get("accuracy"), _("同一台设备") if row.person.aid in shared else "", changes,
    )
