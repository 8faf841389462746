"""解释这个数: every number of a gradebook with its formula, what went into it, and what to do when something is missing."""

from typing import Any, NamedTuple

from ..tables import plain
from ..words import translator
from . import weighing
from .gradebook import MISSING, at_place, column_of, heading
from .looking import told
from .standing import Term, of_one

_ = translator("mooctang_core")
WORDS = {weighing.HERE: _("到课"), weighing.LATE: _("迟到"), weighing.ABSENT: _("缺课"), weighing.EXCUSED: _("请假")}


class Line(NamedTuple):
    """One thing that went into a number."""

    label: Any
    value: Any
    activity: Any = None
    of: str = ""


class Explained(NamedTuple):
    """One number: what it is called, its value, its formula, its inputs, and the remedy where something is missing."""

    title: Any
    value: Any
    formula: Any
    lines: list
    remedy: Any = None
    activity: Any = None
    word: str = ""
    editable: bool = False
    computed: Any = None


def explain(classroom, host, school, member, word, progress, moment=None):
    """What stands behind one cell; None for a word that is no column."""
    term = Term(classroom, host, school, [member], moment, progress)
    if word == "total":
        return total(term)
    if word.startswith("part:") and word[5:] in term.words:
        return of_part(term, word[5:])
    if word in term.own:
        return of_column(term, word)
    activity = at_place(classroom, word, host, school)
    return of_activity(activity, host, school, member) if activity is not None else None


def percent(share):
    return MISSING if share is None else f"{round(100 * share, 1):g}"


def total(term):
    found, lines, missing = weighing_of(term), [], []
    for word in term.words:
        weight = term.weights.get(word, 0)
        if weight:
            share = term.values(word)[0]
            missing += [] if share is not None else [word]
            lines.append(Line(_("${part}（${n} %）", part=term.title_of(word), n=weight), percent(share), of=word if word in term.own else f"part:{word}"))
    remedy = _("有几部分还没有数据，暂时不计，其余部分按比例放大。") if missing and found is not None else _("还没有一项计分的内容结束，所以没有总评。") if found is None else None
    formula = _("各部分的得分 × 权重，相加后除以有数据的权重之和。")
    return Explained(_("总评"), term.totals()[0], formula, lines, remedy, word="total", editable=True, computed=found)


def weighing_of(term):
    return weighing.composite({word: term.values(word)[0] for word in term.words}, term.weights)


def of_part(term, word):
    value, computed, title = term.values(word)[0], term.shares(word)[0], term.title_of(word)
    if word == weighing.ONLINE:
        return online(term, title, value, computed)
    part, lines = term.part(word), []
    for activity in part.activities:
        worth = of_one(activity, term.people[0])
        lines.append(Line(heading(activity), WORDS.get(worth, MISSING) if part.attends else percent(worth), activity, place(activity)))
    remedy = None
    if computed is None:
        remedy = _("这一类还没有结束并计入统计的活动。发布一个并结束它，这里就有数。") if not lines else _("这名学生还没有一项要计的：不在课堂里的、请假的和没有被叫到的不计。")
    formula = attendance_formula(term) if part.attends else _("每次的得分（答对 ÷ 总数；没有对错的，参加计 100，没参加计 0）的平均。")
    return Explained(title, percent(value), formula, lines, remedy, word=f"={word}", editable=True, computed=percent(computed))


def place(activity):
    return f"{activity.__parent__.__name__}/{activity.__name__}"


def attendance_formula(term):
    found = next(weighing.attendance(term.rows(part)[0], term.policy) for part in term.parts if part.attends)
    return _("（到课 ${here} 次 × 100 + 迟到 ${late} 次 × ${worth}）÷ 应到 ${held} 次。其中 ${turned} 次迟到算作缺课，${forgiven} 次缺课免计，请假 ${excused} 次不计。",
             here=found.here, late=found.late - found.turned, worth=term.policy.late, held=found.here + found.late + found.absent - found.forgiven,
             turned=found.turned, forgiven=found.forgiven, excused=found.excused)


def online(term, title, value, computed):
    figures = term.progress.get(term.aids[0], {})
    remedy = None if computed is not None else _("线上部分还没有这名学生的课程总分：没有开始学，或者学校没有启用线上课程的插件。")
    return Explained(title, percent(value), _("线上课程的总分，随时更新。"), [Line(_("课程总分"), figures.get("total", MISSING))], remedy,
                     word=f"={weighing.ONLINE}", editable=True, computed=percent(computed))


def of_column(term, word):
    kept, value = term.own[word], term.book.value(word, term.aids[0], term.moment)
    remedy = None if value is not None else _("还没有填。在下面填一个分数并写明理由。")
    return Explained(kept["title"], MISSING if value is None else value, _("老师填写，满分 ${n}。", n=kept["most"]), [], remedy, word=word, editable=True)


def of_activity(activity, host, school, member):
    record = activity.record_of(member.aid)
    square = column_of(activity, host, school)(member)
    marks = told(activity, "marks", lambda: activity.marks(record), None)
    lines = [Line(_("状态"), told(activity, "status", lambda: activity.word(activity.status_of(record)), "") or MISSING)]
    lines += [Line(_("得分"), record.score)] if record.score is not None else []
    lines += [Line(_("答对 ÷ 总数"), f"{marks[0]:g} / {marks[1]:g}")] if marks is not None and marks[1] else []
    lines += [Line(_("时间"), record.at)] if record.at is not None else []
    remedy = None
    if record.status is None:
        was = activity.opened is None or member.was_here(activity.opened)
        remedy = _("没有这名学生的记录。可以在下面更正，或者重新打开这个活动让他补做。") if was else _("这名学生那时还不在课堂里，所以不计。")
    return Explained(heading(activity), plain(square), _("这次活动里的结果。"), lines, remedy, activity)
