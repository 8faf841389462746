"""S1, the pages of schools and operators: whatever a form or an address may name, an id of another school is an id of nobody.

Generated: every view that stands on a route or on the school, for whoever holds it, with each field that its module reads.
"""

import ast
import logging
from functools import lru_cache
from importlib import import_module
from pathlib import Path

import pytest

from mooctang_core.permissions import OPERATE
from mooctang_core.web.logs import JsonLines, masked

from .answers import answer
from .table import HOLD, OPEN, ROWS
from .test_matrix import address, browser, token_of

READS = ("get", "getall", "getone", "pop")
FOREIGN, NOBODY = "west-s1", "qqst-s1"
NOT_IDS = {"csrf_token", "page", "sort", "next", "said", "idem"}


@lru_cache
def fields_of(module):
    """The names of the fields that a module reads out of a request."""
    tree = ast.parse(Path(import_module(module).__file__).read_text(encoding="utf-8"))
    found = {constant for node in ast.walk(tree) for constant in named(node)}
    return tuple(sorted(name for name in found - NOT_IDS if name.isascii() and name.islower()))


def named(node):
    """request.POST.get("x"), asked["x"]: any short word that is looked up in something."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in READS and node.args:
        yield from word(node.args[0])
    if isinstance(node, ast.Subscript):
        yield from word(node.slice)


def word(node):
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.replace("-", "").replace("_", "").isalnum():
        yield node.value


def concerned(views):
    """The views of schools and operators that somebody here holds, and who that is."""
    for name, row in ROWS.items():
        view = views[name]
        if (view.route or view.context in ("School", "Alliance")) and view.method in ("GET", "POST") and name not in ("@logout POST", "@static_file GET"):
            who = "s1" if row.permission == OPEN else HOLD[row.permission][0]
            yield view, row, who


def asked(campus, view, row, who, fields):
    one = browser(campus, who, view)
    token_of(one)   # from here on it is a known browser, and gets no new cookie
    url = address(view, row, {}, "")
    if view.safe:
        return one.app.get(url, fields, status="*")
    return one.app.post(url, {"csrf_token": token_of(one), **fields}, status="*")


def told(response, value):
    """The answer to the byte; of a workbook its kind and whether there is one (it holds the hour at which it was made)."""
    return answer(response, value) if response.content_type.startswith(("text/", "application/json", "application/manifest")) else (response.status_int, response.content_type)


ID_NUMBER = "11010519491231002X"
NAMED = ("@manage_classes POST",)
"""Where what is typed is the name of a thing, which stands in the thing's address."""


@pytest.mark.feature("ALL-06")
def test_an_id_number_that_is_typed_anywhere_stands_in_no_log_and_no_address(campus, caplog):
    """Into every field of every form, as somebody does who mistakes one field for another."""
    from .views import views_of

    caplog.set_level(logging.DEBUG, "mooctang")
    leaks = []
    for view, row, who in concerned({view.word: view for view in views_of(campus.app.registry)}):
        if not view.safe and view.word not in NAMED:
            found = asked(campus, view, row, who, dict.fromkeys(fields_of(view.module), ID_NUMBER))
            leaks += [view.word] if ID_NUMBER in found.headers.get("Location", "") else []
    written = [JsonLines().format(record) for record in caplog.records]
    assert leaks == [] and [line for line in written if ID_NUMBER[:17] in line] == []


@pytest.mark.parametrize("text, shown", [
    ("身份证11010519491231002X不对", "身份证…不对"), ("学号2026001001已被认证", "学号…已被认证"), ("/people/100012026001", "/people/…"), ("13800001234", "…"),
    ("2026-11-21T05:47:12.1234567", "2026-11-21T05:47:12.1234567"), ("lin@east.test", "…@…"),
])
def test_a_log_line_holds_nobodys_number(text, shown):
    assert masked(text) == shown


@pytest.mark.feature("ALL-06", "BEY-08")
def test_who_belongs_to_another_school_is_as_nobody(campus):
    from .views import views_of

    wrong = []
    # An operator looks after all schools: what they see of one is no secret of another.
    found = [one for one in concerned({view.word: view for view in views_of(campus.app.registry)}) if one[1].permission != OPERATE]
    # What is read comes first: forms write, and what they wrote could be read. One's own account's forms have tests of their own.
    for view, row, who in sorted((one for one in found if one[0].safe or one[1].permission != OPEN), key=lambda one: not one[0].safe):
        fields = fields_of(view.module)
        nobody, there, again = (told(asked(campus, view, row, who, dict.fromkeys(fields, value)), value) for value in (NOBODY, FOREIGN, NOBODY))
        # A page that says another thing each time (figures that count up, a ticket) tells nothing by being different.
        if there != nobody and nobody == again:
            wrong.append((view.word, fields, there, nobody))
    assert [word for word, *_how in wrong] == [], wrong[0]
