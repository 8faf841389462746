"""What one plugin's activities hold in a school, as plain tables: readable without the plugin."""

import json

from ..model.activities import ActivityNode
from ..model.base import above, path_of
from ..model.classrooms import Classroom
from ..plain import thawed
from ..tables import Column, Table
from ..words import translator
from .switching import everything

_ = translator("mooctang_core")


def tables(school, host, name):
    """Two tables: the activities, and every person's record in them."""
    kinds = host.plugins[name].kinds if name in host.plugins else (name,)
    nodes = [place for place in everything(school) if isinstance(place, ActivityNode) and place.kind in kinds]
    return [activities(nodes), records(nodes)]


def activities(nodes):
    columns = (_("位置"), _("类型"), _("名称"), _("状态"), Column(_("开始"), kind="time"), Column(_("结束"), kind="time"), _("设置"), _("内容"))
    rows = [(path_of(n), n.kind, n.title, n.state, n.opened, n.closed, as_text(n.settings), as_text({key: n.store[key] for key in n.store}))
            for n in nodes]
    return Table("activities", columns, rows, title=_("活动"))


def records(nodes):
    columns = (_("位置"), Column(_("学号"), kind="id"), _("姓名"), _("状态"), Column(_("得分"), kind="number"), Column(_("时间"), kind="time"), _("内容"))
    rows = [(path_of(node), *person(node, aid), record.status, record.score, record.at, as_text(record.data))
            for node in nodes for aid, record in node.records.items() if not record.blank]
    return Table("records", columns, rows, title=_("记录"))


def person(node, aid):
    room = above(node, Classroom)
    member = room.member(aid) if room is not None else None
    return (member.number, member.name) if member is not None else ("", aid)


def as_text(values):
    return json.dumps(thawed(values), ensure_ascii=False, default=str) if values else ""
