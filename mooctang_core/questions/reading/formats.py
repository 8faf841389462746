"""Which reader reads what: by what a teacher says, by a file's ending, else by what it looks like. Plugins bring further ones."""

import re
from typing import Any

from ...words import translator
from ..checking import numbered
from .gift import from_gift
from .kinds import Problem, Reading
from .sheet import from_xlsx
from .text import from_text

_ = translator("mooctang_core")
GIFT = re.compile(r"\{[^{}]*(?:[=~#]|\b(?:TRUE|FALSE|T|F)\b)[^{}]*\}")
BYTES_MAX = 5 << 20


class Text:
    """Questions as teachers write them."""

    word = "text"
    title: Any = _("中文试题（A. B. C. 答案：…）")
    endings: tuple = (".txt", ".md")
    brings = "questions"
    pastes = True

    def read(self, data):
        return from_text(decoded(data))


class Gift(Text):
    """Moodle's plain text format."""

    word = "gift"
    title = "GIFT"
    endings = (".gift",)

    def read(self, data):
        return from_gift(decoded(data))


class Sheet(Text):
    """The template of the core, filled in."""

    word = "xlsx"
    title = _("Excel 模板（xlsx）")
    endings = (".xlsx",)
    pastes = False

    def read(self, data):
        return from_xlsx(_Bytes(data))


class _Bytes:
    """Bytes that are read as a stream."""

    def __init__(self, data):
        self.data = data

    def read(self, size=-1):
        return self.data if size < 0 else self.data[:size]


def formats(host=None, school=None):
    """[importer] of everything this school can read questions from, the core's first."""
    brought = host.classes(school, "importers") if host is not None and school is not None else ()
    found = {cls.word: cls() for cls in (Text, Gift, Sheet)}
    for cls in brought:
        if getattr(cls, "brings", None) == "questions":
            found.setdefault(cls.word, cls())
    return list(found.values())


def read_pasted(text, word, known):
    """Reading of pasted text, by the format that was chosen or by its looks."""
    chosen = next((one for one in known if one.word == word and getattr(one, "pastes", False)), None)
    if chosen is None:
        chosen = next(one for one in known if one.word == ("gift" if GIFT.search(text) else "text"))
    return as_reading(chosen.read(text.encode()))


def read_file(name, data, known):
    """Reading of a file, by its ending."""
    ending = f".{name.rpartition('.')[2].lower()}"
    chosen = next((one for one in known if ending in one.endings), None)
    if len(data) > BYTES_MAX:
        return Reading([], [Problem(0, name, _("文件太大了，最多 ${mb} MB。请分成几次。", mb=BYTES_MAX >> 20))])
    if chosen is None:
        endings = "、".join(ending for one in known for ending in one.endings)
        return Reading([], [Problem(0, name, _("读不了这种文件。能读的有：${endings}。", endings=endings))])
    return read_pasted(decoded(data), "", known) if chosen.word == "text" else as_reading(chosen.read(data))


def as_reading(found):
    """What an importer handed back, with every question under an id of its own."""
    questions, problems = found
    return Reading(numbered(questions), [Problem(*problem) for problem in problems])


def decoded(data):
    """Text of a file: UTF-8, UTF-16 where it says so, else what Windows in China writes."""
    if isinstance(data, str):
        return data
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")
