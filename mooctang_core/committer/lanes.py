"""Who waits: a queue for each school and plugin, taken in turn, so that nobody's rush is anybody else's wait."""
import collections
import threading

GROUP = 50


class Waiting:
    """One command on its way: where it goes, and the Pending that its sender watches."""

    __slots__ = ("command", "database", "pending", "alone")

    def __init__(self, command, database, pending):
        self.command, self.database, self.pending = command, database, pending
        self.alone = False      # its group could not be committed: it has a transaction to itself

    @property
    def key(self):
        return (self.command.school, self.command.plugin)


class Lane:
    """Queues served round-robin by one thread; a group holds at most fifty commands, all for one database."""

    def __init__(self, name):
        self.name = name
        self._queues = collections.OrderedDict()
        self._news = threading.Condition()
        self._closing = False
        self._count = 0         # asked for by every sender, so kept and not counted

    def __len__(self):
        return self._count

    def length(self, key):
        return len(self._queues.get(key, ()))

    def put(self, item):
        """Queue a new one; False when the lane is closed, for then nobody would serve it."""
        with self._news:
            if self._closing:
                return False
            self._queues.setdefault(item.key, collections.deque()).append(item)
            self._count += 1
            self._news.notify()
            return True

    def add(self, items, front=False):
        """Queue those that are already on their way."""
        with self._news:
            for item in reversed(items) if front else items:
                queue = self._queues.setdefault(item.key, collections.deque())
                queue.appendleft(item) if front else queue.append(item)
            self._count += len(items)
            self._news.notify()

    def take(self):
        """The next group, waiting for one; None when the lane is closed and everything has been served."""
        with self._news:
            while not self._queues:
                if self._closing:
                    return None
                self._news.wait()
            return self._group()

    def take_queue(self, key):
        """Everything that waits under one key, to be served elsewhere."""
        with self._news:
            items = list(self._queues.pop(key, ()))
            self._count -= len(items)
            return items

    def take_rest(self):
        with self._news:
            rest = [item for queue in self._queues.values() for item in queue]
            self._queues.clear()
            self._count = 0
            return rest

    def close(self):
        with self._news:
            self._closing = True
            self._news.notify_all()

    def _group(self):
        first = next(iter(self._queues.values()))
        group = [first.popleft()] if first[0].alone else self._fill(first[0].database)
        self._forget_empty()
        self._count -= len(group)
        return group

    def _fill(self, database):
        group, alike = [], [key for key, queue in self._queues.items() if _fits(queue, database)]
        while len(group) < GROUP and alike:
            share = max(1, (GROUP - len(group)) // len(alike))
            for key in list(alike):
                queue = self._queues[key]
                room = min(share, GROUP - len(group))
                while room and _fits(queue, database):
                    group.append(queue.popleft())
                    room -= 1
                if not _fits(queue, database):
                    alike.remove(key)
        for key in alike:
            self._queues.move_to_end(key)
        return group

    def _forget_empty(self):
        for key in [key for key, queue in self._queues.items() if not queue]:
            del self._queues[key]


def _fits(queue, database):
    return bool(queue) and queue[0].database == database and not queue[0].alone
