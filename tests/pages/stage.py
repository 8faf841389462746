"""What the tests of the pages stand on: a campus with the play plugin, an earlier class and one in session."""

import importlib
import sys
from pathlib import Path

from mooctang_core.flows import library, preparing
from mooctang_core.model.base import find
from mooctang_core.plugins import PluginHost
from mooctang_core.testing import Campus
from mooctang_core.testing.campus import ROOM as PATH

ROOM = f"{PATH}/"


def play():
    """The plugin of these tests, from the folder beside."""
    here = str(Path(__file__).parent)
    if here not in sys.path:
        sys.path.insert(0, here)
    return importlib.import_module("mooctang_play")


def play_campus(folder, students=6, **settings):
    """A campus whose schools have the play plugin and no other."""
    host = PluginHost()
    host.add("play", play(), "1.2")
    return Campus(folder, students=students, host=host, settings=settings)


def hold_classes(campus):
    """An earlier class with one closed activity, and a running one with an open question, a draft and a closed activity."""
    kit = play()
    urls = {"earlier": campus.open(kit.Hello, at="10:00")}
    campus.post("s1", urls["earlier"], "submit")
    campus.at("10:45").end()
    campus.clock.forward(days=2)
    campus.at("10:00").start("east")
    urls["hello"] = campus.open(kit.Hello)
    for who in ("s1", "s2", "s3"):
        campus.post(who, urls["hello"], "submit")
    campus.at("10:10").close_activity(urls["hello"])
    urls["ask"] = campus.open(kit.Ask, title="Momentum")
    campus.post("s1", urls["ask"], "submit", choice="B")
    urls["draft"] = campus.add(kit.Note, title="For later")
    prepare(campus, kit)
    campus.at("10:12")
    return urls


def prepare(campus, kit):
    """Two for today, and one in the library."""
    with campus.writing() as school:
        room = find(school, PATH)
        plan = preparing.plan_for(room, preparing.day_of(room, campus.clock()))
        for cls, title in ((kit.Ask, "Energy"), (kit.Note, "")):
            preparing.prepare(plan, cls, {}, None, title)
        node = library.keep(library.library_of(room), kit.Ask, {"minutes": 5}, None, "Inertia")
        library.describe(node, "for the first week", ("mechanics",), True)
