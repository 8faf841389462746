"""`mooctang new-plugin` and `mooctang check-plugin`: a plugin that works from its first minute, and the kit that says so."""

import importlib.util
import keyword
import re
import subprocess
import sys
import tempfile
from importlib.resources import files
from pathlib import Path

import click

from .sentences import Wrong

NAME = re.compile(r"[a-z][a-z0-9]{1,29}\Z")
TITLE = re.compile(r"[^@\"\\\n]{1,30}\Z")
PACKAGE = "mooctang_@NAME@"
FILES = {
    "setup.cfg.in": "setup.cfg",
    "pyproject.toml.in": "pyproject.toml",
    "README.md.in": "README.md",
    "init.py.in": f"{PACKAGE}/__init__.py",
    "activity.py.in": f"{PACKAGE}/activity.py",
    "student.pt.in": f"{PACKAGE}/templates/student.pt",
    "teacher.pt.in": f"{PACKAGE}/templates/teacher.pt",
    "projection.pt.in": f"{PACKAGE}/templates/projection.pt",
    "style.css.in": f"{PACKAGE}/static/@NAME@.css",
    "english.po.in": f"{PACKAGE}/locale/en/LC_MESSAGES/{PACKAGE}.po",
    "test_activity.py.in": "tests/test_conformance.py",
}


@click.command("new-plugin")
@click.argument("name")
@click.option("--title", default="课堂反馈", show_default=True, help="What people call the activity, in Chinese.")
@click.option("--into", type=click.Path(path_type=Path, file_okay=False), default=Path("."), help="The folder to make it in.")
def new_plugin(name, title, into):
    """Write a working plugin NAME of its own distribution, with tests that pass."""
    refuse_word(name)
    if not TITLE.match(title):
        raise Wrong(f"{title!r} cannot be a title: write 1 to 30 characters without quotes, @ and backslashes.")
    folder = into / name
    if folder.exists() and any(folder.iterdir()):
        raise Wrong(f"There is something in {folder} already: choose another word, or a place with --into.")
    write(folder, {"@NAME@": name, "@CLASS@": name.capitalize(), "@TITLE@": title, "@ENGLISH@": name.capitalize()})
    click.echo(f"{folder} is written. Try it:\n  cd {folder}\n  pytest\n  pip install -e .\n  mooctang check-plugin {name}")


def refuse_word(name):
    from ..plugins import PluginHost

    if not NAME.match(name) or keyword.iskeyword(name) or name in ("core", "mooctang"):
        raise Wrong(f"{name!r} cannot name a plugin: write one word of 2 to 30 small letters and digits, such as 'buzzer'.")
    host = PluginHost().load()
    if name in host.plugins or name in host.kinds or name in host.quarantined:
        raise Wrong(f"There is a plugin {name} installed already: choose another word.")


def write(folder, words):
    source = files("mooctang_core.cli") / "skeleton"
    for template, target in FILES.items():
        path = folder / filled(target, words)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(filled((source / template).read_text(encoding="utf-8"), words), encoding="utf-8")


def filled(text, words):
    for mark, word in words.items():
        text = text.replace(mark, word)
    return text


@click.command("check-plugin")
@click.argument("name")
@click.pass_context
def check_plugin(ctx, name):
    """Run the conformance kit over every activity of the installed plugin NAME."""
    from ..plugins import PluginHost

    host = PluginHost().load()
    if name in host.quarantined:
        click.echo(host.quarantined[name].trace, err=True)
        raise Wrong(f"The plugin {name} cannot be loaded ({host.quarantined[name].message}): the lines above show where.")
    if name not in host.plugins:
        raise Wrong(f"There is no plugin {name} here: install it (`pip install -e .` in its folder); there are {', '.join(sorted(host.plugins)) or 'none'}.")
    types = [cls for owner, cls in host.kinds.values() if owner == name]
    if not types:
        click.echo(f"{name} loads, and has no activity of its own to check.")
        return
    ctx.exit(run_kit(name, types))


def run_kit(name, types):
    """The plugin's own conformance tests where it has some, for they know its settings; else the kit as it is."""
    if importlib.util.find_spec("pytest") is None:
        raise Wrong("The kit needs pytest: `pip install pytest`, then run this again.")
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / f"test_{name}.py").write_text(own_tests(types) or plain_tests(types), encoding="utf-8")
        done = subprocess.run([sys.executable, "-m", "pytest", "-q", "--rootdir", folder, folder], check=False)
    return 0 if done.returncode == 0 else 1


def own_tests(types):
    """The text of tests/test_conformance.py beside the package, when the plugin is installed from its folder."""
    package = types[0].__module__.split(".")[0]
    path = Path(str(files(package))).parent / "tests" / "test_conformance.py"
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def plain_tests(types):
    lines = ["from mooctang_core.testing import ActivityConformance"]
    for cls in types:
        name = cls.__name__
        lines += [f"from {cls.__module__} import {name}", "", "", f"class Test{name}(ActivityConformance):", f"    activity = {name}", ""]
    return "\n".join(lines)
