"""Where a plugin's files lie, whether it is a package, a single module, or made in a test; and what is installed."""

import sys
from functools import cache
from importlib import import_module, metadata
from pathlib import Path

NOWHERE = Path("/nowhere-at-all")


def module_named(name):
    """The imported module of this name, or None."""
    try:
        return sys.modules.get(name) or import_module(name)
    except ImportError:
        return None


def folder_of(package):
    """The folder of a package; a folder that does not exist for what has none."""
    paths = list(getattr(module_named(package), "__path__", ()))
    return Path(paths[0]) if paths else NOWHERE


@cache
def about(package):
    """What a package's distribution says of itself in one line; "" when it is not installed as one."""
    try:
        return metadata.metadata(package.replace("_", "-"))["Summary"] or ""
    except metadata.PackageNotFoundError:
        return ""


def entry_points(group):
    """What the installed packages offer under this word. They are read once for each path: that takes as long as drawing a page."""
    return _points(group, tuple(sys.path))


@cache
def _points(group, _path):
    return tuple(metadata.entry_points(group=group))
