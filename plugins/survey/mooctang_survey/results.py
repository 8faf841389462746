"""What came of a survey: for each question how many gave which answer, what they wrote, and the means."""

from typing import Any, NamedTuple

from mooctang_core.api import Column, Table, charts, questions, translator

from . import cloud, wordlist

_ = translator("mooctang_survey")
WRITTEN = ("text", "short", "fill", "numeric")
"""Types whose answers are people's own words."""
ON_WALL = 40
TICKS = ("✓", "✗")
SHOWN = 50


class Result(NamedTuple):
    """One question and what was answered."""

    number: int
    question: Any
    kind: Any
    answers: list
    rows: list
    """[(label, how many, mean or None)]"""
    mean: Any = None

    @property
    def written(self):
        return self.kind.kind in WRITTEN

    @property
    def texts(self):
        """What people wrote, as lines."""
        return [self.kind.shown(self.question, answer) for answer in self.answers]

    def share(self, count):
        return count / len(self.answers) if self.answers else 0


def results(host, school, asked, sheets):
    """[Result] of the questions over some sheets of answers ({question id: answer})."""
    return [result(host, school, number, question, sheets) for number, question in enumerate(asked, start=1)]


def result(host, school, number, question, sheets):
    kind = questions.type_of(host, school, question)
    answers = [sheet[question["id"]] for sheet in sheets if sheet.get(question["id"]) is not None]
    if kind.kind in WRITTEN:
        return Result(number, question, kind, answers, [])
    rows = [(label, count, None) for label, count, _right in kind.tally(question, answers)]
    if hasattr(kind, "places"):
        rows = [(label, count, place) for (label, count, _none), place in zip(rows, kind.places(question, answers), strict=True)]
    mean = kind.mean(question, answers) if hasattr(kind, "mean") else None
    return Result(number, question, kind, answers, rows, mean)


# Drawn ---------------------------------------------------------------------------------------------------------------

def chart(found, say, wall=False):
    """The chart of one result; `say` speaks the reader's language. None where nothing was answered."""
    if not found.answers:
        return None
    if found.written:
        return word_chart(found, say, ON_WALL if wall else 60)
    columns = (say(_("选项")), say(_("人数")), say(_("占比")))
    rows = [(say(label), count, percent(found.share(count))) for label, count, _mean in found.rows]
    if found.kind.kind == "rating":
        made = charts.bars([(label, count) for label, count, _share in rows], spoken(found, rows))
    else:
        made = charts.option_bars(list(lines(found, say)), spoken(found, rows), total=len(found.answers))
    made.columns, made.rows = columns, rows
    return made


def spoken(found, rows):
    return "; ".join(f"{label}: {count} ({share})" for label, count, share in rows)


def lines(found, say):
    """The lines of the chart: the letter where there is one, the text, the share; a ranking has the best on top."""
    rows, kind = found.rows, found.kind.kind
    if kind == "ranking":
        rows = sorted(rows, key=lambda row: row[2])
    for place, (label, count, mean) in enumerate(rows):
        share = percent(found.share(count))
        if kind in ("single", "multiple"):
            letter, _dot, text = str(label).partition(". ")
        else:
            letter, text = TICKS[place] if kind == "truth" else str(place + 1), say(label)
        if mean is not None:
            share = say(_("平均第 ${place} 位，${share} 排在第一", place=f"{mean:.1f}", share=share))
        yield charts.Option(letter, count, False, f"{text} · {share}")


def word_chart(found, say, most):
    words = wordlist.counts(found.texts, most)
    return cloud.cloud(words, columns=(say(_("词语")), say(_("提到的人数")))) if words else None


def percent(share):
    return f"{share * 100:.0f} %"


# Tables --------------------------------------------------------------------------------------------------------------

def statistics(found):
    """A row an option; of what people wrote, a row a word."""
    columns = (_("题目"), _("选项"), Column(_("人数"), "number"), Column(_("占比"), "percent", note=_("占回答这道题的人数")),
               Column(_("平均"), "number", note=_("评分的平均分，排序的平均位次")))
    rows = [row for one in found for row in rows_of(one)]
    return Table("statistics", columns, rows, title=_("统计"))


def rows_of(one):
    title = title_of(one)
    yield (title, _("回答人数"), len(one.answers), "", "" if one.mean is None else round(one.mean, 2))
    if one.written:
        rows = [(word, count, None) for word, count in wordlist.counts(one.texts)]
    else:
        rows = one.rows
    for label, count, mean in rows:
        yield (title, label, count, one.share(count), "" if mean is None else round(mean, 2))


def title_of(one):
    return f"{one.number}. {questions.plain_line(one.question['text'], 80)}"


def shown(host, school, question, sheet):
    """One person's answer to one question as a cell."""
    answer = sheet.get(question["id"])
    return "" if answer is None else questions.type_of(host, school, question).shown(question, answer)
