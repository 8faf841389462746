"""What the commands share: the settings they run with, and having the server do what only it can."""

import functools
import os
from datetime import UTC, datetime
from pathlib import Path

import click


def with_settings(command):
    """Give a command `settings`, from the file, the environment and --home."""

    @click.option("--home", type=click.Path(path_type=Path, file_okay=False), help="The data folder (else the setting home).")
    @click.option("--ini", type=click.Path(path_type=Path, dir_okay=False), help="The settings file (else mooctang.ini here).")
    @functools.wraps(command)
    def run(*args, home=None, ini=None, **words):
        return command(*args, settings=settings_for(ini, home=home), **words)

    return run


def settings_for(ini=None, **over):
    from ..settings import load

    return load(ini, **{name: value for name, value in over.items() if value is not None})


def keep_templates(settings):
    """Compiling the pages takes seconds; the next start finds it done. To be called before the web is imported."""
    folder = Path(settings.home) / "templates"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.environ.setdefault("CHAMELEON_CACHE", str(folder))


def do(settings, name, /, **words):
    """An operation, by the server that holds the embedded store, or here when no server runs."""
    from ..flows import operating
    from ..plugins import PluginHost
    from ..store import open_store
    from ..store.control import ask
    from ..store.places import kind_of, store_folder

    if kind_of(settings) == "file":
        answered, result = ask(store_folder(settings), name, **words)
        if answered:
            return result
        if name not in BEGINS and not (store_folder(settings) / "main.fs").exists():
            return _without_a_store(settings, name, words)
    store = open_store(settings)
    try:
        return operating.operate(operating.House(store, PluginHost().load(), now), name, **words)
    finally:
        store.close()


BEGINS = ("school_create", "school_take_in")


def _without_a_store(settings, name, words):
    """Looking must not lay out a store: what is installed can be said all the same."""
    from ..flows import operating
    from ..plugins import PluginHost

    if name != "plugins":
        raise operating.Mistake(no_store(settings))
    return operating.operate(operating.House(None, PluginHost().load(), now), name, **words)


def no_store(settings):
    return f"There is no store in {settings.home} yet: name another folder with --home, or make a school with `mooctang school create`."


def must_have_begun(settings):
    """Refuse to look after a store that was never laid out. Where only its first file is gone, that is damage, and not for here."""
    from ..store import StoreError
    from ..store.places import kind_of, store_folder

    folder = store_folder(settings)
    traces = (folder.glob("*.fs"), folder.glob("*blobs/*/*"), [folder.with_name("store.new")])
    if kind_of(settings) == "file" and not any(path.exists() for found in traces for path in found):
        raise StoreError(no_store(settings))


def now():
    return datetime.now(UTC)


def table(heads, rows):
    """Rows in columns; a Chinese character is two columns wide."""
    rows = [[str(cell) for cell in row] for row in rows]
    widths = [max([width(head), *(width(row[place]) for row in rows)]) for place, head in enumerate(heads)]
    for row in [heads, *rows]:
        click.echo("  ".join(cell + " " * (widths[place] - width(cell)) for place, cell in enumerate(row)).rstrip())


def width(text):
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in text)


def size(count):
    """Bytes as people say them."""
    for unit in ("bytes", "KB", "MB", "GB"):
        if count < 1024 or unit == "GB":
            return f"{count:.0f} {unit}" if unit == "bytes" else f"{count:.1f} {unit}"
        count /= 1024
