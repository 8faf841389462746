"""Move one school into a database of its own, or back, while people use it."""

from ZODB.POSException import ConflictError
from ZODB.utils import p64, u64

from mooctang_core.store.copying import Copier, instance
from mooctang_core.store.errors import StoreDamaged, StoreError
from mooctang_core.store.files import spool
from mooctang_core.store.naming import (
    hang,
    known_of,
    name_in_alliance,
    take_down,
    writing,
)
from mooctang_core.store.places import MAIN
from mooctang_core.store.reading import blob_path, walk
from mooctang_core.store.turns import changing_turn

TRIES = 8


def move_school(store, slug, to):
    """Move a school into another database of the embedded store. Returns {"school", "from", "to", "objects", "tries"}."""
    if store.kind != "file":
        raise StoreError("Only the embedded store moves a school between databases: export it, then import it where it shall live.")
    with changing_turn(store.settings):
        return _move(store, slug, to)


def _move(store, slug, to):
    name, _ = known_of(store.main, slug)
    if name == to:
        raise StoreError(f"The school {slug} lives in the database {to} already.")
    mover = Mover(store, slug, name, to)
    mover.copy()
    for tries in range(1, TRIES + 1):
        if mover.switch():
            return {"school": slug, "from": name, "to": to, "objects": len(mover.seen), "tries": tries}
    raise StoreError(f"The school {slug} could not be taken out of its database, which others are changing: move it at a quieter hour; nothing was changed.")


class Mover:
    """Copies the school, then, while the old database takes no commit, what changed meanwhile, and switches."""

    def __init__(self, store, slug, name, to):
        self.store, self.slug, self.name, self.to = store, slug, name, to
        self.source, self.target = store.database(name), store.database(to)
        self.copier = Copier(self.target)
        self.seen = {}
        with writing(self.source) as connection:
            self.root = connection.root()["schools"][slug]._p_oid

    def copy(self):
        """Everything, as it is now."""
        self.upto = self.source.lastTransaction()
        view = instance(self.source)
        try:
            self._take(view, walk(view, self.root))
        finally:
            view.release()

    def catch_up(self):
        """What changed since, and what came to hang under it."""
        view = instance(self.source)
        try:
            since = self.source.storage.iterator(p64(u64(self.upto) + 1))
            changed = {record.oid for found in since for record in found} & self.seen.keys()
            self.upto = self.source.lastTransaction()
            if changed:
                self._take(view, walk(view, *changed, known=self.seen.keys() - changed))
        finally:
            view.release()

    def _take(self, view, found):
        self.copier.take(self._noted(found), lambda oid: self._file(view, oid))

    def _noted(self, found):
        for oid, data, tid in found:
            if data is None:
                raise StoreDamaged(f"The object {oid.hex()} of the school is missing: run `mooctang verify`.")
            self.seen[oid] = tid
            yield oid, data

    def _file(self, view, oid):
        data, tid = view.load(oid)[:2]
        path = blob_path(view, oid, tid, data)
        if path is None:
            return None
        with path.open("rb") as handle:
            return spool(handle, self.target.storage.temporaryDirectory()).path

    def switch(self):
        """True when the school lives in its new place; False if somebody wrote to it meanwhile."""
        try:
            with writing(self.source) as connection:
                root = connection.root()
                take_down(root, self.slug)
                if self.name == MAIN:
                    name_in_alliance(root, self.slug, self.to)
                connection.transaction_manager.get().join(_Remover(self, connection))
            return True
        except ConflictError:
            return False

    def hang(self):
        """The new place first, then the alliance's list: a crash between the two leaves the old one good."""
        oid = self.copier.oids[self.root]
        with writing(self.target) as connection:
            hang(connection, self.slug, oid)
            if self.to == MAIN:
                name_in_alliance(connection.root(), self.slug, self.to)
        if MAIN not in (self.name, self.to):
            with writing(self.store.main) as connection:
                name_in_alliance(connection.root(), self.slug, self.to)


class _Remover:
    """Deletes the school's objects from the old database, in the transaction that gives it up.

    Whoever is still about to commit to one of them gets a conflict, tries again, and finds the school in its new place."""

    def __init__(self, mover, connection):
        self.mover, self.connection = mover, connection

    def sortKey(self):
        return "~~~~"

    def abort(self, _):
        pass

    tpc_begin = tpc_vote = tpc_finish = tpc_abort = abort

    def commit(self, manager):
        # The old database's commit lock is ours from here on: what is copied now stays as it is.
        view, storage = self.connection._storage, self.mover.source.storage
        meta = manager.data(self.connection)
        self.mover.catch_up()
        for oid, tid in self.mover.seen.items():
            storage.deleteObject(oid, tid, meta)
            view._modified.add(oid)
        self.mover.hang()
