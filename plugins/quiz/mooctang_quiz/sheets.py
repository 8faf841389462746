"""The sheets of one quiz: who answered what, how each question went, the bands of the scores, and what was changed afterwards."""

from mooctang_core.api import Cell, Column, Table, groups_of, translator

from . import rules
from .board import Board

_ = translator("mooctang_quiz")


def tables(quiz):
    board = Board(quiz)
    found = [records(quiz, board), by_question(quiz, board), bands(board)]
    return [*found, changes(quiz)] if quiz.store.get("changes") else found


def records(quiz, board):
    """练习: a row a person, two columns a question."""
    groups = groups_of(quiz)
    asked = [column for n, _question in enumerate(quiz.questions, 1)
             for column in (_("第 ${n} 题作答", n=n), Column(_("第 ${n} 题得分", n=n), "number"))]
    columns = (Column(_("学号"), "id"), _("姓名"), _("小组"), _("状态"), Column(_("提交时间"), "time"), Column(_("用时（秒）"), "number"),
               Column(_("总分"), "number", note=_("满分 ${n}", n=quiz.total)), *asked)
    return Table("records", columns, [_row(quiz, row, groups) for row in board.rows], title=_("练习"))


def _row(quiz, row, groups):
    record, data = row.record, row.record.data
    name = Cell(row.person.name, href=f"{quiz.path}/paper?person={row.person.aid}", duty="marks")
    facts = (row.person.number, name, groups.get(row.person.aid, ""), quiz.word(quiz.status_of(record)), record.at, data.get("used"), record.score)
    return (*facts, *(cell for question in quiz.questions for cell in _answered(quiz, question, data)))


def _answered(quiz, question, data):
    kind, answer = quiz.kinds.get(question["type"]), data.get("answers", {}).get(question["id"])
    if "answers" not in data:
        return "", None
    return (kind.shown(question, answer) if kind is not None else ""), rules.points_of(question, data, data.get("speed", 1.0))


def by_question(quiz, board):
    """题目: how right each question was answered, and who chose what."""
    columns = (Column(_("题号"), "number"), _("题目"), Column(_("正确率"), "percent", note=_("得到的分 ÷ 提交的人能得到的分")), _("选项或回答"), _("正确"),
               Column(_("人数"), "number"), Column(_("占比"), "percent", note=_("人数 ÷ 提交的人数")))
    rows = []
    for asked in board.asked:
        tally = board.tally(asked.question) or [("", 0, False)]
        rows += [(asked.number, asked.line, asked.accuracy, label, "✓" if right else "", count, count / board.done if board.done else None)
                 for label, count, right in tally]
    return Table("questions", columns, rows, title=_("题目"))


def bands(board):
    """分数段: in per cent of the full score."""
    scored = len(board.scores)
    rows = [(name, count, count / scored if scored else None) for name, count in board.bands]
    return Table("bands", (_("分数段（%）"), Column(_("人数"), "number"), Column(_("占比"), "percent")), rows, title=_("分数段"))


def changes(quiz):
    """改动: who changed which key or score afterwards, and why."""
    columns = (Column(_("时间"), "time"), _("改动的人"), Column(_("题号"), "number"), _("改前"), _("改后"), _("原因"), Column(_("分数变了的人数"), "number"))
    rows = [(each["at"], each["name"], each["number"], each["before"], each["after"], each["why"], each["changed"]) for each in quiz.store.get("changes")]
    return Table("changes", columns, rows, title=_("改题和判分记录"))
