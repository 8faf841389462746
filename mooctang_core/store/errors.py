"""What can be wrong with the store: each error is one sentence that names the cause and the remedy."""

import errno
import sqlite3

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class StoreError(Exception):
    """The store cannot do what was asked."""


class StoreHeld(StoreError):
    """Another process holds the store."""


class StoreDown(StoreError):
    """The store cannot be reached or has stopped; whether the last write was kept may be unknown."""


class StoreFull(StoreError):
    """There is no room for the write; nothing of it was kept, and reading goes on."""


class StoreDamaged(StoreError):
    """What is stored is not what was written."""


def full(place):
    return StoreFull(f"There is no room left for writing under {place}: nothing of this write was kept; free some space, and writing goes on by itself.")


def held(place, holder=""):
    by = f" by process {holder}" if holder else ""
    return StoreHeld(f"The store {place} is held{by} already: one process at a time may open an embedded store; stop the other one, or ask it to do the work.")


def unreachable(place, error):
    return StoreDown(f"The database {place} does not answer ({first_line(error)}): start it or correct the setting store; requests are answered 503 until it is back.")


def no_scratch(path, error):
    return StoreDamaged(f"The file {path} cannot be read ({first_line(error)}): move it away and start again; it is made anew, and only drafts, "
                        "counts of wrong passwords and codes that wait were in it.")


def first_line(error):
    return (str(error).strip().splitlines() or [type(error).__name__])[0].strip().rstrip(".:")


def trouble(error):
    """The StoreError behind any exception that came out of a storage, or None when the store is not to blame."""
    seen = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        known = _known(error)
        if known is not None:
            return known
        error = error.__cause__ or error.__context__
    return None


def _known(error):
    if isinstance(error, StoreError):
        return error
    if isinstance(error, OSError) and error.errno in FULL:
        return full(error.filename or "the store")
    if isinstance(error, sqlite3.OperationalError) and "full" in str(error):
        return full("the scratch database")
    if _is_disconnect(error):
        return unreachable("of the store", error)
    return None


def _is_disconnect(error):
    # By name, so that nobody needs the PostgreSQL or ZEO packages to ask.
    names = {f"{kind.__module__}.{kind.__name__}" for kind in type(error).__mro__}
    return bool(names & {
        "psycopg2.OperationalError", "psycopg2.InterfaceError",
        "ZEO.Exceptions.ClientDisconnected", "ZEO.Exceptions.ClientStorageError",
        "relstorage.storage.interfaces.StorageDisconnectedDuringCommit",
        "relstorage.adapters.interfaces.UnableToAcquireCommitLockError",
    })
