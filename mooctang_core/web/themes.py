"""Themes: folders of templates, files and tokens placed by the operator. A broken one falls back and says so."""

import configparser
import logging
import time
from pathlib import Path
from typing import NamedTuple

from ..packages import entry_points

GROUP = "mooctang.themes"
LOOK_AGAIN_S = 5
log = logging.getLogger("mooctang.themes")


class Theme(NamedTuple):
    """One theme: its folder, and the folders it falls back to, nearest first."""

    name: str
    folder: Path
    title: str
    extends: str


class Themes:
    """All themes found on the search path and in packages; knows what is wrong with which."""

    def __init__(self, folders=(), own=None):
        self.problems = {}
        self.found = {}
        self.generation = 0
        """Grows when themes came to the known ones; what was looked up before is looked up anew."""
        self._folders = [*map(Path, folders), *([Path(own)] if own else ()), *built_in()]
        self._looked = float("-inf")
        for folder in map(Path, folders):
            if not folder.is_dir():
                self.problem(str(folder), "there is no such folder: correct the setting themes")
        for folder in self._folders:
            self._look_in(folder)
        self._look_in_packages()

    def look_again(self):
        """A theme that nobody knew may have come with a suitcase, or been put there since the start."""
        known, self._looked = len(self.found), time.monotonic()
        for folder in self._folders:
            self._look_in(folder)
        if len(self.found) > known:
            self.generation += 1
            self.problems = {name: sentence for name, sentence in self.problems.items() if name not in self.found}

    def _look_in(self, folder):
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if path.is_dir() and path.name not in self.found and not path.name.startswith((".", "_")):
                self._take(path.name, path)

    def _look_in_packages(self):
        for point in entry_points(group=GROUP):
            try:
                self._take(point.name, Path(point.load().__file__).parent)
            except Exception as error:  # a stranger's package may raise anything
                self.problem(point.name, f"{type(error).__name__}: {error}")

    def _take(self, name, path):
        try:
            self.found[name] = read(name, path)
        except (OSError, configparser.Error, KeyError, UnicodeDecodeError) as error:
            self.problem(name, f"{path / 'theme.cfg'} cannot be read ({of_cfg(error)}): correct it or take the folder away; until then the default is shown")

    def problem(self, name, sentence):
        """Remember what is wrong with a theme, for the operator's page and the log."""
        if self.problems.get(name) != sentence:
            self.problems[name] = sentence
            log.error("theme %s: %s", name, sentence)

    def chain(self, name):
        """The folders to look in for a theme, nearest first; a missing one is the default."""
        folders = []
        if name and name not in self.found and time.monotonic() - self._looked > LOOK_AGAIN_S:
            self.look_again()
        while name and name in self.found and self.found[name].folder not in folders:
            folders.append(self.found[name].folder)
            name = self.found[name].extends
        if name and name not in self.found and name != "default":
            self.problem(name, "not found; the default is shown instead")
        return folders or ([self.found["default"].folder] if "default" in self.found else [])


def of_cfg(error):
    """What is wrong with a theme.cfg, in one line."""
    if isinstance(error, KeyError):
        return "it has no section [theme]"
    return error.strerror if isinstance(error, OSError) else " ".join(str(error).split())


def read(name, path):
    parser = configparser.ConfigParser()
    with open(path / "theme.cfg", encoding="utf-8") as file:
        parser.read_file(file)
    section = parser["theme"]
    return Theme(name, path, section.get("title", name), section.get("extends", "" if name == "default" else "default"))


def built_in():
    """The folder of the themes that come with mooctang: beside the package, or inside it when installed."""
    here = Path(__file__).resolve().parents[1]
    inside, beside = here / "themes", here.parent / "themes"
    return [inside] if inside.is_dir() else [beside] if beside.is_dir() else []
