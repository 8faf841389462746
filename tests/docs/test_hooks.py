"""The contract and its page agree: every hook has a heading, a full description, a caller, and an example that runs."""

import ast
import importlib.util
import inspect
import re
import sys
from pathlib import Path

import pytest

from mooctang_core import hookspecs
from mooctang_core.cli.sentences import plugin_commands
from mooctang_core.plugins import PluginHost
from mooctang_core.testing.campus import Campus

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "docs" / "examples" / "hooks"
SPECS = {name: function for name, function in vars(hookspecs).items() if hasattr(function, f"{hookspecs.PROJECT}_spec")}
ASKING = {"ask", "tell", "first", "each", "offered", "told"}


@pytest.fixture(scope="module")
def page():
    return (ROOT / "docs" / "hooks.md").read_text(encoding="utf-8")


def section(page, name):
    return re.search(rf"^## `{name}\(.*?(?=^## |\Z)", page, re.MULTILINE | re.DOTALL).group()


@pytest.mark.feature("PLG-06")
@pytest.mark.parametrize("name", SPECS)
def test_it_stands_in_the_page_as_it_is(page, name):
    assert f"\n## `{name}{inspect.signature(SPECS[name])}`\n" in page
    said = inspect.getdoc(SPECS[name])
    for part in ("Called: ", "Return: ", "If it raises: ", "Since "):
        assert part in said, f"{name}: its docstring does not say {part!r}"
    written = section(page, name).replace("- **", "").replace("**", "")
    assert all(word in " ".join(written.split()) for word in re.split(r"(?<=[.:]) ", " ".join(said.split())))


@pytest.mark.parametrize("name", SPECS)
def test_its_example_stands_in_the_page_word_for_word(page, name):
    source = (EXAMPLES / f"{name}.py").read_text(encoding="utf-8")
    assert f"```python\n{source}```" in section(page, name)
    imported = {node.module for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom) and node.module.startswith("mooctang")}
    assert imported == {"mooctang_core.api"}
    assert f"def {name}(" in source


def test_there_is_no_example_of_what_is_no_hook():
    assert {path.stem for path in EXAMPLES.glob("*.py")} == set(SPECS)


def asked_for():
    """Every hook that somebody in the core asks or tells."""
    for path in (ROOT / "mooctang_core").rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "attr", getattr(call.func, "id", "")) in ASKING:
                yield from (word.value for word in call.args if isinstance(word, ast.Constant) and isinstance(word.value, str))


def test_every_hook_has_a_caller():
    assert set(SPECS) - set(asked_for()) - hookspecs.AT_LOAD == set()


# The examples run ----------------------------------------------------------------------------------------------------

def example(name):
    module_name = f"hook_example_{name}"
    spec = importlib.util.spec_from_file_location(module_name, EXAMPLES / f"{name}.py")
    module = sys.modules[module_name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def campus_with(tmp_path):
    """A campus whose plugins are one example and the activity type of another."""
    made = []

    def make(module):
        host = PluginHost()
        host.add("example", module)
        if "mood" not in host.kinds:
            host.add("mood", example("activity_types"))
        made.append(Campus(tmp_path, host=host))
        return made[0]

    yield make
    for campus in made:
        campus.close()


@pytest.mark.feature("PLG-06", "PLG-02")
@pytest.mark.parametrize("name", SPECS)
def test_its_example_does_what_it_says(campus_with, name):
    module = example(name)
    stories = [function for word, function in vars(module).items() if word.startswith("test_")]
    assert stories, "an example proves itself in a test"
    campus = campus_with(module)
    for story in stories:
        story(campus)


@pytest.mark.feature("PLG-02")
def test_the_command_line_has_the_commands_of_plugins():
    host = PluginHost()
    host.add("example", example("commands"))
    assert list(plugin_commands(host)) == ["greet"]


# Deprecation ---------------------------------------------------------------------------------------------------------

@pytest.fixture
def old():
    """A contract in which one hook is on its way out."""

    class Old:
        @staticmethod
        @hookspecs.hookspec(warn_on_impl=hookspecs.HookDeprecated("menu_items goes in 0.3: use links."))
        def menu_items(context):
            """Called: never again."""

    return Old


@pytest.mark.feature("PLG-06")
def test_a_deprecated_hook_warns_and_still_loads(old, tmp_path):
    module = example("links")
    module.menu_items = hookspecs.hookimpl(lambda context: [])
    host = PluginHost()
    host.pm.add_hookspecs(old)
    with pytest.warns(hookspecs.HookDeprecated, match="use links"):
        host.add("example", module)
    campus = Campus(tmp_path, host=host)
    try:
        assert "座位表" in campus.get("teacher", campus.room + "/history")
    finally:
        campus.close()
