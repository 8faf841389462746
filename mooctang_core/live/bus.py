"""The bus: after a commit, every process hears what changed. Here the base, the bus of one process, and the choice."""
import logging
import queue
import secrets
import threading

log = logging.getLogger("mooctang.live")


class Bus:
    """Deliver changes to the listeners of this process, on one thread of its own; wires are added by subclasses."""

    def __init__(self):
        self.origin = secrets.token_hex(4)
        self._listeners = []
        self._reconnected = []
        self._arrived = queue.SimpleQueue()
        self.connected = threading.Event()      # whether the others can be heard at this moment
        self._thread = threading.Thread(target=self._deliver, name="bus", daemon=True)
        self._thread.start()

    def publish(self, changes):
        """Tell this process at once and the others by wire; never waits and never raises."""
        if changes:
            self._arrived.put(list(changes))
            self._send(list(changes))

    def subscribe(self, callback):
        """`callback(changes)` for every list of changes. The bus holds it strongly, so it cannot fall silent."""
        self._listeners.append(callback)

    def on_reconnect(self, callback):
        """`callback()` whenever the wire was gone, for then something may have been missed."""
        self._reconnected.append(callback)

    def close(self):
        self._arrived.put(None)
        self._thread.join(2)

    def _send(self, changes):
        """Nobody else to tell, in one process."""

    def _deliver(self):
        while (changes := self._arrived.get()) is not None:
            for listener in self._reconnected if changes == () else self._listeners:
                self._call(listener, *([changes] if changes else []))

    def _heard(self, origin, changes):
        if origin != self.origin:
            self._arrived.put(changes)

    def _heard_reconnect(self):
        self.connected.set()
        self._arrived.put(())

    def _lost(self, name, error):
        self.connected.clear()
        log.warning("The bus lost %s and tries again: %s", name, str(error).strip())

    def _call(self, listener, *args):
        # One listener that fails must not silence the others, nor end the thread that tells them.
        try:
            listener(*args)
        except Exception:
            log.exception("A listener of the bus failed: %r", listener)


class MemoryBus(Bus):
    """One process, nobody else."""

    def __init__(self):
        super().__init__()
        self.connected.set()


def take_all(waiting):
    """Everything that waits in a deque, while others may still append to it."""
    taken = []
    while waiting:
        taken.append(waiting.popleft())
    return taken


def open_bus(settings):
    """The bus that the settings name; `auto` follows the store."""
    name, store = settings.bus, settings.store
    if name == "auto":
        name = "postgresql" if store.startswith("postgres") else "memory"
    if name == "memory":
        return MemoryBus()
    if name.startswith(("redis", "unix")):
        from mooctang_core.live.bus_redis import RedisBus
        return RedisBus(name)
    from mooctang_core.live.bus_postgres import PostgresBus
    return PostgresBus(name if "://" in name else store)
