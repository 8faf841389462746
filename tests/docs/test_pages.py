"""The documents: their links lead somewhere, their commands exist, their pictures are small, and nothing public is left out."""

import inspect
import re
import shlex

import click
import pytest

from mooctang_core import api, hookspecs, settings
from mooctang_core.activity import Activity
from mooctang_core.cli import mooctang
from mooctang_core.testing.campus import Campus
from tests.docs.conftest import ROOT, documents

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)
PAGES = documents()


def prose(path):
    """The text of a page without its blocks of code."""
    return FENCE.sub("", path.read_text(encoding="utf-8"))


def anchors(path):
    """The fragments that a page's headings can be reached by."""
    for heading in HEADING.findall(prose(path)):
        words = re.sub(r"[^\w\- ]", "", heading.replace("`", "").lower())
        yield words.strip().replace(" ", "-")
        yield re.match(r"`?(\w*)", heading.lower()).group(1)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path):
    for link in LINK.findall(prose(path)):
        if link.startswith(("http://", "https://", "mailto:")):
            continue
        name, _hash, fragment = link.partition("#")
        target = (path.parent / name).resolve() if name else path
        assert target.exists(), f"{link}: there is no such file"
        assert target.is_relative_to(ROOT), f"{link}: leads out of the project"
        if fragment:
            assert fragment in set(anchors(target)), f"{link}: {target.name} has no such heading"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_commands_exist(path):
    for line in commands_in(path.read_text(encoding="utf-8")):
        check_command(line.partition("#")[0])


def commands_in(text):
    """What is shown as `mooctang …`, in a sentence or in a block of code."""
    blocks = "\n".join(FENCE.findall(text))
    return re.findall(r"`mooctang ([a-z][^`]*)`", FENCE.sub("", text)) + re.findall(r"^(?:.*bin/)?mooctang ([a-z].*)", blocks, re.MULTILINE)


def check_command(line):
    """Every word up to the first argument is a command, and every option is one of that command."""
    try:
        words = shlex.split(line)
    except ValueError:
        words = line.split()
    command = mooctang
    context = click.Context(mooctang)
    while words and isinstance(command, click.Group) and re.fullmatch(r"[a-z-]+", words[0]):
        found = command.get_command(context, words[0])
        if found is None and command is not mooctang:
            break
        # One example adds a command of its own, which is no command here.
        assert found is not None or words[0] == "greet", f"mooctang {line}: there is no command {words[0]}"
        if found is None:
            return
        command, words = found, words[1:]
    known = {option for parameter in command.params for option in parameter.opts}
    for word in words:
        if word.startswith("--"):
            assert word.partition("=")[0].rstrip(",.;)") in known | {"--help"}, f"mooctang {line}: there is no option {word}"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_make_targets_exist(path):
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:^|`)make ([a-z-]+)", path.read_text(encoding="utf-8"), re.MULTILINE)) <= targets


def test_settings_named_in_the_documents_exist():
    known = {setting.name for setting in settings.SETTINGS}
    for path in PAGES:
        for block in re.findall(r"^```ini\n\[mooctang\]\n(.*?)^```", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
            assert set(re.findall(r"^(\w+) =", block, re.MULTILINE)) <= known, path.name


def public(cls):
    return {name for name in vars(cls) if not name.startswith("_")}


def test_every_name_of_an_activity_is_described():
    page = (ROOT / "docs" / "activity.md").read_text(encoding="utf-8")
    given = {"node", "school", "host", "sent"}
    assert {name for name in public(Activity) | given if not re.search(rf"`{name}\b", page)} == set()


def test_every_method_of_an_activity_is_described_with_its_arguments():
    page = (ROOT / "docs" / "activity.md").read_text(encoding="utf-8")
    overridable = ("submit", "takes_late", "on_publish", "on_close", "tidy", "student", "teacher", "projection", "summary", "cell",
                   "tables", "marks", "took_part", "absent_status", "copy", "merge")
    for name in overridable:
        arguments = ", ".join(list(inspect.signature(getattr(Activity, name)).parameters)[1:])
        assert f"`{name}({arguments})`" in page


def test_every_name_of_the_one_door_is_described():
    page = (ROOT / "docs" / "plugins.md").read_text(encoding="utf-8")
    assert {name for name in api.__all__ if not re.search(rf"`{name}\b", page)} == set()


def test_every_call_of_the_campus_is_described():
    page = (ROOT / "docs" / "testing.md").read_text(encoding="utf-8")
    assert {name for name in public(Campus) if f"campus.{name}" not in page} - {"close"} == set()


def test_the_number_of_hooks_is_right():
    count = sum(hasattr(function, f"{hookspecs.PROJECT}_spec") for function in vars(hookspecs).values())
    assert f"{count} hooks" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_pictures_are_small_and_shown():
    shown = "".join(path.read_text(encoding="utf-8") for path in PAGES)
    for picture in (ROOT / "docs" / "pictures").iterdir():
        assert picture.stat().st_size <= 150 * 1024, picture.name
        assert f"pictures/{picture.name}" in shown, f"{picture.name} is on no page"
