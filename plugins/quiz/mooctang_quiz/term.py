"""练习 over a whole term: a column a quiz, and the mean in per cent."""

from mooctang_core.api import Column, Table, translator

_ = translator("mooctang_quiz")


def held(classroom, host, school):
    """The closed quizzes that count, oldest first: [(heading, activity)]."""
    found = []
    for session in classroom["sessions"].in_order():
        for node in session.in_order():
            if node.kind == "quiz" and node.state == "closed" and node.counted:
                quiz = host.live(node, school)
                if quiz.kind == "quiz" and hasattr(quiz, "total"):
                    found.append((_("第${session}次 ${name}", session=session.__name__, name=quiz.name), quiz))
    return found


def table(classroom, host, school):
    """A row a student of today."""
    quizzes = held(classroom, host, school)
    columns = (Column(_("学号"), "id"), _("姓名"), *(Column(heading, "number", note=_("满分 ${n}", n=quiz.total)) for heading, quiz in quizzes),
               Column(_("平均得分率"), "percent", note=_("每次得分 ÷ 满分的平均，没有交的按 0 计")))
    rows = [_row(person, quizzes) for person in sorted(classroom.present(), key=lambda member: (member.number, member.name))]
    return Table("quizzes", columns, rows, title=_("练习"))


def _row(person, quizzes):
    scores = [_score(person, quiz) for _heading, quiz in quizzes]
    shares = [(score or 0) / quiz.total for score, (_heading, quiz) in zip(scores, quizzes, strict=True) if quiz.total and person.was_here(quiz.opened)]
    return (person.number, person.name, *scores, sum(shares) / len(shares) if shares else None)


def _score(person, quiz):
    record = quiz.records.get(person.aid)
    return record.score if record is not None else None
