"""All questions of an activity, checked together: ids of their own, no more than can be handled, and what is wrong by place."""

import json

import colander

from ..words import translator
from .base import ALL_MAX, ID, QUESTIONS_MAX, clean
from .standard import Gone

_ = translator("mooctang_core")


class Faulty(colander.Invalid):
    """Some questions are not right yet. `faults` is {place in the list: {part: message}}."""

    def __init__(self, node, message=None, faults=None):
        super().__init__(node, message)
        self.faults = faults or {}


def numbered(questions):
    """The same questions, each with an id of its own; one that had an id keeps it."""
    taken = {str(question.get("id", "")) for question in questions}
    seen: set = set()
    named = []
    for question in questions:
        word = str(question.get("id", ""))
        if not ID.match(word) or word in seen or word.startswith("new"):
            word = next_number(taken)
        taken.add(word)
        seen.add(word)
        named.append({**question, "id": word})
    return named


def next_number(taken):
    place = 1 + max([int(word[1:]) for word in taken if word[:1] == "q" and word[1:].isdecimal() and len(word) < 9], default=0)
    return f"q{place}"


def checked(questions, kinds, scored=True, node=None):
    """The questions, each as its type wants it; Faulty says what is wrong with which."""
    node = node if node is not None else colander.SchemaNode(colander.Mapping(), name="questions")
    if not isinstance(questions, (list, tuple)) or not all(hasattr(question, "get") for question in questions):
        raise Faulty(node, _("这里应该是一组题目。"))
    if len(questions) > QUESTIONS_MAX:
        raise Faulty(node, _("题目太多了，最多 ${most} 道。请分成几次。", most=QUESTIONS_MAX))
    good, faults = [], {}
    for place, question in enumerate(numbered(questions)):
        try:
            good.append(check_one(question, kinds, scored))
        except colander.Invalid as wrong:
            faults[place] = by_part(wrong)
    if faults:
        raise Faulty(node, None, faults)
    if len(json.dumps(good, ensure_ascii=False, default=str)) > ALL_MAX:
        raise Faulty(node, _("题目的文字加起来太长了。请分成几次。"))
    return good


def check_one(question, kinds, scored):
    kind = kinds.get(question.get("type")) or Gone(clean(question.get("type"))[:24])
    if not (kind.scored if scored else kind.surveyed) and not isinstance(kind, Gone):
        raise colander.Invalid(colander.SchemaNode(colander.Mapping()), _("这里不能用这种题型。"))
    return kind.check(question, scored)


def by_part(wrong):
    """{part: message} of whatever a type raised."""
    own = getattr(wrong, "at", None)
    if own:
        return dict(own)
    found = {child.node.name: message for child in wrong.children for message in child.messages()[:1]}
    return found or {"": (wrong.messages() or [_("这道题有地方不对。")])[0]}
