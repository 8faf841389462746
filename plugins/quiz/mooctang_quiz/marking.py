"""Marking again: a key that was wrong is corrected for everybody, a text is marked by hand; who changed what and why stays beside it."""

from typing import Any, NamedTuple

from mooctang_core.api import Refused, questions, thawed, translator

from . import rules

_ = translator("mooctang_quiz")


class By(NamedTuple):
    """Who changes something, when and why."""

    aid: str
    name: str
    at: Any
    why: str


def rekey(quiz, fresh, by):
    """Give the questions other keys, scores or explanations, and mark everybody again. How many scores changed."""
    old = thawed(quiz.questions)
    if _bones(old) != _bones(fresh):
        raise Refused(_("已经有人作答，题目和选项不能增减。可以改的是题干的文字、答案、分值、解析和给分方式。"))
    changed = [(n, before, after) for n, (before, after) in enumerate(zip(old, fresh, strict=True), 1) if before != after]
    if not changed:
        raise Refused(_("什么都没有改。"))
    quiz.node.settings = {**thawed(quiz.node.settings), "questions": fresh}
    number = sum(_mark_again(quiz, aid, by) for aid in list(quiz.records))
    _note(quiz, by, [(n, _said(quiz, before), _said(quiz, after)) for n, before, after in changed], number)
    return number


def _bones(asked):
    """What answers rest on: the questions, their types and the ids of what can be chosen."""
    return [(each["id"], each["type"], sorted(option["id"] for option in each.get("options", ())),
             sorted(match["id"] for match in each.get("matches", ())), each.get("blanks")) for each in asked]


def _mark_again(quiz, aid, by):
    record = quiz.records.get(aid)
    if record is None or "answers" not in record.data:
        return 0
    data = thawed(record.data)
    marks = rules.fractions(quiz.kinds, quiz.questions, data["answers"])
    if marks == data.get("marks") and rules.score(quiz.questions, data) == record.score:
        return 0
    return _write(quiz, aid, {**data, "marks": marks}, by)


def by_hand(quiz, word, people, points, by):
    """Give points for one question to some people, whatever the key says. How many scores changed."""
    found = quiz.question(word)
    if found is None:
        raise Refused(_("没有这道题。"))
    number, question = found
    if not 0 <= points <= question["score"]:
        raise Refused(_("这道题的得分要在 0 和 ${most} 之间。", most=question["score"]))
    count = sum(_give(quiz, aid, word, points, by) for aid in people)
    names = "、".join(quiz.person(aid).name for aid in people[:3])
    _note(quiz, by, [(number, _("${who} 等 ${n} 人", who=names, n=len(people)) if len(people) > 1 else names, _("手工给 ${points} 分", points=points))], count)
    return count


def _give(quiz, aid, word, points, by):
    record = quiz.records.get(aid)
    if record is None or "answers" not in record.data:
        raise Refused(_("这个人没有提交，不能给分。"))
    data = thawed(record.data)
    return _write(quiz, aid, {**data, "by_hand": {**data.get("by_hand", {}), word: rules.tidy(points)}}, by)


def take_late(quiz, aid, answer, at, late, by):
    """Count an answer that came after the grace: the teacher says so, and the history keeps it."""
    record = quiz.records.writable(aid)
    before = (record.status, record.score)
    record.server = True  # what the server had submitted of this person gives way
    quiz.sent = quiz.sent._replace(late=max(late, 1.0))
    record = quiz.submit(aid, answer, at)
    record.server = False
    record.history = (*record.history, (by.at, by.aid, before, (record.status, record.score), by.why))
    quiz.bump()


def _write(quiz, aid, data, by):
    """A teacher's word on the whole score stands; else the score follows the marks."""
    record = quiz.records.writable(aid)
    before = record.score
    record.data = data
    if record.by is None:
        record.score = rules.score(quiz.questions, data)
    if record.score == before:
        return 0
    record.history = (*record.history, (by.at, by.aid, (record.status, before), (record.status, record.score), by.why))
    return 1


def _note(quiz, by, lines, changed):
    said = [{"at": by.at, "by": by.aid, "name": by.name, "number": n, "before": str_of(before), "after": str_of(after), "why": by.why, "changed": changed}
            for n, before, after in lines]
    quiz.store["changes"] = [*thawed(quiz.store.get("changes") or []), *said]
    quiz.bump()


def str_of(text):
    """A message is kept as the words it was said in."""
    return text.interpolate() if hasattr(text, "interpolate") else str(text)


def _said(quiz, question):
    """What of a question may have changed, in one line."""
    kind = quiz.kinds.get(question["type"])
    right = str_of(kind.right(question)) if kind is not None else ""
    partial = "½" if question.get("partial") == "partial" else ""
    return " ".join(part for part in (questions.plain_line(question["text"], 20), f"[{right}]", f"{question.get('score', 0)}", partial) if part)


def alike(quiz, word):
    """The answers to one question, the same ones together: [(text, answer, [people], points)], most frequent first."""
    question = quiz.question(word)[1]
    kind, groups = quiz.kinds.get(question["type"]), dict[tuple, list]()
    for person in quiz.people():
        data = quiz.record_of(person.aid).data
        if question["id"] in data.get("answers", {}):
            shown = kind.shown(question, data["answers"][question["id"]])
            points = rules.points_of(question, data)
            groups.setdefault((" ".join(str(shown).split()), points), []).append(person)
    return sorted(((text, people, points) for (text, points), people in groups.items()), key=lambda group: (-len(group[1]), group[0]))
