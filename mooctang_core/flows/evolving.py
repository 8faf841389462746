"""Evolve steps: bring what was stored by an older version up to this one, once per school, by name and on record.

A step is a function `step(school)` (or `step(alliance)`: the name of its argument says which) that finds for itself what is
still old, so that it may be run again from its beginning. One that is a generator is committed at every `yield`. Its name
is "plugin:function"; when it was done is written into the school's (or the alliance's) `evolved`, in the same transaction.
"""

import inspect
import random
import time
from contextlib import contextmanager
from typing import Any, NamedTuple

import transaction
from transaction.interfaces import TransientError

from ..model.accounts import devices_in_accounts
from ..model.outbox import letters_in_order
from .due import tasks_have_pages
from .reviewing import courses_have_states

CORE = "core"
CORE_STEPS: tuple = (letters_in_order, tasks_have_pages, courses_have_states, devices_in_accounts)
"""The core's own steps."""
ATTEMPTS = 5
MOST_NAMED = 5


class Unfinished(Exception):
    """The data is older than the program; the sentence says what to run."""


class Step(NamedTuple):
    name: str
    function: Any
    of: str
    """"school" or "alliance"."""


class Done(NamedTuple):
    """One line of the report."""

    place: str
    """The school's slug, "" for the alliance."""
    step: str
    slices: int
    problem: str = ""


def steps_of(host):
    """Every step of the core and of the plugins that are loaded, by name."""
    found = [_step(CORE, function) for function in CORE_STEPS]
    for plugin, functions in host.each("evolve_steps"):
        found += [_step(plugin, function) for function in functions or ()]
    return sorted(found, key=lambda step: step.name)


def _step(plugin, function):
    arguments = list(inspect.signature(function).parameters)
    return Step(f"{plugin}:{function.__name__}", function, "alliance" if arguments == ["alliance"] else "school")


def unfinished(place, steps):
    """The steps that this school or alliance lacks."""
    sort = "school" if hasattr(place, "enabled_plugins") else "alliance"
    return [step for step in steps if step.of == sort and step.name not in place.evolved]


def mark_new(place, host, now):
    """A new school or alliance begins with today's shape: every step counts as done."""
    for step in unfinished(place, steps_of(host)):
        place.evolved[step.name] = now


def mark_all_new(store, host, now):
    """A store that was laid out just now is of today."""
    for slug, database in places(store) if steps_of(host) else ():
        with opened(store, database) as (root, manager):
            mark_new(place_in(root, slug), host, now)
            manager.commit()
            manager.begin()


# Over a whole store --------------------------------------------------------------------------------------------------

def waiting(store, host, only=None):
    """[(slug or "", step)] of all that is unfinished; the alliance first."""
    steps = steps_of(host)
    found = []
    for slug, database in places(store) if steps else ():
        if only in (None, slug):
            with opened(store, database) as (root, _manager):
                found += [(slug, step) for step in unfinished(place_in(root, slug), steps)]
    return found


def places(store):
    """[("" for the alliance or a school's slug, database)]; empty when nothing is laid out yet."""
    with opened(store, "main") as (root, _manager):
        alliance = root.get("alliance")
        return [("", "main"), *alliance.schools.items()] if alliance is not None else []


def place_in(root, slug):
    return root["schools"][slug] if slug else root["alliance"]


def refuse_unfinished(store, host):
    """Raise Unfinished, with the sentence to read, when anything waits."""
    left = waiting(store, host)
    if left:
        named = ", ".join(f"{step.name} for {slug or 'the alliance'}" for slug, step in left[:MOST_NAMED])
        more = f" and {len(left) - MOST_NAMED} more" if len(left) > MOST_NAMED else ""
        raise Unfinished(
            f"The data was written by an older version ({named}{more}): stop the servers, take a backup, then run `mooctang evolve`, "
            "or set run_evolve to yes.")


def evolve(store, host, clock, dry_run=False, only=None):
    """Run what is unfinished, school by school. A dry run does the work and takes it back. Returns [Done]."""
    report = []
    databases = dict(places(store))
    wanted = {}
    for slug, step in waiting(store, host, only):
        wanted.setdefault(slug, []).append(step)
    for slug, steps in wanted.items():
        with opened(store, databases[slug]) as (root, manager):
            report += _at(Run(place_in(root, slug), manager, clock, dry_run), slug, steps)
    return report


def _at(run, slug, steps):
    """All steps of one place in order; after one that failed the rest of this place waits."""
    report = []
    for step in steps:
        report.append(run.step(slug, step))
        if report[-1].problem:
            break
    return report


class Run:
    """The steps of one place, committed slice by slice, or not at all."""

    def __init__(self, place, manager, clock, dry_run):
        self.place, self.manager, self.clock, self.dry_run = place, manager, clock, dry_run

    def step(self, slug, step):
        for attempt in range(ATTEMPTS):
            try:
                return Done(slug, step.name, self._once(step))
            except TransientError:
                # A generator cannot be rewound: the step begins again and passes over what it has done.
                self._again()
                time.sleep(random.random() * 0.05 * 2**attempt)
            except Exception as error:
                self._again()
                return Done(slug, step.name, 0, f"{type(error).__name__}: {error}")
        return Done(slug, step.name, 0, "the data is being written to without a pause; run it at a quieter hour")

    def _once(self, step):
        slices = self._walk(step.function(self.place))
        self.place.evolved[step.name] = self.clock()
        self._keep()
        return slices

    def _walk(self, work):
        count = 1
        for _slice in work if inspect.isgenerator(work) else ():
            count += 1
            self._keep()
        return count

    def _keep(self):
        if not self.dry_run:
            self.manager.commit()
            self.manager.begin()

    def _again(self):
        self.manager.abort()
        self.manager.begin()


@contextmanager
def opened(store, database):
    """(root, manager) of a database in a transaction, which is aborted at the end unless it was committed."""
    manager = transaction.TransactionManager(explicit=True)
    manager.begin()
    connection = store.connection(database, manager)
    try:
        yield connection.root(), manager
    finally:
        manager.abort()
        connection.close()
