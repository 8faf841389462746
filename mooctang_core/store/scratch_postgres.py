"""Scratch on PostgreSQL: the same tables for every process and node, on connections of their own."""

import threading
import time
from contextlib import contextmanager, nullcontext
from hashlib import blake2b

import psycopg2

from mooctang_core.store.errors import unreachable
from mooctang_core.store.postgres import connect, without_password
from mooctang_core.store.scratch import SCHEMA, TAKE, Scratch

LOST = (psycopg2.OperationalError, psycopg2.InterfaceError)
NAMES = {" kept ": " mooctang_kept ", " counted ": " mooctang_counted ", "counted.n": "mooctang_counted.n"}


class PostgresScratch(Scratch):
    """A few connections taken in turns; one that was lost is replaced once, then StoreDown."""

    def __init__(self, uri, clock=time.time):
        super().__init__(clock)
        self.uri = uri
        self._idle = []
        self._lock = threading.Lock()
        self._words = {}
        self._lay_tables()

    def _lay_tables(self):
        # Two processes that start together would both find the tables missing.
        lock = ("SELECT pg_advisory_xact_lock(6543, 1)", ())
        self._run([lock, *((statement, ()) for statement in SCHEMA), ("SELECT 1", ())])

    def _run(self, statements, reading=False):
        try:
            return self._try(statements)
        except LOST:
            self._forget_idle()
        try:
            return self._try(statements)
        except LOST as error:
            raise unreachable(without_password(self.uri), error) from error

    def _try(self, statements):
        connection = self._borrow()
        taking = statements[0][0] is TAKE
        try:
            # One statement is a transaction of its own: opening and closing another round it would be two more ways there and back.
            connection.autocommit = alone = len(statements) == 1 and not taking
            with nullcontext() if alone else connection, connection.cursor() as cursor:
                if taking:
                    cursor.execute("SET LOCAL synchronous_commit TO on")
                for statement, values in statements:
                    # Keys are made of what people send, and PostgreSQL takes no NUL.
                    cursor.execute(self._spoken(statement), tuple(v.replace("\0", "\ufffd") if isinstance(v, str) else v for v in values))
                rows = cursor.fetchall() if cursor.description else []
        except BaseException:
            connection.close()
            raise
        with self._lock:
            self._idle.append(connection)
        return rows

    @contextmanager
    def turn(self, word):
        """Among all processes and nodes; one that dies gives its turn back with its connection."""
        connection, number = self._borrow(), int.from_bytes(blake2b(word.encode(), digest_size=4).digest(), "big", signed=True)
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_lock(6544, %s)", (number,))
                yield
                cursor.execute("SELECT pg_advisory_unlock(6544, %s)", (number,))
        except BaseException:
            connection.close()
            raise
        with self._lock:
            self._idle.append(connection)

    def _borrow(self):
        with self._lock:
            if self._idle:
                return self._idle.pop()
        # Traffic may lose its last moments in a crash; a nonce that was taken must stay taken (see _try).
        return connect(self.uri, options="-c synchronous_commit=off")

    def _spoken(self, statement):
        if statement not in self._words:
            words = statement.replace("?", "%s").replace('key >= %s AND key < %s', 'key COLLATE "C" >= %s AND key COLLATE "C" < %s')
            words = words.replace("IF NOT EXISTS kept", "IF NOT EXISTS mooctang_kept").replace("IF NOT EXISTS counted", "IF NOT EXISTS mooctang_counted")
            for plain_name, name in NAMES.items():
                words = words.replace(plain_name, name)
            self._words[statement] = words
        return self._words[statement]

    def _forget_idle(self):
        with self._lock:
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def close(self):
        self._forget_idle()
