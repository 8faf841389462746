"""Opening stores: alone, independent of each other, and never onto the wrong data."""

import os
import pickle
import signal
import subprocess
import sys
import time

import pytest
import transaction
from persistent import Persistent
from ZODB.broken import Broken
from ZODB.utils import p64

from mooctang_core.model import schools
from mooctang_core.settings import SettingError, load
from mooctang_core.store import StoreDamaged, StoreDown, StoreHeld, open_store, trouble
from mooctang_core.store.opening import open_storage, refuse_strange

from .ground import change, slugs

HOLD = (
    "import sys, time; from mooctang_core.settings import load; from mooctang_core.store import open_store\n"
    "store = open_store(load(environ={}, home=sys.argv[1])); print('open', flush=True); time.sleep(60)")


class Strange(Persistent):
    """A class that is not the house's."""


def test_a_commit_is_there_after_opening_again(either):
    store = open_store(either)
    with change(store) as connection:
        connection.root()["word"] = "值"
    store.close()
    store = open_store(either)
    with change(store) as connection:
        assert connection.root()["word"] == "值"
    store.close()


def test_another_process_holds_it_and_the_sentence_says_which(settings):
    other = subprocess.Popen([sys.executable, "-c", HOLD, str(settings.home)], stdout=subprocess.PIPE, text=True)
    assert other.stdout.readline() == "open\n"
    try:
        with pytest.raises(StoreHeld, match=f"process {other.pid}"):
            open_store(settings)
        # Whoever deletes the lock file does not get in either: the folder itself is locked.
        (settings.home / "store" / "main.fs.lock").unlink()
        with pytest.raises(StoreHeld, match="one process at a time"):
            open_store(settings)
    finally:
        other.send_signal(signal.SIGKILL)
        other.communicate()
    open_store(settings).close()


def test_databases_are_independent(store):
    with change(store, "law") as connection:
        connection.root()["here"] = "law"
    with change(store) as connection:
        assert "here" not in connection.root()
    assert set(store.main.databases) == {"main"}
    assert set(store.database("law").databases) == {"law"}
    assert not store.main.xrefs
    assert (store.settings.home / "store" / "law.fs").exists()
    assert (store.settings.home / "store" / "law.blobs").is_dir()


def test_two_databases_take_part_in_one_transaction_manager(store):
    manager = transaction.TransactionManager(explicit=True)
    manager.begin()
    main, law = store.connection("main", manager), store.connection("law", manager)
    main.root()["a"] = 1
    manager.commit()
    manager.begin()
    assert law.root().get("a") is None
    manager.abort()
    main.close()
    law.close()


def test_a_database_can_be_mounted_from_elsewhere(store, tmp_path):
    store.mount("law", tmp_path / "far" / "law.fs")
    with change(store, "law") as connection:
        connection.root()["here"] = 1
    assert (tmp_path / "far" / "law.fs").exists()
    store.unmount("law")


def test_a_mount_in_the_settings_is_found_again(settings, tmp_path):
    store = open_store(settings.replace(databases=f"law={tmp_path}/far/law.fs"))
    with change(store, "law") as connection:
        connection.root()["here"] = 1
    store.close()
    assert (tmp_path / "far" / "law.fs").exists()


def test_blobstorage_dir_is_refused_everywhere(settings):
    with pytest.raises(SettingError, match="blobstorage_dir"):
        load(environ={}, store="postgresql://h/d?blobstorage_dir=/x")
    with pytest.raises(Exception, match="blobstorage_dir, which loses files"):
        open_storage("file:///x/main.fs?blobstorage_dir=/x", settings)


def test_missing_data_beside_its_files_is_not_replaced_by_an_empty_store(store, settings):
    with change(store) as connection:
        from ZODB.blob import Blob

        connection.root()["file"] = Blob(b"content")
    store.close()
    (settings.home / "store" / "main.fs").rename(settings.home / "main.fs.elsewhere")
    with pytest.raises(StoreDamaged, match=r"main\.fs is missing"):
        open_store(settings)
    assert list((settings.home / "store" / "blobs").rglob("*.blob"))


def test_a_pack_that_died_between_its_renames_is_undone(store, settings):
    with change(store) as connection:
        connection.root()["word"] = 1
    store.close()
    folder = settings.home / "store"
    (folder / "main.fs").rename(folder / "main.fs.old")
    (folder / "main.fs.pack").write_bytes(b"half")
    store = open_store(settings)
    with change(store) as connection:
        assert connection.root()["word"] == 1
    store.close()


def test_a_strange_class_is_named_and_never_loaded(store):
    # As a foreign file might hold it: written without the model.
    storage = store.main._mvcc_storage.new_instance()
    storage.poll_invalidations()
    from ZODB.Connection import TransactionMetaData

    meta = TransactionMetaData()
    storage.tpc_begin(meta)
    evil = pickle.dumps(Strange, 3) + pickle.dumps({}, 3)
    storage.store(p64(77), p64(0), evil, "", meta)
    storage.tpc_vote(meta)
    storage.tpc_finish(meta)
    with change(store) as connection, pytest.raises(StoreDamaged, match=r"test_opening\.Strange, which is not mooctang's"):
        connection.get(p64(77))._p_activate()


def test_ready_leaves_no_trace(either):
    store = open_store(either)
    before = store.main.lastTransaction()
    for _ in range(3):
        store.ready()
    assert store.main.lastTransaction() == before
    store.close()


def test_ready_does_not_disturb_those_who_write(store):
    with change(store) as connection:
        connection.root()["n"] = 0
    for number in range(5):
        store.ready()
        with change(store) as connection:
            connection.root()["n"] = number
    with change(store) as connection:
        assert connection.root()["n"] == 4


def test_the_file_replaced_under_a_running_server_is_noticed(store, settings):
    path = settings.home / "store" / "main.fs"
    os.rename(path, f"{path}.moved")
    path.write_bytes(b"FS21")
    store.main.storage._inode_checked = time.monotonic() - 3600
    with pytest.raises(StoreDown, match="moved or replaced"), change(store) as connection:
        connection.root()["a"] = 1
    assert "moved or replaced" in store.dead
    os.rename(f"{path}.moved", path)


def test_trouble_finds_the_cause_behind_another_error():
    try:
        try:
            raise StoreDown("gone")
        except StoreDown as error:
            raise RuntimeError("while rendering") from error
    except RuntimeError as error:
        assert str(trouble(error)) == "gone"
    assert trouble(KeyError("x")) is None
    assert "no room left" in str(trouble(OSError(28, "No space left on device", "/data/x")))


def test_an_empty_store_has_no_schools(store):
    assert slugs(store) == []


@pytest.mark.parametrize(("module", "name"), [
    ("mooctang_core.model.classrooms", "attrgetter"), ("mooctang_core.store.exporting", "os"), ("datetime", "sys"), ("os", "system"),
    ("mooctang_core.store.durable", "DurableFileStorage"), ("ZODB.FileStorage", "FileStorage"), ("mooctang_core.store.opening", "open_database"),
])
def test_what_a_trusted_module_only_imports_or_does_is_no_class_to_load(module, name):
    with pytest.raises(StoreDamaged, match="not mooctang's"):
        refuse_strange(module, name)


def test_a_class_is_looked_up_once_and_one_that_is_missing_today_again(store, monkeypatch):
    database = store.database("main")
    found = database.classFactory(None, "mooctang_core.model.schools", "School")
    gone = database.classFactory(None, "mooctang_core.model.schools", "OfTomorrow")
    assert issubclass(gone, Broken) and database.classFactory(None, "mooctang_core.model.schools", "School") is found
    monkeypatch.setattr(schools, "OfTomorrow", found, raising=False)
    assert database.classFactory(None, "mooctang_core.model.schools", "OfTomorrow") is found
    monkeypatch.delattr(schools, "OfTomorrow")
    assert database.classFactory(None, "mooctang_core.model.schools", "OfTomorrow") is found
