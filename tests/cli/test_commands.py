"""An installation from nothing, by commands alone."""

import subprocess
import sys

import pytest

from mooctang_core.testing.browser import Browser


def made(call):
    call("school", "create", "law", "法学院", "--unit", "10007", "--host", "law.test", "--alliance", "联盟", "--alliance-host", "alliance.test")


def test_a_school_its_hosts_and_its_people(call, tmp_path):
    made(call)
    call("host", "add", ":7001", "law")
    assert ":7001" in call("host", "list").text
    call("host", "remove", ":7001")
    assert ":7001" not in call("host", "list").text
    assert "法学院" in call("school", "list").text
    call("account", "create", "王敏", "--login", "wang@law.test", "--school", "law", "--role", "manager")
    call("account", "operator", "wang@law.test")
    assert "last operator" in call("account", "operator", "wang@law.test", "--remove", code=2).error


def test_the_one_time_password_of_the_command_line_opens_the_door(call, tmp_path):
    from mooctang_core.settings import load
    from mooctang_core.web import close_app, make_app

    made(call)
    said = call("account", "create", "李同学", "--login", "li@law.test", "--school", "law", "--number", "2026001").text
    password = said.split(" with ")[1].split(" ")[0]
    app = make_app(load(environ={}, home=str(tmp_path / "home")))
    try:
        text = Browser(app, "law.test").post("/login", page="/login", name="2026001", password=password)
        assert "password/first" in text
    finally:
        close_app(app)


def test_plugins_are_listed_switched_and_their_absence_said(call):
    made(call)
    listed = call("plugins").text
    assert "checkin" in listed and "well" in listed
    call("plugins", "disable", "checkin", "--school", "law")
    assert " law" not in next(line for line in call("plugins").text.splitlines() if line.startswith("checkin"))
    call("plugins", "enable", "checkin", "--school", "law")
    assert "activity_types" in call("hooks").text
    assert "Called:" in call("hooks", "panels").text


def test_looking_at_plugins_lays_out_no_store(call, tmp_path):
    assert "checkin" in call("plugins").text
    assert not (tmp_path / "home" / "store").exists()


def test_nothing_to_evolve_is_said(call):
    made(call)
    assert "of this version" in call("evolve").text
    assert "of this version" in call("evolve", "--dry-run").text


@pytest.mark.feature("BEY-06")
def test_a_rehearsal_looks_at_every_school_and_writes_nothing(call, tmp_path):
    made(call)
    data = tmp_path / "home" / "store" / "main.fs"
    before = data.read_bytes()
    said = call("rehearse").text
    assert "law" in said and "well" in said
    assert data.read_bytes() == before


def test_a_school_leaves_and_comes_back_under_another_word(call, tmp_path):
    made(call)
    call("school", "export", "law", "law.tar")
    call("school", "import", "law.tar", "--as", "law2", "--database", "law2")
    assert "law2" in call("school", "list").text
    call("school", "mount", "law")
    call("school", "unmount", "law")


def test_backup_restore_pack_verify(call, tmp_path):
    made(call)
    call("backup", "saved")
    assert "saved" in call("backup", "saved").text
    assert len(call("backup", "saved", "--list").text.splitlines()) == 3
    call("school", "create", "art", "艺术学院")
    call("pack")
    assert "All is well" in call("verify").text
    call("restore", "saved", "--force")
    assert "art" not in call("school", "list").text


@pytest.mark.parametrize("words", [("verify",), ("backup", "saved"), ("pack",)])
def test_a_home_without_a_store_is_neither_damaged_nor_laid_out(call, tmp_path, words):
    said = call(*words, code=2)
    assert said.error.startswith("mooctang: There is no store in ") and "mooctang school create" in said.error
    assert "damaged" not in said.text and not list((tmp_path / "home").rglob("*")) and not (tmp_path / "saved").exists()


def test_a_store_whose_first_file_is_gone_is_damaged(call, tmp_path):
    made(call)
    call("school", "export", "law", "law.tar")
    call("school", "import", "law.tar", "--as", "law2", "--database", "law2")
    (tmp_path / "home" / "store" / "main.fs").unlink()
    assert "Something is damaged" in call("verify", code=1).text


@pytest.mark.feature("PLG-01")
def test_a_new_plugin_passes_the_kit_as_it_stands(call, tmp_path):
    call("new-plugin", "pulse", "--title", "脉搏")
    done = subprocess.run([sys.executable, "-m", "pytest", "-q"], cwd=tmp_path / "pulse", capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout[-3000:]
    assert "already" in call("new-plugin", "pulse", code=2).error


def test_a_plugins_own_commands_are_found(call, monkeypatch):
    import click

    from mooctang_core.cli import sentences

    monkeypatch.setattr(sentences, "plugin_commands", lambda: {"greet": click.Command("greet", callback=lambda: click.echo("hello"))})
    assert call("greet").text == "hello\n"
    assert "greet" in call("--help").text


def test_a_school_from_elsewhere_is_brought_up_to_this_version(call, monkeypatch):
    import types

    from mooctang_core.hookspecs import hookimpl
    from mooctang_core.plugins import PluginHost

    made(call)
    call("school", "export", "law", "law.tar")
    module = types.ModuleType("older")
    module.evolve_steps = hookimpl(lambda: [greeting])
    load = PluginHost.load
    monkeypatch.setattr(PluginHost, "load", lambda self, points=None: (load(self, points), self.add("older", module))[0])
    assert "older:greeting" in call("evolve", "--dry-run").text
    assert "would be done" in call("evolve", "--dry-run").text
    call("evolve")
    assert "older:greeting" in call("school", "import", "law.tar", "--as", "law2").text
    assert "of this version" in call("evolve").text


def greeting(school):
    school.brand["slogan"] = "欢迎"


def test_a_theme_that_is_not_there_is_said_once(call, tmp_path, capsys):
    from mooctang_core.cli.serving import check
    from mooctang_core.settings import load
    from mooctang_core.web import close_app, make_app

    call("school", "create", "law", "法学院", "--host", "law.test", "--theme", "nowhere")
    app = make_app(load(environ={}, home=str(tmp_path / "home")))
    try:
        check(app)
        check(app)
        assert Browser(app, "law.test").get("/")
    finally:
        close_app(app)
    assert capsys.readouterr().err.count("the school law wants the theme nowhere") == 1
