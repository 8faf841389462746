"""Settings: one table, read from a file and the environment, and refused with a sentence."""

import pickle
from pathlib import Path

import pytest

from mooctang_core.settings import SETTINGS, SettingError, document, load

HERE = Path(__file__).parent.parent


def test_without_a_file_everything_has_its_default():
    settings = load(environ={})
    assert settings.port == 6543
    assert settings.home == Path("var/demo")
    assert settings.store == "file"


def test_the_environment_wins_over_the_file(tmp_path):
    ini = tmp_path / "mooctang.ini"
    ini.write_text("[mooctang]\nport = 7000\nthreads = 2\nhome = data\n", encoding="utf-8")
    settings = load(ini, environ={"MOOCTANG_PORT": "7001"})
    assert (settings.port, settings.threads) == (7001, 2)
    assert settings.home == tmp_path / "data"


def test_the_file_may_be_named_by_a_variable(tmp_path):
    ini = tmp_path / "other.ini"
    ini.write_text("[mooctang]\nslow_request_ms = 900\n")
    assert load(environ={"MOOCTANG_INI": str(ini)}).slow_request_ms == 900


@pytest.mark.parametrize(("name", "value", "words"), [
    ("port", "abc", ("port", "'abc'", "not a whole number", "6543")),
    ("port", "70000", ("between 1 and 65535",)),
    ("public_scheme", "ftp", ("http or https",)),
    ("store", "mysql://x", ("store", "postgresql://…")),
    ("store", "file:///x?blobstorage_dir=y", ("blobstorage_dir",)),
    ("timezone", "Mars/Base", ("no time zone",)),
    ("strict_plugins", "perhaps", ("neither yes nor no",)),
    ("prot", "1", ("There is no setting prot", "did you mean port?")),
    ("workers", "3", ("workers is 3", "postgresql://")),
])
def test_a_wrong_setting_is_refused_by_name_with_reason_and_remedy(name, value, words):
    with pytest.raises(SettingError) as refused:
        load(environ={f"MOOCTANG_{name.upper()}": value})
    for word in words:
        assert word in str(refused.value)


def test_a_password_is_not_repeated_in_the_message():
    with pytest.raises(SettingError) as refused:
        load(environ={"MOOCTANG_STORE": "mysql://user:geheim@host/db"})
    assert "geheim" not in str(refused.value)


def test_a_file_without_our_section_is_refused(tmp_path):
    ini = tmp_path / "mooctang.ini"
    ini.write_text("port = 1\n")
    with pytest.raises(SettingError, match=r"\[mooctang\]"):
        load(ini, environ={})


def test_settings_do_not_change_but_can_be_had_otherwise():
    settings = load(environ={})
    with pytest.raises(AttributeError):
        settings.port = 1
    assert settings.replace(port="7777").port == 7777
    assert pickle.loads(pickle.dumps(settings)).port == settings.port
    with pytest.raises(AttributeError, match="no setting colour"):
        assert settings.colour


def test_every_setting_says_what_it_does_and_takes_its_own_default():
    for setting in SETTINGS:
        assert setting.doc.endswith("."), setting.name
        assert load(environ={}, **{setting.name: setting.default})


def test_the_document_is_in_step():
    written = (HERE / "docs" / "settings.md").read_text(encoding="utf-8")
    assert written == document(), "run: python -m mooctang_core.settings > docs/settings.md"
