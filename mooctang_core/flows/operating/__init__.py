"""What an operator does from the command line: plain words in, plain facts out, in the server's process or without one.

The embedded store belongs to one process, so the command line asks the running server to do these (store/control.py).
"""

from ...store.errors import StoreError
from . import evolution, people, plugins, schools
from .house import House, Mistake

OPERATIONS = {
    "evolve": evolution.evolve,
    "plugins": plugins.overview,
    "plugin_switch": plugins.switch,
    "school_list": schools.listed,
    "school_create": schools.create,
    "school_take_in": schools.take_in,
    "host_list": schools.hosts,
    "host_add": schools.add_host,
    "host_remove": schools.remove_host,
    "account_create": people.create,
    "account_password": people.password,
    "account_operator": people.operator,
    "account_reach": people.reach,
    "account_second_factor": people.second_factor,
}


def operate(house, name, /, **words):
    """Do one of them. A Mistake says what was wrong with the words."""
    return OPERATIONS[name](house, **words)


def as_tasks(house):
    """The same as tasks that the store's control socket can be asked for."""
    return {name: _task(house, name) for name in OPERATIONS}


def _task(house, name):
    return lambda store, /, **words: operate(house, name, **words)


__all__ = ["OPERATIONS", "House", "Mistake", "StoreError", "as_tasks", "operate"]
