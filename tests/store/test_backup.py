"""Backup and restore, while people write."""

import threading

import pytest
from ZODB.blob import Blob

from mooctang_core.settings import load
from mooctang_core.store import (
    StoreDamaged,
    StoreError,
    StoreHeld,
    maintain,
    open_store,
)
from mooctang_core.store.turns import changing_turn

from .ground import change, content_of, lay_out, slugs


@pytest.fixture
def store(either):
    store = open_store(either)
    yield store
    store.close()


def elsewhere(settings, tmp_path):
    """The same kind of store at an empty place."""
    if settings.store == "file":
        return settings.replace(home=tmp_path / "restored")
    import psycopg2

    connection = psycopg2.connect(settings.store)
    connection.autocommit = True
    name = settings.store.rsplit("/", 1)[1] + "_r"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {name}")
    connection.close()
    return settings.replace(home=tmp_path / "restored", store=settings.store + "_r")


def contents(settings):
    store = open_store(settings)
    try:
        with change(store) as connection:
            root = connection.root()
            return {
                "schools": sorted(root["schools"]),
                "n": root.get("n"),
                "people": sum(len(school.people) for school in root["schools"].values()),
                "files": [content_of(blob.open("r")) for key, blob in sorted(root.items()) if key.startswith("file")],
            }
    finally:
        store.close()


class Writers:
    """People who go on writing; `acknowledged` is the last number each was told is kept."""

    def __init__(self, store, names=("a", "b", "c")):
        self.store, self.acknowledged, self.stop = store, dict.fromkeys(names, 0), threading.Event()
        with change(store) as connection:
            from BTrees.OOBTree import OOBTree

            for name in names:
                connection.root()[name] = OOBTree()
        self.threads = [threading.Thread(target=self._write, args=(name,)) for name in names]

    def _write(self, name):
        number = 0
        while not self.stop.is_set():
            number += 1
            with change(self.store) as connection:
                tree = connection.root()[name]
                tree["n"] = number
                if number % 7 == 0:
                    tree["file"] = Blob(str(number).encode() * 100)
                    tree["of"] = number
            self.acknowledged[name] = number

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.stop.set()
        for thread in self.threads:
            thread.join()


def test_a_backup_holds_everything_acknowledged_before_it_began(store, either, tmp_path):
    lay_out(store)
    promises = []
    with Writers(store) as writers:
        for _ in range(3):
            while sum(writers.acknowledged.values()) < 40 * (len(promises) + 1):
                pass
            promises.append(dict(writers.acknowledged))
            made = maintain.backup(either, tmp_path / "backup")["made"]
            promises[-1]["made"] = made
    store.close()
    for promise in promises:
        target = elsewhere(either, tmp_path)
        maintain.restore(target, tmp_path / "backup", at=promise.pop("made"), force=True)
        assert maintain.verify(target)["ok"]
        restored = open_store(target)
        with change(restored) as connection:
            for name, number in promise.items():
                tree = connection.root()[name]
                assert tree["n"] >= number
                if "of" in tree:
                    assert content_of(tree["file"].open("r")) == str(tree["of"]).encode() * 100
        restored.close()


def test_the_second_backup_saves_only_what_came_since(settings, tmp_path):
    store = open_store(settings)
    lay_out(store)
    first = maintain.backup(settings, tmp_path / "b")["databases"]["main"]
    assert first["copy"] == "full"
    assert first["files"] == 2
    with change(store) as connection:
        connection.root()["n"] = 1
    second = maintain.backup(settings, tmp_path / "b")["databases"]["main"]
    assert second["copy"] == "more"
    assert second["bytes"] < 1000
    assert second["files"] == 0
    assert maintain.backup(settings, tmp_path / "b")["databases"]["main"]["copy"] == "same"
    maintain.pack(settings)
    assert maintain.backup(settings, tmp_path / "b")["databases"]["main"]["copy"] == "full"
    store.close()
    made = [one["made"] for one in maintain.list_backups(tmp_path / "b")]
    assert len(made) == 4
    for at, number in zip(made, (None, 1, 1, 1), strict=True):
        target = settings.replace(home=tmp_path / at)
        maintain.restore(target, tmp_path / "b", at=at)
        assert contents(target)["n"] == number
        assert contents(target)["people"] == 40


def test_schools_in_their_own_databases_are_in_the_backup(settings, tmp_path):
    store = open_store(settings)
    lay_out(store)
    maintain.school_mount(settings, "east", "law")
    maintain.backup(settings, tmp_path / "b")
    store.close()
    target = settings.replace(home=tmp_path / "r")
    assert maintain.restore(target, tmp_path / "b")["databases"] == ["law", "main"]
    restored = open_store(target)
    assert slugs(restored) == ["west"]
    assert slugs(restored, "law") == ["east"]
    restored.close()


def test_restore_overwrites_only_when_told_and_keeps_what_was_there(settings, tmp_path):
    store = open_store(settings)
    lay_out(store)
    maintain.backup(settings, tmp_path / "b")
    with change(store) as connection:
        connection.root()["n"] = 2
    with pytest.raises(StoreError, match="--force"):
        maintain.restore(settings, tmp_path / "b")
    with pytest.raises(StoreHeld):
        maintain.restore(settings, tmp_path / "b", force=True)
    store.close()
    replaced = maintain.restore(settings, tmp_path / "b", force=True)["replaced"]
    assert contents(settings)["n"] is None
    (tmp_path / "old").mkdir()
    from pathlib import Path

    Path(replaced).rename(tmp_path / "old" / "store")
    assert contents(settings.replace(home=tmp_path / "old"))["n"] == 2


def test_restore_onto_postgresql_wants_force_too(pg_settings, tmp_path):
    store = open_store(pg_settings)
    lay_out(store)
    maintain.backup(pg_settings, tmp_path / "b")
    with change(store) as connection:
        connection.root()["n"] = 2
    with pytest.raises(StoreHeld, match="stop the server"):
        maintain.restore(pg_settings, tmp_path / "b", force=True)
    assert contents(pg_settings)["n"] == 2
    store.close()
    with pytest.raises(StoreError, match="--force"):
        maintain.restore(pg_settings, tmp_path / "b")
    maintain.restore(pg_settings, tmp_path / "b", force=True)
    assert contents(pg_settings)["n"] is None
    assert contents(pg_settings)["people"] == 40


def test_a_backup_of_either_kind_restores_to_the_other(settings, pg_settings, tmp_path):
    for source, target in ((settings, pg_settings), (pg_settings, settings.replace(home=tmp_path / "back"))):
        if source is settings:
            store = open_store(source)
            lay_out(store)
            store.close()
        maintain.backup(source, tmp_path / f"b{source.store == 'file'}")
        maintain.restore(target, tmp_path / f"b{source.store == 'file'}")
        assert contents(target)["people"] == 40
        assert maintain.verify(target)["ok"]


@pytest.mark.parametrize("what", ["*.full", "*.blob"])
def test_a_damaged_backup_is_refused_before_anything_is_replaced(settings, tmp_path, what):
    store = open_store(settings)
    lay_out(store)
    maintain.backup(settings, tmp_path / "b")
    store.close()
    piece = next((tmp_path / "b").rglob(what))
    content = bytearray(piece.read_bytes())
    content[len(content) // 2] ^= 1
    piece.chmod(0o600)
    piece.write_bytes(content)
    with pytest.raises(StoreDamaged, match="nothing was replaced"):
        maintain.restore(settings, tmp_path / "b", force=True)
    assert contents(settings)["people"] == 40


def test_a_restore_cut_off_between_its_renames_is_finished_at_start(settings, tmp_path):
    store = open_store(settings)
    lay_out(store)
    maintain.backup(settings, tmp_path / "b")
    store.close()
    (settings.home / "store").rename(settings.home / "store.new")
    (settings.home / "store.new" / "complete").touch()
    assert contents(settings)["people"] == 40


def test_no_backup_there_and_no_such_generation(settings, tmp_path):
    with pytest.raises(StoreError, match="no backup"):
        maintain.restore(settings, tmp_path)
    store = open_store(settings)
    maintain.backup(settings, tmp_path / "b")
    store.close()
    with pytest.raises(StoreError, match="no generation yesterday"):
        maintain.restore(settings, tmp_path / "b", at="yesterday", force=True)


def test_backup_and_pack_never_run_at_once(store, either, tmp_path):
    with changing_turn(either), pytest.raises(StoreHeld, match="wait until it has ended"):
        maintain.backup(either, tmp_path / "b")


def test_a_transaction_that_is_not_finished_is_not_in_the_backup(settings, tmp_path):
    store = open_store(settings)
    with change(store) as connection:
        connection.root()["n"] = 1
    import transaction

    manager = transaction.TransactionManager(explicit=True)
    manager.begin()
    connection = store.connection("main", manager)
    connection.root()["n"] = 2

    class Look:
        def sortKey(self):
            return "~~~~~"

        def nothing(self, _):
            pass

        abort = tpc_begin = commit = tpc_finish = tpc_abort = nothing

        def tpc_vote(self, _):
            maintain.backup(settings, tmp_path / "b")

    manager.get().join(Look())
    manager.commit()
    connection.close()
    store.close()
    target = load(environ={}, home=tmp_path / "r")
    maintain.restore(target, tmp_path / "b")
    restored = open_store(target)
    with change(restored) as connection:
        assert connection.root()["n"] == 1
    restored.close()
