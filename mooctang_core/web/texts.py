"""What people type into a line, as it is kept."""

import unicodedata

import colander

TURNING = frozenset(("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"))


def one_line(text):
    """A name as one writes it: one line, single spaces, and no mark that turns the writing of the rest of the page round."""
    if not text:
        return text
    kept = (char for char in " ".join(text.split()) if unicodedata.category(char) != "Cc" and unicodedata.bidirectional(char) not in TURNING)
    return unicodedata.normalize("NFC", "".join(kept)).strip() or colander.null
