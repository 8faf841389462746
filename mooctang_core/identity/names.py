"""What people call themselves, in a form that does no harm on other people's pages."""

import unicodedata

from ..activity import Refused
from ..words import translator

_ = translator("mooctang_core")
MOST = 40
TURNING = frozenset(("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"))


def one_line(text):
    """One line, single spaces, and no mark that turns the writing of the rest of the page round."""
    kept = (char for char in " ".join((text or "").split()) if unicodedata.category(char) not in ("Cc", "Cs") and unicodedata.bidirectional(char) not in TURNING)
    return unicodedata.normalize("NFC", "".join(kept)).strip()


def own_name(text):
    """A display name, or Refused in words."""
    name = one_line(text)
    if not name:
        raise Refused(_("请填写姓名，同学和老师会看到它。"))
    if len(name) > MOST:
        raise Refused(_("姓名最多 ${n} 个字。", n=MOST))
    return name


def hinted(name):
    """A name as its owner recognises it and a stranger does not: 林*, 欧***."""
    return f"{name[:1]}{'*' * max(1, min(len(name) - 1, 3))}"
