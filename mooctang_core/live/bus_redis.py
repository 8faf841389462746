"""The bus over Redis publish and subscribe, for installations without PostgreSQL."""
import collections
import contextlib
import random
import threading

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from mooctang_core.live.bus import Bus, take_all
from mooctang_core.live.messages import EVERYTHING, pack, unpack

LIMIT = 60_000
MOST_WAITING = 5_000


class RedisBus(Bus):
    def __init__(self, url, channel="mooctang_live"):
        super().__init__()
        # The client's own silent reconnection is off: we must know that something may have been missed.
        self._client = redis.Redis.from_url(
            url, retry=Retry(NoBackoff(), 0), socket_connect_timeout=5, socket_timeout=10, socket_keepalive=True)
        self._channel = channel
        self._waiting = collections.deque()
        self._news = threading.Event()
        self._closing = threading.Event()
        self._threads = [threading.Thread(target=self._keep, args=(work,), name="bus-redis", daemon=True)
                         for work in (self._listen, self._speak)]
        for thread in self._threads:
            thread.start()

    def close(self):
        self._closing.set()
        self._news.set()
        for thread in self._threads:
            thread.join(2)
        self._client.close()
        super().close()

    def _send(self, changes):
        if len(self._waiting) >= MOST_WAITING:
            self._waiting.clear()
            changes = [EVERYTHING]
        self._waiting.extend(changes)
        self._news.set()

    def _keep(self, work):
        delay = 0.1
        while not self._closing.is_set():
            try:
                work()
                delay = 0.1
            except (redis.RedisError, OSError) as error:
                self._lost("Redis", error)
                self._closing.wait(delay * (0.5 + random.random()))
                delay = min(delay * 2, 5)

    def _listen(self):
        with contextlib.closing(self._client.pubsub()) as subscription:
            subscription.subscribe(self._channel)
            while not self._closing.is_set():
                message = subscription.get_message(timeout=0.5)
                if message and message["type"] == "subscribe":
                    self._heard_reconnect()
                elif message and message["type"] == "message":
                    self._heard(*unpack(message["data"]))

    def _speak(self):
        while not self._closing.is_set():
            self._news.wait()
            self._news.clear()
            self._tell(take_all(self._waiting))

    def _tell(self, changes):
        try:
            for text in pack(changes, self.origin, LIMIT):
                self._client.publish(self._channel, text)
        except (redis.RedisError, OSError):
            # Sent again by the next connection; that some hear it twice does no harm.
            self._waiting.extendleft(reversed(changes))
            self._news.set()
            raise
