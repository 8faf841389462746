"""What an operator may get wrong, through the real program: one sentence with cause and remedy, everything else goes on, nothing is lost."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys

import pytest

from mooctang_core.settings import SETTINGS, SettingError, load

PLUGIN = "[mooctang.v1]\nwreck = wreck\nliar = liar\n"
METADATA = "Metadata-Version: 2.1\nName: mooctang-wreck\nVersion: 3.1\n"


def environ(home, **more):
    return {**os.environ, "MOOCTANG_HOME": str(home), "PYTHONWARNINGS": "ignore", **more}


def command(home, *words, **more):
    done = subprocess.run([sys.executable, "-m", "mooctang_core.cli", *words], env=environ(home, **more), capture_output=True, text=True, timeout=120, check=False)
    return done.returncode, done.stdout + done.stderr


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A school, made by the program."""
    place = tmp_path_factory.mktemp("operated") / "home"
    code, said = command(place, "school", "create", "law", "法学院", "--host", "law.test")
    assert code == 0, said
    return place


@pytest.fixture
def wrecks(tmp_path):
    """A package with a plugin that does not import and one that answers nonsense, and a folder of broken themes."""
    (tmp_path / "wreck-3.1.dist-info").mkdir()
    (tmp_path / "wreck-3.1.dist-info" / "entry_points.txt").write_text(PLUGIN)
    (tmp_path / "wreck-3.1.dist-info" / "METADATA").write_text(METADATA)
    (tmp_path / "wreck.py").write_text("import a_module_that_is_not_there\n")
    (tmp_path / "liar.py").write_text("from mooctang_core.api import hookimpl\n\n@hookimpl\ndef activity_types():\n    return [dict]\n")
    for name, cfg in (("bare", None), ("scrawl", "[theme\ntitle"), ("empty", ""), ("sound", "[theme]\ntitle = Sound\n")):
        (tmp_path / "themes" / name).mkdir(parents=True)
        if cfg is not None:
            (tmp_path / "themes" / name / "theme.cfg").write_text(cfg)
    return tmp_path


class Serving:
    """`mooctang serve`, and what it said."""

    def __init__(self, home, **more):
        self.port = free_port()
        self.process = subprocess.Popen([sys.executable, "-m", "mooctang_core.cli", "serve", "--port", str(self.port)], env=environ(home, **more),
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.lines = []

    def __enter__(self):
        while line := self.process.stdout.readline():
            self.lines.append(line)
            if line.startswith("mooctang serves on"):
                return self
        raise AssertionError("".join(self.lines))

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        rest, _errors = self.process.communicate(timeout=30)
        self.lines += rest.splitlines(keepends=True)
        assert self.process.returncode == 0, self.lines

    def get(self, path, host="law.test"):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request("GET", path, headers={"Host": host, "Connection": "close"})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text

    def said(self, word):
        """The messages of the log that hold a word."""
        messages = [json.loads(line)["message"] for line in self.lines if line.startswith("{")]
        return [message for message in messages if word in message]


@pytest.mark.feature("PLG-04")
def test_what_is_broken_is_named_and_the_rest_is_served(home, wrecks):
    more = {"PYTHONPATH": str(wrecks), "MOOCTANG_THEMES": f"{wrecks / 'themes'} {wrecks / 'absent'}"}
    with Serving(home, **more) as server:
        ready = json.loads(server.get("/readyz")[1])
        assert ready["ready"] and "checkin" in ready["plugins"]["loaded"]
        assert "No module named 'a_module_that_is_not_there'" in ready["plugins"]["quarantined"]["wreck"]
        assert "must return Activity classes" in ready["plugins"]["quarantined"]["liar"]
        for theme, words in (("bare", "theme.cfg cannot be read (No such file"), ("scrawl", "theme.cfg cannot be read"), ("empty", "no section [theme]"), (str(wrecks / "absent"), "no such folder")):
            assert words in ready["themes"][theme] and "sound" not in ready["themes"]
        status, page = server.get("/")
        assert status == 200 and "法学院" in page and "a_module_that_is_not_there" not in page
        status, sentence = server.get("/", "nobody.test")
        assert status == 421 and len(sentence.strip().splitlines()) == 1 and "'nobody.test'" in sentence and "mooctang host add" in sentence
        status, sentence = server.get("/", "[::1")
        assert status == 421
    for word in ("plugin wreck is left out", "plugin liar is left out", "theme bare", "theme scrawl", "correct the setting themes"):
        [told] = server.said(word)
        assert any(remedy in told for remedy in ("correct it", "correct the setting")), told


@pytest.mark.parametrize("name, text, words", [
    ("secret", "", ("secret", "64 hexadecimal digits", "restore it")), ("secret", "garbage", ("secret", "remove it")), ("secret", "ab" * 31, ("secret", "restore it")),
    ("scratch.sqlite", "garbage " * 500, ("scratch.sqlite", "move it away", "made anew")), ("store/main.fs", "garbage " * 500, ("main.fs", "damaged", "mooctang verify")),
])
def test_a_file_that_is_spoilt_stops_the_start_with_one_sentence(home, tmp_path, name, text, words):
    """An empty secret above all: with it everybody could sign what only the server signs."""
    spoilt = tmp_path / "home"
    subprocess.run(["cp", "-r", str(home), str(spoilt)], check=True)
    for beside in spoilt.glob(name + "-*"):
        beside.unlink()
    (spoilt / name).write_text(text)
    code, said = command(spoilt, "serve", "--port", str(free_port()))
    sentences = [line for line in said.splitlines() if line.startswith("mooctang: ")]
    assert code == 2 and len(sentences) == 1 and all(word in sentences[0] for word in words), said
    assert "Traceback" not in said and (spoilt / name).read_text() == text, "and nothing was written over it"



@pytest.mark.parametrize("setting", [one for one in SETTINGS if one.name not in ("home", "themes", "trusted_proxies", "store", "bus")], ids=lambda one: one.name)
@pytest.mark.parametrize("value", ["\u2603 nonsense", "-99999999999", "nan"])
def test_a_setting_with_a_wrong_value_is_named_with_its_remedy(setting, value):
    """Every setting there is: taken, or refused with name, value and what to give instead."""
    try:
        load(environ={f"MOOCTANG_{setting.name.upper()}": value})
    except SettingError as error:
        assert setting.name in str(error) and value in str(error) and "give" in str(error) and "\n" not in str(error)
        return
    assert setting.name in ("listen", "blobs"), f"{setting.name} took {value!r}"
