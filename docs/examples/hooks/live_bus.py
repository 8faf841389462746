"""What carries news between server processes. Answer None to leave it to the setting `bus`.

`publish` must neither wait nor raise; `subscribe(callback)` calls `callback(changes)` for every list, on a thread of the bus;
`on_reconnect(callback)` calls `callback()` when the line was down and something may have been missed. Changes are plain JSON.
"""

import queue
import threading

from mooctang_core.api import hookimpl


class Line:
    """The bus of one process: one thread, one queue."""

    def __init__(self):
        self.listeners, self.waiting = [], queue.SimpleQueue()
        self.thread = threading.Thread(target=self.deliver, name="line", daemon=True)
        self.thread.start()

    def publish(self, changes):
        self.waiting.put(changes)

    def subscribe(self, callback):
        self.listeners.append(callback)

    def on_reconnect(self, callback):
        """One process never loses the line to itself."""

    def close(self):
        self.waiting.put(None)
        self.thread.join(2)

    def deliver(self):
        while (changes := self.waiting.get()) is not None:
            for listener in self.listeners:
                listener(changes)


@hookimpl
def live_bus(settings):
    return Line()


def test_news_of_a_class_goes_over_it(campus):
    heard = queue.SimpleQueue()
    campus.app.registry.bus.subscribe(heard.put)
    campus.close_activity(campus.open(campus.host.kinds["mood"][1]))
    wanted = {"s": "east", "p": campus.room + "/sessions/1/1", "k": "node", "a": []}
    while wanted not in heard.get(timeout=5):
        """Something else happened first."""
