"""Everything about questions that a plugin uses: `from mooctang_core.api import questions`."""

from ...questions.answering import answer_schema, field_name, read_answers, shuffled
from ...questions.base import Wrong, clean, number, one, plain_line
from ...questions.choice import Choice
from ...questions.reading import Problem, from_gift, from_text, from_xlsx, sheet_template
from ...questions.standard import type_of, types
from .drawing import draw_question
from .field import QuestionsField

__all__ = [
    "Choice", "Problem", "QuestionsField", "Wrong", "answer_schema", "clean", "draw_question", "field_name", "from_gift", "from_text", "from_xlsx",
    "number", "one", "plain_line", "read_answers", "sheet_template", "shuffled", "type_of", "types",
]
