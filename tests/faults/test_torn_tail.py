"""The last transaction cut at every byte, with every kind of index: it is whole or gone, and what came before is there."""
import shutil

import pytest
import transaction

from mooctang_core.settings import load
from mooctang_core.store import StoreDamaged, open_store
from mooctang_core.store.places import store_folder


def commit(store, **values):
    manager = transaction.TransactionManager(explicit=True)
    manager.begin()
    connection = store.connection("main", manager)
    connection.root().update(values)
    manager.commit()
    connection.close()


def read(store):
    manager = transaction.TransactionManager(explicit=True)
    manager.begin()
    connection = store.connection("main", manager)
    try:
        return dict(connection.root())
    finally:
        manager.abort()
        connection.close()


@pytest.fixture
def written(tmp_path):
    """(settings, its data file, where the last transaction begins)"""
    settings = load(environ={}, home=str(tmp_path / "home"))
    store = open_store(settings)
    for number in range(5):
        commit(store, **{f"kept{number}": "x" * 50})
    path = store_folder(settings) / "main.fs"
    store.close()
    shutil.copytree(settings.home, tmp_path / "stale")
    store = open_store(settings)
    begins = path.stat().st_size
    commit(store, last="y" * 120)
    store.close()
    return settings, path, begins


@pytest.mark.parametrize("index", ["none", "stale", "newer", "garbage"])
def test_every_cut_keeps_what_was_before(written, tmp_path, sizes, index):
    settings, path, begins = written
    whole, fresh_index = path.read_bytes(), path.with_name("main.fs.index").read_bytes()
    stale = (tmp_path / "stale" / path.relative_to(settings.home)).with_name("main.fs.index").read_bytes()
    for cut in range(begins, len(whole) + 1, sizes(7 if index == "none" else 29, 1)):
        path.write_bytes(whole[:cut])
        where = path.with_name("main.fs.index")
        where.unlink(missing_ok=True)
        if index != "none":
            where.write_bytes({"stale": stale, "newer": fresh_index, "garbage": b"garbage" * 40}[index])
        store = open_store(settings)
        found = read(store)
        store.close()
        assert all(found.get(f"kept{number}") == "x" * 50 for number in range(5)), cut
        assert found.get("last", "y" * 120) == "y" * 120, cut
        assert ("last" in found) == (cut == len(whole)), cut


def test_a_zeroed_sector_in_the_last_transaction_is_never_served(written, sizes):
    settings, path, begins = written
    whole = path.read_bytes()
    for start in range(begins, len(whole), sizes(40, 8)):
        path.write_bytes(whole[:start] + b"\0" * min(32, len(whole) - start) + whole[start + 32:])
        path.with_name("main.fs.index").unlink(missing_ok=True)
        try:
            store = open_store(settings)
        except StoreDamaged:
            continue
        found = read(store)
        store.close()
        assert all(found.get(f"kept{number}") == "x" * 50 for number in range(5)), start
        assert found.get("last", "y" * 120) == "y" * 120, start


