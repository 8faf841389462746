"""Every setting in one table: read from mooctang.ini and MOOCTANG_* variables, and refused at start if it is wrong."""

import difflib
import os
from configparser import ConfigParser
from configparser import Error as BadFile
from pathlib import Path
from typing import Any, NamedTuple

from .setting_kinds import (
    ADDRESS,
    HOSTS,
    NAMES,
    PAIRS,
    PATH,
    PATH_OR_NONE,
    SMTP,
    TEXT,
    YES_NO,
    ZONE,
    Kind,
    one_of,
    whole,
    word_or_uri,
)

SECTION = "mooctang"
PREFIX = "MOOCTANG_"
FILE = "mooctang.ini"
FILE_VARIABLE = "MOOCTANG_INI"


class SettingError(ValueError):
    """A setting is wrong; the sentence names the setting, the value, the reason and the remedy."""


class Setting(NamedTuple):
    name: str
    kind: Kind
    default: Any
    doc: str


SETTINGS: tuple[Setting, ...] = (
    Setting("home", PATH, Path("var/demo"), "The folder for everything the server keeps on disk: store, scratch, secret."),
    Setting("store", word_or_uri(("file",), ("postgresql", "zeo")), "file",
            "Where the data lives: `file` is the embedded store under `home`; `postgresql://user:password@host/name` lets several processes and nodes share it; `zeo://host:port` uses a ZEO server."),
    Setting("databases", PAIRS, (), "Databases of single schools that live elsewhere, by name: `law=postgresql://…` or `law=/srv/law.fs`."),
    Setting("blobs", PATH_OR_NONE, None,
            "The folder for files on PostgreSQL; all processes and nodes must share it. Empty: `blobs` under `home`."),
    Setting("cache_objects", whole(1_000, 10_000_000), 60_000, "How many objects each database connection keeps in memory; a class of 2,000 with ten activities needs about 25,000."),
    Setting("cache_mb", whole(8, 65_536), 64, "How many megabytes each database connection keeps in memory at most."),
    Setting("pool_size", whole(1, 100), 12, "How many connections to a database are kept open at the same time; on PostgreSQL two server connections each."),
    Setting("upload_mb", whole(1, 10_240), 500, "The largest file that may be uploaded, in megabytes."),
    Setting("bus", word_or_uri(("auto", "memory", "postgresql"), ("redis", "rediss")), "auto",
            "What carries live events between processes; `auto` is `postgresql` when the store is, else `memory`."),
    Setting("listen", TEXT, "127.0.0.1", "The address to listen on."),
    Setting("port", whole(1, 65_535), 6543, "The port to listen on."),
    Setting("workers", whole(1, 64), 1, "How many server processes; more than one needs PostgreSQL or ZEO."),
    Setting("threads", whole(1, 64), 3, "How many threads answer ordinary pages in each process; the embedded store is fastest with few."),
    Setting("one_core", YES_NO, True,
            "Whether the threads of a process that answer stay on one core of the processor, the least busy one: a fifth less work at the bell. Linux only."),
    Setting("public_scheme", one_of("http", "https"), "http", "How people reach the server from outside; with https, cookies are marked secure."),
    Setting("trusted_proxies", NAMES, (), "Addresses of reverse proxies whose X-Forwarded headers are believed."),
    Setting("inner_hosts", HOSTS, (),
            "Hosts and networks (10.1.0.0/16) of your own that schools may have this server call, such as the campus's login server; any other must have a public address and https."),
    Setting("webhook_hosts", HOSTS, (),
            "Hosts and networks of your own that the webhooks of schools may reach, and those hosts without https too; without it a webhook has a public address and https."),
    Setting("strict_plugins", YES_NO, False, "Whether a plugin that cannot load stops the start (for development) or is set aside and listed."),
    Setting("run_evolve", YES_NO, False, "Whether unfinished evolve steps run at start; without it the server refuses to start and names them."),
    Setting("themes", NAMES, (), "Folders in which themes are looked for, first wins, before the ones that come with mooctang."),
    Setting("default_locale", one_of("zh_CN", "en"), "zh_CN", "The language of people who have not chosen one."),
    Setting("timezone", ZONE, "Asia/Shanghai", "The time zone of a new school."),
    Setting("remind_minutes", whole(0, 600), 30,
            "Minutes without anything from a teacher after which the teachers are told that their class still runs; 0 for never."),
    Setting("auto_end_hours", whole(1, 168), 24, "Hours after its start at which a session that nobody ended ends by itself."),
    Setting("import_rows", whole(1, 200_000), 50_000, "Rows that one imported file may hold."),
    Setting("import_leave_percent", whole(0, 100), 5, "An import stops and asks when more than this share of an administrative class would leave it."),
    Setting("import_undo_days", whole(1, 90), 7, "Days in which an import can be taken back as a whole; then its rows are forgotten."),
    Setting("seal_minutes", whole(1, 10_080), 10, "Minutes after its close at which an activity's records are folded into one object; corrections are laid over it."),
    Setting("members_max", whole(1, 100_000), 2000, "How many students a classroom may have."),
    Setting("streams_per_user", whole(1, 100), 3, "How many live pages one person may have open at once in a process."),
    Setting("streams_max", whole(1, 100_000), 2500, "How many live pages a process holds open."),
    Setting("queue_max", whole(10, 1_000_000), 5000, "How many submissions may wait; beyond it phones are told to try again shortly."),
    Setting("log_level", one_of("DEBUG", "INFO", "WARNING", "ERROR"), "INFO", "How much is written to the log."),
    Setting("slow_request_ms", whole(1, 600_000), 500, "Requests that take longer, in milliseconds, are named in the log."),
    Setting("smtp", SMTP, "",
            "The server that takes mail (plugin mail). `smtp://` goes over to TLS where the server offers it, and never sends a password without; empty: no mail."),
    Setting("mail_from", ADDRESS, "", "The address that mail comes from; empty: no-reply@ and the school's host."),
    Setting("login_tries", whole(1, 1_000), 10, "Wrong passwords for one account in a quarter of an hour, before it has to wait."),
    Setting("operator_second_factor", one_of("auto", "yes", "no"), "auto",
            "Whether operators must show a second factor (a code of an app) before they run the installation; `auto`: where public_scheme is https."),
)
BY_NAME = {setting.name: setting for setting in SETTINGS}


class Settings:
    """The settings as attributes; they never change while the server runs."""

    __slots__ = ("_values",)

    def __init__(self, values):
        object.__setattr__(self, "_values", dict(values))

    def __getattr__(self, name):
        try:
            return object.__getattribute__(self, "_values")[name]
        except KeyError:
            raise AttributeError(f"There is no setting {name}.") from None

    def __setattr__(self, name, value):
        raise AttributeError(f"Settings do not change while the server runs; {name} belongs into {FILE}.")

    def __reduce__(self):
        return Settings, (self._values,)

    def __repr__(self):
        return f"<Settings home={self.home} store={self.store.split('@')[-1]}>"

    def replace(self, **over):
        """The same settings with some of them different."""
        return Settings({**self._values, **{name: read(name, value) for name, value in over.items()}})


def load(path=None, environ=None, **over):
    """Settings from the file, then the environment, then `over`; later ones win. SettingError if any is wrong."""
    environ = os.environ if environ is None else environ
    values = {setting.name: setting.default for setting in SETTINGS}
    values.update(_from_file(path or environ.get(FILE_VARIABLE)))
    values.update(_from_environ(environ))
    values.update({name: read(name, value, "an argument") for name, value in over.items()})
    return _agree(Settings(values))


def _agree(settings):
    if settings.store == "file" and settings.workers > 1:
        raise SettingError(
            f"The setting workers is {settings.workers}, but the embedded store serves one process only: "
            "set workers to 1, or set store to a postgresql:// URI.")
    if settings.bus == "postgresql" and not settings.store.startswith("postgresql:"):
        raise SettingError(
            f"The setting bus is 'postgresql', but the store is {settings.store!r}: set bus to auto, memory or redis://….")
    return settings


def _from_file(path):
    wanted = Path(path) if path else Path(FILE)
    if not wanted.exists():
        if path:
            raise SettingError(f"The settings file {wanted} does not exist: name the right one, or leave it out.")
        return {}
    return {name: _beside(wanted, read(name, value, str(wanted))) for name, value in _section(wanted).items()}


def _section(path):
    reader = ConfigParser(interpolation=None, default_section="")
    try:
        reader.read_string(path.read_text(encoding="utf-8"), source=str(path))
    except (BadFile, UnicodeDecodeError, OSError) as error:
        raise SettingError(f"The settings file {path} cannot be read ({' '.join(str(error).split())}): write lines 'name = value' under [{SECTION}].") from None
    if not reader.has_section(SECTION):
        raise SettingError(f"The settings file {path} has no section [{SECTION}]: put that line above the settings.")
    return dict(reader[SECTION])


def _beside(path, value):
    # What a file calls "data" lies beside that file, wherever the server was started.
    return path.resolve().parent / value if isinstance(value, Path) else value


def _from_environ(environ):
    found = {}
    for variable, value in environ.items():
        if variable.startswith(PREFIX) and variable != FILE_VARIABLE:
            name = variable[len(PREFIX):].lower()
            found[name] = read(name, value, variable)
    return found


def read(name, value, source=""):
    """The value of one setting in its own type, or a SettingError."""
    setting = BY_NAME.get(name)
    if setting is None:
        raise SettingError(_unknown(name, source))
    if value == setting.default:
        return setting.default
    try:
        return setting.kind.read(value)
    except (ValueError, TypeError) as error:
        at = f" (from {source})" if source else ""
        raise SettingError(
            f"The setting {name}{at} is {without_secrets(value)!r}, but {error}: give {setting.kind.says}; "
            f"the default is {_shown(setting.default)}.") from None


def _unknown(name, source):
    close = difflib.get_close_matches(name, BY_NAME, 1)
    hint = f"did you mean {close[0]}?" if close else "docs/settings.md lists them all."
    return f"There is no setting {name}{f' (from {source})' if source else ''}: {hint}"


def without_secrets(value):
    # A database URI in an error message must not carry its password into a log.
    text = str(value)
    if "://" in text and "@" in text:
        return text.split("://")[0] + "://…@" + text.split("@")[-1]
    return text


def _shown(default):
    if isinstance(default, bool):
        return "yes" if default else "no"
    return "empty" if default in (None, ()) else str(default)


def document():
    """The text of docs/settings.md."""
    lines = [
        "# Settings", "",
        f"Write them in `{FILE}` under `[{SECTION}]`, or set a variable `{PREFIX}<NAME>`, which wins over the file.",
        f"`{FILE_VARIABLE}` names another file. Paths in the file are relative to it.",
        "A wrong or unknown setting stops the start, with its name and the reason.", "",
        "This page is written by `python -m mooctang_core.settings > docs/settings.md`.", "",
        "| setting | value | default | what it does |", "|---|---|---|---|",
    ]
    lines += [f"| `{s.name}` | {s.kind.says} | {_shown(s.default)} | {s.doc} |" for s in SETTINGS]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(document(), end="")
