"""The sheets of 点名: every call, every draw, and the term in one."""

from collections import Counter

from mooctang_core.api import Column, Table, translator

from . import log
from .rules import FAIR, mean

_ = translator("mooctang_rollcall")
WAYS = {log.RANDOM: _("随机"), log.INSIDE: _("组内随机"), log.SPOT: _("抽查"), log.LIST: _("按名单"), log.GROUP: _("按小组")}
CALLS = (Column(_("时间"), "time"), Column(_("学号"), "id"), _("姓名"), Column(_("评分"), "number"), _("评价"), _("抽取方式"))


def way_of(draw):
    """How it came to this person, in words."""
    if draw.way == log.RANDOM and draw.order == FAIR:
        return _("随机，少点的优先")
    return WAYS[draw.way]


def nodes(classroom):
    """Every roll call that was held in this classroom, oldest first."""
    return [node for session in classroom["sessions"].in_order() for node in session.in_order()
            if node.kind == "rollcall" and node.state not in ("draft", "kept")]


def times(classroom):
    """{account id: how often called this term}; a classroom is one term's."""
    return Counter(aid for node in nodes(classroom) for draw in log.draws(node) for aid in draw.picked)


def calls(activity):
    """点名: a row a call."""
    return Table("calls", CALLS, rows(activity), title=_("点名"))


def rows(activity):
    found = []
    for draw in log.draws(activity.node):
        for aid in draw.picked:
            person, call = activity.person(aid), activity.call_of(aid, draw.n)
            score = _("不在") if call.get("away") else call.get("score")
            found.append((draw.at, person.number, person.name, score, call.get("comment", ""), way_of(draw)))
    return found


def draws(activity):
    """抽取记录: the seed and the candidates of each draw, to be done again by hand."""
    columns = (Column(_("次序"), "number"), Column(_("时间"), "time"), _("抽取方式"), Column(_("轮次"), "number"), Column(_("候选人数"), "number"),
               Column(_("机会相同的人数"), "number"), _("随机种子"), _("抽到"))
    return Table("draws", columns, [draw_row(activity, draw) for draw in log.draws(activity.node)], title=_("抽取记录"),
                 note=_("种子的 SHA-256 作为整数，除以权重之和，余数就是抽到的签号；签按名单的顺序发。"))


def draw_row(activity, draw):
    pool = log.candidates(activity.node, draw)
    names = " / ".join(activity.person(aid).name for aid in draw.picked)
    return (draw.n, draw.at, way_of(draw), draw.round, len(pool), sum(1 for *_facts, weight in pool if weight), draw.seed, names)


def of_the_term(classroom, host, school):
    """Every call of the term, and how often and how well each student answered."""
    held = [host.live(node, school) for node in nodes(classroom)]
    found = [row for activity in held for row in rows(activity)]
    if not found:
        return []
    return [Table("calls", CALLS, list(reversed(found)), title=_("点名")), people(classroom, held)]


def people(classroom, held):
    called, scores = times(classroom), {}
    for activity in held:
        for aid, record in activity.records.items():
            scores.setdefault(aid, []).extend(call["score"] for call in record.data.get("calls", ()))
    columns = (Column(_("学号"), "id"), _("姓名"), Column(_("点名次数"), "number"), Column(_("评分次数"), "number"), Column(_("平均分"), "number"))
    members = sorted(classroom.present(), key=lambda member: (member.number, member.name))
    rows = [(m.number, m.name, called[m.aid], sum(score is not None for score in scores.get(m.aid, ())), mean(scores.get(m.aid, ()))) for m in members]
    return Table("people", columns, rows, title=_("点名次数"), note=_("评分 0–10；平均分只算评过分的。"))
