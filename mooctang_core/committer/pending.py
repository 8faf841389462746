"""The outcome of a command that is on its way: a future for a rush, without a lock and a condition of its own."""

import collections
import logging
import threading

log = logging.getLogger("mooctang.committer")


class Pending:
    """Settled once, from any thread; whoever asks to be told is told once, on the thread that settles it or at once."""

    __slots__ = ("_outcome", "_ask")

    def __init__(self, outcome=None):
        self._outcome, self._ask = outcome, collections.deque()

    def done(self):
        return self._outcome is not None

    def exception(self):
        """None: what went wrong is an Outcome too."""

    def settle(self, outcome):
        self._outcome = outcome
        self._tell()

    def add_done_callback(self, function):
        """function(self) once it is settled."""
        self._ask.append(function)
        if self._outcome is not None:
            self._tell()

    def result(self, seconds=None):
        """The outcome, waited for; TimeoutError when it takes longer."""
        if self._outcome is None:
            told = threading.Event()
            self.add_done_callback(lambda _self: told.set())
            if not told.wait(seconds):
                raise TimeoutError
        return self._outcome

    def _tell(self):
        # Each function is taken off by one thread alone, whether it came before the outcome or after.
        while self._ask:
            try:
                function = self._ask.popleft()
            except IndexError:
                return
            try:
                function(self)
            except Exception:
                log.exception("Somebody could not be told of an outcome.")
