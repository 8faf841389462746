"""Reading many questions at once: pasted text, GIFT, and the sheet that is offered for filling in.

Each reader is a pure function that gives a Reading: the questions that are right as they stand, and every place that is not.
"""

from .gift import from_gift
from .kinds import Problem, Reading
from .sheet import from_xlsx, sheet_template
from .text import from_text

__all__ = ["Problem", "Reading", "from_gift", "from_text", "from_xlsx", "sheet_template"]
