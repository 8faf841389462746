"""What a transaction will tell the hub: kept beside it, rolled back with its savepoints, told once after the commit."""

KEY = "mooctang.changes"
JOINABLE = ("record", "node", "room")


def gather(manager, publish):
    """Call right after `begin`: from now on this transaction's notes are published when it has committed."""
    transaction = manager.get()
    transaction.set_data(KEY, Notes(manager, publish))
    return transaction


def note(place, *changes):
    """Remember changes with the transaction of `place`: a stored object or a transaction manager.

    Where nobody gathers (a script, a unit test of the model) there is nobody to tell, and nothing happens.
    """
    manager = _manager_of(place)
    notes = manager and _notes_in(manager.get())
    if notes:
        notes.add(changes)


def changed(school, path, kind, people=()):
    """Say that something at a path of this school is different: kind is record, node, room, revoke, or `face:<word>` for one face alone."""
    note(school, {"s": school.slug, "p": path, "k": kind, "a": list(people)})


def merge(changes):
    """The same news in fewer words: two hundred saved records of one activity are one change."""
    joined, rest = {}, []
    for change in changes:
        if change["k"] not in JOINABLE and not change["k"].startswith("face:"):
            rest.append(change)
            continue
        key = (change.get("s"), change.get("p"), change["k"])
        people = joined.setdefault(key, (change, {}))[1]
        people.update(dict.fromkeys(change.get("a") or ()))
    return [{**change, "a": list(people)} for change, people in joined.values()] + rest


def _manager_of(place):
    if hasattr(place, "begin"):
        return place
    jar = getattr(place, "_p_jar", None)
    while jar is None and getattr(place, "__parent__", None) is not None:
        place = place.__parent__
        jar = getattr(place, "_p_jar", None)
    return jar.transaction_manager if jar is not None else None


def _notes_in(transaction):
    try:
        return transaction.data(KEY)
    except KeyError:
        return None


class Notes:
    """A data manager without data: it takes part in savepoints, so that a refused item takes its news along."""

    def __init__(self, manager, publish):
        self.transaction_manager = manager
        self._publish = publish
        self._changes = []
        self._joined = False
        manager.get().addAfterCommitHook(self._tell)

    def add(self, changes):
        if not self._joined:
            self._joined = True
            self.transaction_manager.get().join(self)
        self._changes.extend(changes)

    def _tell(self, committed):
        changes, self._changes = self._changes, []
        if committed and changes:
            self._publish(merge(changes))

    def savepoint(self):
        return _Mark(self._changes)

    def abort(self, transaction):
        # A savepoint older than our joining rolls back by abort and forgets us: join again at the next note.
        self._changes.clear()
        self._joined = False

    def tpc_begin(self, transaction): pass

    def commit(self, transaction): pass

    def tpc_vote(self, transaction): pass

    def tpc_finish(self, transaction): pass

    def tpc_abort(self, transaction):
        self._changes.clear()

    def sortKey(self):
        return "~mooctang.notes"


class _Mark:
    def __init__(self, changes):
        self._changes, self._length = changes, len(changes)

    def rollback(self):
        del self._changes[self._length:]
