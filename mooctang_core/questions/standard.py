"""The types that a school has: those of the core, then what its plugins bring."""

from ..words import translator
from .arranged import Matching, Ordering
from .base import QuestionType
from .choice import Multiple, Single, Truth
from .hotspot import Hotspot
from .written import Fill, Numeric, Short

_ = translator("mooctang_core")
STANDARD = (Single, Multiple, Truth, Fill, Numeric, Ordering, Matching, Short, Hotspot)


class Gone(QuestionType):
    """What stands in for a type whose plugin is off or gone: the text can be read, nothing can be answered."""

    title = _("这种题型的插件没有启用")
    scored = False

    def __init__(self, kind=""):
        self.kind = kind

    def check(self, question, scored):
        """Kept as it is: the plugin may come back."""
        return dict(question)

    def fields(self, question):
        return {}

    def read(self, question, fields):
        return None


def types(host=None, school=None):
    """{kind: type} of everything this school can ask, the core's first. Without a host only the core's."""
    brought = host.classes(school, "question_types") if host is not None and school is not None else ()
    found = {cls.kind: cls() for cls in STANDARD}
    for cls in brought:
        if issubclass(cls, QuestionType):
            found.setdefault(cls.kind, cls())
    return found


def type_of(host, school, question):
    """The type of a stored question; one that stands in when nobody knows it any more."""
    kind = question.get("type", "")
    return types(host, school).get(kind) or Gone(kind)
