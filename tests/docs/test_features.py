"""What the page of features calls done is carried by a test, and what a test carries is not called later."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"^\| ([A-Z0-9]+-\d+) \| .* \| (done|part|later)\b", re.MULTILINE)


def rows():
    return ROW.findall((ROOT / "docs" / "features.md").read_text(encoding="utf-8"))


def marked():
    """Every row that a test is marked with."""
    for folder in ("tests", "plugins", "examples"):
        for path in (ROOT / folder).rglob("*.py"):
            for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "feature":
                    yield from (word.value for word in call.args if isinstance(word, ast.Constant))


def test_each_row_stands_there_once_with_its_state():
    ids = [row for row, _state in rows()]
    assert len(ids) == len(set(ids)) > 180
    lines = [line for line in (ROOT / "docs" / "features.md").read_text(encoding="utf-8").splitlines() if re.match(r"\| [A-Z0-9]+-\d", line)]
    assert len(lines) == len(ids), "a row without done, part or later"


def test_what_is_called_done_is_carried_by_a_test():
    assert {row for row, state in rows() if state == "done"} - set(marked()) == set()


def test_what_a_test_carries_is_not_called_later():
    assert {row for row, state in rows() if state == "later"} & set(marked()) == set()
