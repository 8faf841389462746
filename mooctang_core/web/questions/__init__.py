"""Everything about questions that a plugin uses: `from mooctang_core.api import questions`."""

from ...questions.answering import answer_schema, field_name, read_answers, shuffled
from ...questions.base import Wrong, plain_line
from ...questions.choice import Choice
from ...questions.standard import type_of, types
from .drawing import draw_question
from .field import QuestionsField

__all__ = [
    "Choice", "QuestionsField", "Wrong", "answer_schema", "draw_question", "field_name", "plain_line", "read_answers", "shuffled", "type_of", "types",
]
