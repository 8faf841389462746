"""Plugins made on the spot, good and bad, for the tests of the contract."""

import types

import colander

from mooctang_core.activity import Activity
from mooctang_core.hookspecs import hookimpl

PACKAGE = "mooctang_stranger"


def activity_class(kind, **members):
    """An activity type of a stranger's package."""
    return type(kind.title(), (Activity,), {"kind": kind, "title": f"活动 {kind}", "__module__": f"{PACKAGE}_{kind}", **members})


def module_of(name, *types_, **hooks):
    """A plugin module with these activity types and hook functions."""
    module = types.ModuleType(f"{PACKAGE}_{name}")
    module.activity_types = hookimpl(lambda: list(types_))
    for hook, function in hooks.items():
        setattr(module, hook, hookimpl(function))
    return module


class Mood(colander.MappingSchema):
    """One word."""

    mood = colander.SchemaNode(colander.String(), validator=colander.OneOf(("好", "一般")))


class Point:
    """How an installed plugin looks to the loader."""

    def __init__(self, name, load):
        self.name, self._load = name, load

    def load(self):
        return self._load()
