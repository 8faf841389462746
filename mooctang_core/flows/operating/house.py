"""What every operation is given: the store, the plugins, the clock, and a way to write one school or the alliance."""

from contextlib import contextmanager
from typing import Any, NamedTuple

import transaction

from ...changes import gather
from ...store.errors import StoreError

ATTEMPTS = 5


class Mistake(StoreError):
    """What was asked for cannot be; the sentence says why and what to write instead."""


class House(NamedTuple):
    """Everything an operation needs."""

    store: Any
    host: Any
    clock: Any
    publish: Any = lambda changes: None

    @contextmanager
    def writing(self, database="main"):
        """The root of a database, committed at the end."""
        manager = transaction.TransactionManager(explicit=True)
        connection = None
        try:
            with manager:
                gather(manager, self.publish)
                connection = self.store.connection(database, manager)
                yield connection.root()
        finally:
            if connection is not None:
                connection.close()

    @contextmanager
    def reading(self, database="main"):
        manager = transaction.TransactionManager(explicit=True)
        manager.begin()
        connection = self.store.connection(database, manager)
        try:
            yield connection.root()
        finally:
            manager.abort()
            connection.close()

    def database_of(self, slug):
        """The database a school lives in; a Mistake when there is no such school."""
        with self.reading() as root:
            schools = alliance_in(root).schools
            if slug not in schools:
                raise Mistake(f"There is no school {slug}: the schools are {', '.join(schools) or 'none yet'}.")
            return schools[slug]


def alliance_in(root):
    """The alliance, or a Mistake that says how to begin."""
    alliance = root.get("alliance")
    if alliance is None:
        raise Mistake("There is no alliance in this store yet: run `mooctang school create SLUG TITLE --host HOST`, or `mooctang demo` to look around first.")
    return alliance
