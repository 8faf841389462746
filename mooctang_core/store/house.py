"""The store as the rest of the house sees it: databases by name, connections, scratch, and whether it is well."""

import threading
import time

import transaction
from ZODB.POSException import ConflictError

from mooctang_core.store import errors
from mooctang_core.store.control import Control
from mooctang_core.store.opening import open_database
from mooctang_core.store.places import MAIN, kind_of, place_of, store_folder
from mooctang_core.store.restore import finish_interrupted_restore
from mooctang_core.store.scratch import open_scratch


def open_store(settings, clock=time.time):
    """Open what the settings name. StoreHeld, StoreDown or StoreDamaged say why it cannot be."""
    from mooctang_core.store.maintain import TASKS

    if kind_of(settings) == "file":
        finish_interrupted_restore(settings.home)
    store = Store(settings, clock)
    try:
        store.database()
        store.scratch = open_scratch(settings, clock)
        if store.kind == "file":
            store.control = Control(store, store_folder(settings), TASKS)
    except BaseException:
        store.close()
        raise
    return store


class Store:
    """All databases of one installation, opened independently: no two of them know of each other."""

    scratch = None
    control = None

    def __init__(self, settings, clock=time.time):
        self.settings = settings
        self.clock = clock
        self._places = {}
        self._open = {}
        self._lock = threading.RLock()

    @property
    def kind(self):
        """"file", "pg" or "zeo"."""
        return kind_of(self.settings)

    @property
    def main(self):
        return self.database(MAIN)

    def database(self, name=MAIN):
        """The ZODB database of this name, opened at first use."""
        with self._lock:
            if name not in self._open:
                uri, blobs = self.place(name)
                self._open[name] = open_database(uri, self.settings, name, blobs)
            return self._open[name]

    def place(self, name=MAIN):
        """(URI or path, folder of blobs) of a database."""
        return place_of(self.settings, name, self._places.get(name))

    def mount(self, name, uri=None):
        """Have a database by this name: at a URI or path, or where the settings put it. Opens it, so that errors show now."""
        with self._lock:
            if uri is not None:
                self._places[name] = str(uri)
            return self.database(name)

    def unmount(self, name):
        """Close one database; it is opened again when somebody asks for it."""
        with self._lock:
            database = self._open.pop(name, None)
        if database is not None:
            database.close()

    def connection(self, name=MAIN, tm=None):
        """A connection that takes part in the transactions of `tm`; whoever asks for it closes it."""
        self._refuse_if_dead()
        try:
            return self.database(name).open(transaction_manager=tm)
        except Exception as error:
            known = errors.trouble(error)
            if known is None or known is error:
                raise
            raise known from error

    @property
    def dead(self):
        """Why this process must end and be started again, or None."""
        for database in list(self._open.values()):
            reason = getattr(database.storage, "dead", None) or getattr(getattr(database.storage, "_storage", None), "dead", None)
            if reason:
                return reason
        return None

    def _refuse_if_dead(self):
        reason = self.dead
        if reason:
            raise errors.StoreDown(reason)

    def ready(self):
        """A commit up to the last step on the main database, then taken back. StoreDown or StoreFull if it cannot be."""
        self._refuse_if_dead()
        try:
            rehearse_commit(self.main)
        except ConflictError:
            pass  # somebody else's commit went through: that is what was asked
        except Exception as error:
            raise errors.trouble(error) or errors.StoreDown(f"The store refused a test commit ({errors.first_line(error)}): see the log, then restart.") from error

    def close(self):
        if self.control is not None:
            self.control.close()
        with self._lock:
            while self._open:
                self._open.popitem()[1].close()
            if self.scratch is not None:
                self.scratch.close()


class _Rehearsal(Exception):
    """Raised on purpose after the storage has voted."""


class _TakeBack:
    """A data manager that votes last, and against."""

    def sortKey(self):
        return "~~~~"

    def abort(self, _):
        pass

    tpc_begin = commit = tpc_finish = tpc_abort = abort

    def tpc_vote(self, _):
        raise _Rehearsal


def rehearse_commit(database):
    manager = transaction.TransactionManager(explicit=True)
    manager.begin()
    connection = database.open(transaction_manager=manager)
    try:
        # The root is written unchanged; the vote puts it on the disk and the abort takes it away.
        connection.root()._p_changed = True
        manager.get().join(_TakeBack())
        manager.commit()
    except _Rehearsal:
        pass
    finally:
        manager.abort()
        connection.close()
