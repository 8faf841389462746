"""The list of questions in a Settings form: a colander node whose widget stands in `editing`."""

from typing import Any

import colander

from ...plain import thawed
from ...questions.checking import Faulty, checked
from ...questions.standard import types
from ...words import translator
from .editing import QuestionsWidget

_ = translator("mooctang_core")


class Questions(colander.SchemaType):
    """A list of plain questions, checked by their types. The types of a school's plugins are known once the schema is bound."""

    def __init__(self, scored=True, least=0):
        self.scored, self.least = scored, least

    def kinds(self, node):
        """{kind: type} of what may be asked here."""
        bound = getattr(node, "bindings", None) or {}
        found = types(bound.get("host"), bound.get("school"))
        return {word: kind for word, kind in found.items() if (kind.scored if self.scored else kind.surveyed)}

    def serialize(self, node, appstruct):
        return colander.null if appstruct in (colander.null, None) else thawed(appstruct)

    def deserialize(self, node, cstruct):
        if cstruct is colander.null or cstruct is None:
            return colander.null
        questions = checked(cstruct, self.kinds(node), self.scored, node)
        if len(questions) < self.least:
            raise Faulty(node, _("请至少写 ${n} 道题。", n=self.least))
        return questions

    def cstruct_children(self, node, cstruct):
        return []


def QuestionsField(scored=True, least=0, title: Any = _("题目"), **more):
    """A list of questions for an activity's Settings: `questions = QuestionsField(scored=True)`. Without `scored` there is no
    key and no score; `least` says how many there must be."""
    missing = colander.required if least else ()
    return colander.SchemaNode(Questions(scored, least), title=title, missing=missing, default=(), widget=QuestionsWidget(), **more)
