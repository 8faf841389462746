"""S3, by reading: what goes into a page as it is was made by our own code, and this is the whole list."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted(path for folder in ("mooctang_core", "plugins", "themes", "examples")
                   for path in (ROOT / folder).rglob("*.pt") if not {"build", "node_modules"} & set(path.parts))
STRUCTURE = re.compile(r"structure:?\s+((?:[^}\"']|'[^']*')+)")
FUNCTIONS = {
    "icon": "furniture.icon", "post": "a template", "draw": "a template", "draw_question": "a template", "editor": "questions.editing, which draws by templates", "drawn": "drawings.drawn, the one place for a stranger's drawing",
    "qr": "qr.svg", "square": "cells.square", "fault": "a template", "charts": "charts", "hand_over": "posts", "rich": "rich.rich", "form": "a deform form", "field": "deform", "child": "deform", "files": "a template", "file_input": "a template", "row[1]": "deform",
}
VALUES = {
    "form": "a deform form", "picture": "qr.svg", "chart": "charts", "face": "draw_face", "panel": "a template", "inside": "a template",
    "presence": "a template", "board": "a plugin's template, drawn by draw", "console": "a template", "mine": "a template", "now": "a template", "course": "covers.cover", "stage": "a template",
    "remote": "a template", "body": "a template of the question's type, drawn by draw", "head": "draw_part", "acts": "draw_part", "sheet": "draw_sheet", "inner": "a template",
}
# Who may say of a text that it is HTML already.
MARKED = {
    "mooctang_core/charts.py", "mooctang_core/web/covers.py", "mooctang_core/web/faces.py", "mooctang_core/web/furniture.py", "mooctang_core/web/views/catching_up.py", "mooctang_core/web/views/classroom.py",
    "mooctang_core/web/questions/drawing.py", "mooctang_core/web/questions/editing.py", "mooctang_core/web/rich.py", "mooctang_core/web/views/portal.py",
    "mooctang_core/web/sheets.py",
}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_only_our_own_code_writes_html(path):
    for found in STRUCTURE.finditer(path.read_text(encoding="utf-8")):
        for part in re.split(r"\s+or\s+", without_arguments(found[1].strip())):
            word = re.match(r"[A-Za-z_]\w*(\[1\])?", part)[0]
            called = part[len(word):len(word) + 1] in ("…", ".")
            assert word in (FUNCTIONS if called and word != "course" else VALUES), f"structure: {part}"


def without_arguments(expression):
    while (shorter := re.sub(r"\((?:[^()']|'[^']*')*\)", "…", expression)) != expression:
        expression = shorter
    return expression


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_template_holds_a_script_a_style_or_a_handler(path):
    text = re.sub(r"<!--.*?-->", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text, re.IGNORECASE), "an inline script"
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text, re.IGNORECASE)
    assert not re.search(r"\s(?!url=)[\w:-]+=\$\{", text), "an attribute without quotes"


def test_who_says_that_a_text_is_html():
    said = {path.relative_to(ROOT).as_posix() for folder in ("mooctang_core", "plugins") for path in (ROOT / folder).rglob("*.py")
            if not {"build", "tests"} & set(path.parts) and re.search(r"\b(Html|Markup)\(|def __html__", path.read_text(encoding="utf-8"))}
    assert said == MARKED | {"mooctang_core/web/qr.py"}
