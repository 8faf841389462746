"""The bus over PostgreSQL's LISTEN and NOTIFY: one connection, one thread, ids only."""
import collections
import contextlib
import os
import random
import selectors
import threading

import psycopg2

from mooctang_core.live.bus import Bus, take_all
from mooctang_core.live.messages import EVERYTHING, pack, unpack

LIMIT = 7_900           # NOTIFY refuses 8,000 bytes
MOST_WAITING = 5_000    # beyond it the others look at everything again, which says the same in one word
PATIENCE = 10           # seconds without a word before we ask whether the server is still there


class PostgresBus(Bus):
    def __init__(self, dsn, channel="mooctang_live"):
        super().__init__()
        self._dsn, self._channel = dsn, channel
        self._waiting = collections.deque()
        self._closing = threading.Event()
        self._wake_out, self._wake_in = os.pipe()
        os.set_blocking(self._wake_out, False)
        os.set_blocking(self._wake_in, False)
        self._wire = threading.Thread(target=self._run, name="bus-postgresql", daemon=True)
        self._wire.start()

    def close(self):
        self._closing.set()
        self._wake()
        self._wire.join(2)
        super().close()
        if not self._wire.is_alive():
            os.close(self._wake_in)
            os.close(self._wake_out)

    def _send(self, changes):
        if len(self._waiting) >= MOST_WAITING:
            self._waiting.clear()
            changes = [EVERYTHING]
        self._waiting.extend(changes)
        self._wake()

    def _wake(self):
        # A full pipe is as good as a written one: the thread wakes either way. A closed one is nobody's any more.
        with contextlib.suppress(OSError):
            os.write(self._wake_in, b"!")

    def _run(self):
        delay = 0.1
        while not self._closing.is_set():
            try:
                with contextlib.closing(self._connect()) as connection:
                    self._heard_reconnect()
                    delay = 0.1
                    self._talk(connection)
            except (psycopg2.Error, OSError) as error:
                self._lost("PostgreSQL", error)
                self._closing.wait(delay * (0.5 + random.random()))
                delay = min(delay * 2, 5)

    def _connect(self):
        connection = psycopg2.connect(
            self._dsn, connect_timeout=5, keepalives_idle=10, keepalives_interval=3, keepalives_count=3,
            tcp_user_timeout=10_000, application_name="mooctang bus")
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(f'LISTEN "{self._channel}"')
        return connection

    def _talk(self, connection):
        # selectors, not select(): with two thousand streams open, our sockets are numbered beyond select's 1024.
        with selectors.DefaultSelector() as selector, connection.cursor() as cursor:
            selector.register(connection, selectors.EVENT_READ)
            selector.register(self._wake_out, selectors.EVENT_READ)
            while not self._closing.is_set():
                self._notify(cursor)
                self._hear(connection)
                if not selector.select(PATIENCE):
                    cursor.execute("SELECT 1")
                self._sleep_again()
                connection.poll()

    def _notify(self, cursor):
        changes = take_all(self._waiting)
        if not changes:
            return
        try:
            texts = pack(changes, self.origin, LIMIT)
            cursor.execute("SELECT pg_notify(%s, text) FROM unnest(%s) text", (self._channel, texts))
        except psycopg2.Error:
            # What a broken connection did not carry is sent by the next one.
            self._waiting.extendleft(reversed(changes))
            raise

    def _hear(self, connection):
        while connection.notifies:
            self._heard(*unpack(connection.notifies.pop(0).payload))

    def _sleep_again(self):
        with contextlib.suppress(BlockingIOError):
            os.read(self._wake_out, 65_536)
