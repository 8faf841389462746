"""S13: no pattern of ours takes long over any text."""

import importlib
import pkgutil
import re
import time
from importlib.metadata import entry_points

import pytest

import mooctang_core

LONG = 50_000
PUMPED = [*(piece * (LONG // len(piece)) for piece in ("a", "1", " ", "\t", "\n", "<", "\"", "'", "a@", "a.", "@.", "1a", "a ", "=-", "../", "-1", "0.", "${", "a:", "%2", "é", "１", "中", "1.1.")),
          "a" * LONG + "@", "1" * LONG + "a", " " * LONG + "x", "a" * LONG + "\0", "data-refresh=\"" + "1" * LONG, "-" * LONG + "\n", "a" * LONG + "!", "#" * LONG, "x@" + "a" * LONG]


def patterns():
    """(where, pattern) of everything compiled at the head of a module of ours or of a plugin."""
    packages = [mooctang_core, *(importlib.import_module(point.value) for point in entry_points(group="mooctang.v1"))]
    for package in packages:
        for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            if ".testing" in found.name or ".cli" in found.name or found.name.endswith("__main__"):
                continue
            module = importlib.import_module(found.name)
            for name, value in vars(module).items():
                for pattern in value if isinstance(value, (tuple, list)) else (value,):
                    if isinstance(pattern, re.Pattern) and isinstance(pattern.pattern, str):
                        yield f"{found.name}.{name}", pattern


FOUND = dict(patterns())


def test_there_are_patterns():
    assert len(FOUND) > 8 and "mooctang_core.web.logs.ADDRESS" in FOUND


@pytest.mark.parametrize("where", FOUND)
def test_no_text_takes_long(where):
    one = FOUND[where]
    # What ends at the end of a text is asked whether the whole of it is such a thing.
    steps = (one.match,) if one.pattern.endswith(r"\Z") else (one.search, one.match, lambda text: one.sub("", text))
    # From short to long: a pattern that takes the square of the length, or worse, is found before it takes minutes.
    for length in (LONG // 100, LONG // 25, LONG // 8, LONG):
        for text in PUMPED:
            for step in steps:
                started = time.thread_time()
                step(text[-length:])
                assert time.thread_time() - started < 0.25, (length, text[:20])
