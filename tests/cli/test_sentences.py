"""Every error a person can cause is one sentence, exit code 2, and no traceback."""

import os
import socket
import subprocess
import sys

import pytest

from mooctang_core.settings import load
from mooctang_core.store import open_store


def sentence(said):
    lines = said.error.strip().splitlines()
    assert "Traceback" not in said.error
    assert len(lines) == 1 and lines[0].startswith("mooctang: "), said.error
    return lines[0]


@pytest.mark.feature("OPS-05")
@pytest.mark.parametrize("environ, words", [
    ({"MOOCTANG_PROT": "80"}, ("prot", "did you mean port")),
    ({"MOOCTANG_PORT": "eighty"}, ("port", "'eighty'", "not a whole number", "6543")),
    ({"MOOCTANG_STORE": "mysql://x"}, ("store", "mysql://x", "postgresql://")),
    ({"MOOCTANG_STORE": "postgresql://u:secret@h/d?blobstorage_dir=/x"}, ("store", "blobstorage_dir")),
    ({"MOOCTANG_WORKERS": "2"}, ("workers", "embedded store", "postgresql://")),
])
def test_a_wrong_setting_is_refused_with_its_name_and_the_reason(call, environ, words):
    said = sentence(call("serve", code=2, **environ))
    for word in words:
        assert word in said
    assert "secret" not in said


@pytest.mark.feature("OPS-05")
def test_a_wrong_settings_file_stops_a_real_start(tmp_path):
    (tmp_path / "mooctang.ini").write_text("[mooctang]\nlisten_port = 80\n", encoding="utf-8")
    done = subprocess.run([sys.executable, "-m", "mooctang_core.cli", "serve"], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False,
                          env={**os.environ, "MOOCTANG_HOME": str(tmp_path / "home")})
    assert done.returncode == 2
    assert "listen_port" in done.stderr and "mooctang.ini" in done.stderr and "Traceback" not in done.stderr
    assert not (tmp_path / "home").exists()


def test_the_settings_are_printed_as_they_are(call, tmp_path):
    (tmp_path / "mooctang.ini").write_text("[mooctang]\nport = 7000\n", encoding="utf-8")
    said = call("settings", MOOCTANG_STORE="postgresql://u:secret@h/d").text
    assert "port = 7000    # the default is 6543" in said
    assert "secret" not in said


def test_no_store_is_said_before_one_is_made(call, tmp_path):
    assert "mooctang school create" in sentence(call("serve", code=2))
    assert "no store" in sentence(call("school", "list", code=2))
    assert not (tmp_path / "home" / "store").exists()


def test_a_store_that_another_process_holds(call, tmp_path):
    store = open_store(load(environ={}, home=str(tmp_path / "home")))
    store.control.close()   # as if it belonged to a program that answers nobody
    try:
        assert "stop the other" in sentence(call("school", "list", code=2))
    finally:
        store.close()


def test_a_port_that_is_taken(call, tmp_path):
    call("school", "create", "law", "法学院", "--host", "law.test")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = sentence(call("serve", "--port", str(port), code=2))
    assert str(port) in said and "another port" in said


@pytest.mark.parametrize("words, hint", [
    (("school", "create", "Law School", "x"), "small letters"),
    (("school", "create", "law", "x", "--unit", "1"), "five digits"),
    (("school", "create", "art", "x", "--host", "http://art.test"), "is not a host"),
    (("school", "create", "law", "again"), "already"),
    (("school", "export", "nobody", "out.tar"), "There is no school nobody"),
    (("school", "import", "absent.tar"), "There is no file"),
    (("host", "add", "art.test", "nobody"), "There is no school nobody"),
    (("host", "add", "law.test"), "leads to law already"),
    (("host", "remove", "other.test"), "host list"),
    (("account", "password", "nobody@x.test"), "Nobody logs in"),
    (("account", "create", "某人", "--login", "a@b.test", "--role", "teacher"), "--school"),
    (("plugins", "enable", "absent", "--school", "law"), "There is no plugin absent"),
    (("hooks", "absent"), "There is no hook"),
    (("new-plugin", "Big-Word"), "one word"),
    (("check-plugin", "absent"), "There is no plugin absent"),
    (("restore", "nowhere"), "There is no backup"),
    (("convert", "--to", "file"), "already"),
    (("convert", "--to", "mysql://x"), "postgresql://"),
    (("demo",), "is no demo"),
])
def test_what_cannot_be_is_refused_with_the_remedy(call, words, hint):
    call("school", "create", "law", "法学院", "--host", "law.test")
    assert hint in sentence(call(*words, code=2))
