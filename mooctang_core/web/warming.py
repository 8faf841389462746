"""Every page compiled once at a start, by a process of its own.

Compiling the templates of one page takes seconds on a small machine. Without this the first person to open each page after an
installation or an upgrade waits for it; with it the work is done, and kept on disk, before most pages are opened. What the first
visitor opens is compiled while the server itself is still starting; for the rest the process gives way to all others.
"""

import os
import subprocess
import sys
from pathlib import Path

from ..packages import folder_of
from ..plugins import PluginHost
from .rendering import CORE, Page

HERE = Path(__file__).parent
# What every page is made of, and the pages at the door.
FIRST = ("layout.pt", "macros.pt", "nav.pt", "portal", "alliance", "login", "register", "join", "my")
# Kept, for a process that nobody holds on to complains when it is forgotten.
started: list[subprocess.Popen] = []


def begin():
    """Start it and look no further: it ends by itself, also when this process ends before."""
    if "CHAMELEON_CACHE" in os.environ:
        started.append(subprocess.Popen([sys.executable, "-m", __spec__.name, str(os.getpid())], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                         stderr=subprocess.DEVNULL, start_new_session=True))


def first():
    """The pages at the door, in the order of `FIRST`."""
    found = sorted((HERE / "templates").glob("*.pt"))
    return [path for word in FIRST for path in found if path.name.startswith(word)]


def templates(packages):
    """The core's pages, then those of each plugin; a school's own theme is small and compiled when it is first seen."""
    folders = [HERE / "templates", *(folder_of(package) / "templates" for package in packages if package != CORE)]
    return [path for folder in folders if folder.is_dir() for path in sorted(folder.rglob("*.pt"))]


def warm(paths, parent):
    for path in paths:
        if os.getppid() != parent:
            return
        try:
            Page(str(path), encoding=None).cook_check()
        except Exception:
            continue  # whoever opens that page is told, with the place of the mistake


if __name__ == "__main__":
    parent = int(sys.argv[1])
    warm(first(), parent)
    os.nice(19)
    warm(templates(plugin.package for plugin in PluginHost().load().plugins.values()), parent)
