"""A question as people see it: to answer, to look back on, with its key, or on the wall."""

from functools import partial

from ...questions.answering import field_name
from ...questions.base import LETTERS
from ...questions.standard import Gone, type_of
from ...words import translator
from ..furniture import Html, file_at
from ..rendering import draw
from ..rich import rich

_ = translator("mooctang_core")
MODES = ("answer", "review", "key", "wall")


def draw_question(request, activity, question, answer=None, mode="answer", name_prefix="", number=None, own=True):
    """One question as HTML. `answer` shows what can be filled in; `review` a person's own answer, and what is right where the
    question brings its key; `key` the key with its explanation; `wall` the question in large, without anything to fill in. Not `own`: whoever looks back
    is not who answered."""
    if mode not in MODES:
        raise ValueError(f"mode must be one of {', '.join(MODES)}, not {mode!r}")
    kind = type_of(request.registry.host, request.school, question)
    told = mode in ("review", "key") and "key" in question
    values = {
        "activity": activity, "type": kind, "question": question, "answer": answer, "mode": mode, "asks": mode == "answer", "told": told,
        "name": partial(name_of, question, name_prefix), "id_of": partial(id_of, question, name_prefix), "letters": LETTERS,
        "number": number, "rich": partial(rich, files=files_of(request, activity)), "worth": worth(kind, question, answer, told),
        "own": own, "whose": _("你的答案") if own else _("学生的答案"),
    }
    body = Html(draw(request, package_of(kind), template_of(kind), values))
    return Html(draw(request, "mooctang_core", "question.pt", {**values, "body": body}))


def worth(kind, question, answer, told):
    """How right the answer is, where that may be told."""
    return kind.mark(question, answer) if told and kind.scored else None


def template_of(kind, ending=""):
    """The template of a type: to answer, or with "_edit" to edit."""
    return "question_gone.pt" if isinstance(kind, Gone) else f"question_{kind.look or kind.kind}{ending}.pt"


def package_of(kind):
    """The package whose templates draw this type."""
    return type(kind).__module__.split(".")[0]


def name_of(question, prefix, part=""):
    return field_name(question, part, prefix)


def id_of(question, prefix, part=""):
    """An id for an element of this question; dots would trouble a style sheet."""
    return f"question-{field_name(question, part, prefix)}".replace(".", "-")


def files_of(request, activity):
    """Where a picture of this activity can be read, by its hash."""
    if activity is None:
        return None
    return lambda found: file_at(request, activity, found)
