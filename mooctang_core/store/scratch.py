"""What must outlive a refused request, or is only traffic: counts, nonces, drafts. No veto undoes it, no backup needs it."""

import json
import math
import os
import sqlite3
import threading
import time
from contextlib import nullcontext
from functools import lru_cache
from pathlib import Path

from mooctang_core.plain import plain
from mooctang_core.store.errors import no_scratch

SLOTS = 60
SWEEP_EVERY = 2000

SCHEMA = (
    "CREATE TABLE IF NOT EXISTS kept (space TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, expires DOUBLE PRECISION, PRIMARY KEY (space, key))",
    "CREATE TABLE IF NOT EXISTS counted (space TEXT NOT NULL, key TEXT NOT NULL, slot DOUBLE PRECISION NOT NULL, ends DOUBLE PRECISION NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (space, key, slot))",
)
PUT = "INSERT INTO kept (space, key, value, expires) VALUES (?, ?, ?, ?) ON CONFLICT (space, key) DO UPDATE SET value = excluded.value, expires = excluded.expires"
GET = "SELECT value FROM kept WHERE space = ? AND key = ? AND (expires IS NULL OR expires > ?)"
TAKE = "DELETE FROM kept WHERE space = ? AND key = ? RETURNING value, expires"
HOLD = "INSERT INTO kept AS mine (space, key, value, expires) VALUES (?, ?, ?, ?) ON CONFLICT (space, key) DO UPDATE SET value = excluded.value, expires = excluded.expires WHERE mine.value = excluded.value OR mine.expires <= ? RETURNING value"
DELETE = "DELETE FROM kept WHERE space = ? AND key = ?"
DROP = "DELETE FROM kept WHERE space = ? AND key = ? AND value = ?"
ITEMS = "SELECT key, value FROM kept WHERE space = ? AND key >= ? AND key < ? AND (expires IS NULL OR expires > ?) ORDER BY key"
ALL = "SELECT space, key, value, expires FROM kept WHERE expires IS NULL OR expires > ?"
ADD = "INSERT INTO counted (space, key, slot, ends, n) VALUES (?, ?, ?, ?, 1) ON CONFLICT (space, key, slot) DO UPDATE SET n = counted.n + 1"
SUM = "SELECT COALESCE(SUM(n), 0) FROM counted WHERE space = ? AND key = ? AND ends > ?"
SWEEP = ("DELETE FROM kept WHERE expires IS NOT NULL AND expires <= ?", "DELETE FROM counted WHERE ends <= ?")
# A count is swept when no window of this length could want it any more.
LONGEST_WINDOW = 86_400
LAST = "\U0010ffff"


class Scratch:
    """Plain values by space and key. `_run(statements)` runs them in one transaction of its own and returns the last one's rows."""

    def __init__(self, clock=time.time):
        self.clock = clock
        self._writes = 0

    def get(self, space, key):
        rows = self._run([(GET, (space, key, self.clock()))], reading=True)
        return json.loads(rows[0][0]) if rows else None

    def put(self, space, key, value, ttl=None):
        self.put_all(space, {key: value}, ttl)

    def put_all(self, space, values, ttl=None):
        """Several values of one space, {key: value}, in one transaction."""
        expires = None if ttl is None else self.clock() + ttl
        self._run([(PUT, (space, key, _text(space, key, value), expires)) for key, value in values.items()])
        self._sweep_sometimes()

    def take(self, space, key):
        """Get and delete at once: of many who take the same key one gets it, the others None."""
        rows = self._run([(TAKE, (space, key))])
        if not rows or (rows[0][1] is not None and rows[0][1] <= self.clock()):
            return None
        return json.loads(rows[0][0])

    def hold(self, space, key, who, ttl):
        """A lease: True when `who` has it from now on for `ttl` seconds, False while somebody else does."""
        now = self.clock()
        return bool(self._run([(HOLD, (space, key, json.dumps(who), now + ttl, now))]))

    def delete(self, space, key):
        self._run([(DELETE, (space, key))])

    def count(self, space, key, window_s):
        """Add one, and return how many there were in the last `window_s` seconds, this one included."""
        now = self.clock()
        # Sixty slots a window, whatever the traffic; one is forgotten when all of it is out of the window.
        width = window_s / SLOTS
        slot = math.floor(now / width) * width
        rows = self._run([(ADD, (space, key, slot, slot + width)), (SUM, (space, key, now - window_s))])
        self._sweep_sometimes()
        return int(rows[0][0])

    def peek(self, space, key, window_s):
        return self.peek_all((space, key, window_s))[0]

    def peek_all(self, *counts):
        """How many there were of each (space, key, window), asked at once."""
        now = self.clock()
        values = [value for space, key, window_s in counts for value in (space, key, now - window_s)]
        rows = self._run([(_several(len(counts)), tuple(values))], reading=True)
        return [int(found) for found in rows[0]]

    def turn(self, word):
        """A context in which no other process is that stands in a turn of this word. Here there is one process."""
        return nullcontext()

    def drop(self, space, key, value):
        """Delete it only if it is still this value."""
        self._run([(DROP, (space, key, _text(space, key, value)))])

    def items(self, space, prefix=""):
        rows = self._run([(ITEMS, (space, prefix, prefix + LAST, self.clock()))], reading=True)
        return [(key, json.loads(value)) for key, value in rows]

    def sweep(self):
        """Forget what has expired."""
        now = self.clock()
        self._run([(SWEEP[0], (now,)), (SWEEP[1], (now - LONGEST_WINDOW,))])

    def copy_to(self, other):
        """Bring drafts, nonces and whatever else has not expired to another scratch; counts begin anew."""
        for space, key, value, expires in self._run([(ALL, (self.clock(),))], reading=True):
            other._run([(PUT, (space, key, value, expires))])

    def settle(self):
        """Have what was written and what was deleted be so on the disk, too."""

    def _sweep_sometimes(self):
        self._writes += 1
        if self._writes % SWEEP_EVERY == 0:
            self.sweep()


@lru_cache(maxsize=8)
def _several(number):
    """One question for so many sums."""
    return f"SELECT {', '.join([f'({SUM})'] * number)}"


def _text(space, key, value):
    return json.dumps(plain(value, f"scratch {space}/{key}"), ensure_ascii=False, separators=(",", ":"))


class FileScratch(Scratch):
    """SQLite beside the embedded store: one connection a process, taken in turns."""

    def __init__(self, path, clock=time.time):
        super().__init__(clock)
        self.path = Path(path)
        self._lock = threading.Lock()
        self._pid = None
        self._run([(statement, ()) for statement in SCHEMA])

    def _connect(self):
        self.path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self.path, timeout=10, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.DatabaseError as error:
            connection.close()
            if isinstance(error, sqlite3.OperationalError):
                raise
            raise no_scratch(self.path, error) from error
        # A power cut may forget the last moments of traffic; it cannot damage the file.
        connection.execute("PRAGMA synchronous = NORMAL")
        # What is deleted is overwritten: keys that were thrown away must be gone.
        connection.execute("PRAGMA secure_delete = ON")
        return connection

    def _run(self, statements, reading=False):
        with self._lock:
            if self._pid != os.getpid():  # a connection must not cross a fork
                self._connection, self._pid = self._connect(), os.getpid()
            return self._in_transaction(self._connection, statements, reading)

    def _in_transaction(self, connection, statements, reading):
        connection.execute("BEGIN" if reading else "BEGIN IMMEDIATE")
        try:
            for statement, values in statements:
                rows = connection.execute(statement, values).fetchall()
            connection.execute("COMMIT")
            return rows
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise

    def settle(self):
        with self._lock:
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def close(self):
        with self._lock:
            if self._pid == os.getpid():
                self._connection.close()
            self._pid = None


def open_scratch(settings, clock=time.time):
    """Where the store is: PostgreSQL for several processes and nodes, else a SQLite file."""
    if str(settings.store).startswith("postgresql:"):
        from mooctang_core.store.scratch_postgres import PostgresScratch

        return PostgresScratch(settings.store, clock)
    return FileScratch(Path(settings.home) / "scratch.sqlite", clock)
