"""What a course says of itself: basic information, details with dates, and how it is marked; and what of that is still missing."""

from datetime import date
from typing import Any, NamedTuple

from ..model.courses import Term
from ..plain import plain
from ..words import translator
from . import timetable

_ = translator("mooctang_core")

TEXT_MOST = 4000


class Field(NamedTuple):
    """One thing to fill in."""

    word: str
    label: str
    needed: bool = False
    lines: int = 1
    most: int = 120
    help: str = ""


BASIC = (
    Field("title", _("课程名称"), True, most=80),
    Field("subject", _("学科类别"), True, help=_("例如：理学 · 物理学")),
    Field("summary", _("一句话简介"), True, 2, 200, _("显示在学校首页的课程卡片上。")),
    Field("credits", _("学分")),
    Field("hours", _("学时")),
)
DETAILS = (
    Field("intro", _("课程概述"), True, 5, TEXT_MOST),
    Field("aims", _("授课目标"), True, 4, TEXT_MOST),
    Field("outline", _("课程大纲"), True, 6, TEXT_MOST),
    Field("before", _("预备知识"), False, 3, TEXT_MOST),
    Field("books", _("参考资料"), False, 3, TEXT_MOST),
)
DATES = (("starts", _("开课日期")), ("ends", _("结课日期")), ("enrol_from", _("报名开始")), ("enrol_until", _("报名截止")))
WEIGHTS = (("tests", _("单元测验")), ("exam", _("考试")), ("homework", _("作业")), ("discussion", _("讨论")), ("classroom", _("课堂")))


class Problem(NamedTuple):
    """What is wrong with a field of the form."""

    word: str
    label: Any
    message: Any


class Check(NamedTuple):
    """One of the three things that must be complete before a course is submitted."""

    word: str
    label: str
    missing: tuple

    @property
    def done(self):
        return not self.missing


def value_of(course, word):
    """A field's value as the form shows it."""
    if word in ("title", "summary"):
        return getattr(course, word)
    return course.details.get(word, "")


def term_of(course):
    """The term whose dates stand on the course's pages: the newest."""
    terms = course.terms()
    return max(terms, key=lambda term: (term.starts or date.min, term.__name__)) if terms else None


def dates_of(term):
    """{word: a date or None}"""
    return {word: getattr(term, word, None) for word, _label in DATES}


def checks(course):
    """基本信息, 详细信息, 评价设置: each with what is missing."""
    dates = dates_of(term_of(course))
    lacking = [label for word, label in DATES if dates[word] is None]
    total = sum(course.grading.values())
    return [Check("basic", _("基本信息"), _missing(course, BASIC)), Check("details", _("详细信息"), (*_missing(course, DETAILS), *lacking)),
            Check("grading", _("评价设置"), () if total == 100 else (_("各项权重加起来要等于 100"),))]


def _missing(course, fields):
    return tuple(field.label for field in fields if field.needed and not str(value_of(course, field.word)).strip())


# Reading a form --------------------------------------------------------------------------------------------------------------

def read(given):
    """({section: values}, [Problem]) of what a form sent; dates as dates, weights as numbers."""
    texts = {field.word: str(given.get(field.word, "")).replace("\r\n", "\n").strip()[:field.most] for field in (*BASIC, *DETAILS)}
    problems = [] if texts["title"] else [Problem("title", BASIC[0].label, _("请填写课程名称。"))]
    dates, wrong = read_dates(given)
    weights, off = read_weights(given)
    return {"texts": texts, "dates": dates, "weights": weights}, [*problems, *wrong, *off]


def read_dates(given):
    """({word: date or None}, [Problem]): what is filled in must be dates in a possible order."""
    dates, problems = {}, []
    for word, label in DATES:
        dates[word], wrong = _date(given.get(word, ""))
        if wrong:
            problems.append(Problem(word, label, _("“${text}”不是日期，请按 2026-09-01 这样写。", text=str(given.get(word, ""))[:20])))
    for first, then, message in (("starts", "ends", _("结课日期不能早于开课日期。")), ("enrol_from", "enrol_until", _("报名截止不能早于报名开始。")),
                                 ("enrol_from", "ends", _("报名开始不能晚于结课日期。"))):
        if dates[first] and dates[then] and dates[first] > dates[then]:
            problems.append(Problem(then, dict(DATES)[then], message))
    return dates, problems


def _date(text):
    if not str(text).strip():
        return None, False
    try:
        return date.fromisoformat(str(text).strip()), False
    except ValueError:
        return None, True


def read_weights(given):
    """({word: 0 … 100}, [Problem]); none at all is nothing yet, else they are a hundred together."""
    weights, problems = {}, []
    for word, label in WEIGHTS:
        text = str(given.get(f"w-{word}", "")).strip() or "0"
        if not (text.isascii() and text.isdigit() and int(text) <= 100):
            problems.append(Problem(f"w-{word}", label, _("请写 0 到 100 的整数。")))
        else:
            weights[word] = int(text)
    if not problems and sum(weights.values()) not in (0, 100):
        problems.append(Problem("w-tests", _("评价设置"), _("现在加起来是 ${n}，各项权重加起来要等于 100。", n=sum(weights.values()))))
    return weights, problems


def keep(course, values):
    """Write what was read; the first dates make the first term."""
    texts = values["texts"]
    course.title, course.summary = texts["title"], texts["summary"]
    course.details = plain({word: text for word, text in texts.items() if word not in ("title", "summary") and text}, "details")
    course.grading = plain({word: n for word, n in values["weights"].items() if n}, "grading")
    keep_dates(course, values["dates"])


def keep_dates(course, dates):
    """The dates of the newest term, which is made with them when there is none."""
    term = term_of(course)
    if term is None and any(dates.values()):
        word, title, *_days = timetable.term_of(next(dates[word] for word in ("starts", "enrol_from", "ends", "enrol_until") if dates[word]))
        term = course[word] = Term(title)
    for word, day in dates.items() if term is not None else ():
        setattr(term, word, day)
