"""One school alone: exported, packed and restored; in a database of its own and back, while people write."""

import io
import json
import tarfile
import threading

import pytest
import transaction
from BTrees.OOBTree import OOBTree
from ZODB.POSException import ConflictError

from mooctang_core.model.schools import School
from mooctang_core.store import StoreDamaged, StoreError, files, maintain, open_store

from .ground import change, content_of, lay_out, slugs


@pytest.fixture
def store(settings):
    store = open_store(settings)
    lay_out(store)
    yield store
    store.close()


def where(store, slug):
    with change(store) as connection:
        return connection.root()["alliance"].schools.get(slug)


def people(store, slug, name):
    with change(store, name) as connection:
        return {number: entry.name for number, entry in connection.root()["schools"][slug].people.items()}


def only_file(store, slug, name):
    with change(store, name) as connection:
        school = connection.root()["schools"][slug]
        return content_of(files.open(school, next(iter(school.files))))


def remove(store, slug):
    with change(store) as connection:
        root = connection.root()
        root["schools"] = {name: school for name, school in root["schools"].items() if name != slug}
        del root["alliance"].schools[slug]
        for names in (root["alliance"].hosts, root["alliance"].codes):
            for name in [name for name, target in names.items() if slug in (target, target[0])]:
                del names[name]


def test_one_school_is_exported_packed_and_restored_alone(store, settings, tmp_path):
    before, file = people(store, "east", "main"), only_file(store, "east", "main")
    result = maintain.school_export(settings, "east", tmp_path / "east.tar")
    assert result["files"] == 1
    remove(store, "east")
    maintain.pack(settings)
    assert maintain.verify(settings)["ok"]
    assert people(store, "west", "main")
    assert maintain.school_import(settings, tmp_path / "east.tar")["objects"] == result["objects"]
    assert people(store, "east", "main") == before
    assert only_file(store, "east", "main") == file
    assert where(store, "east") == "main"
    with change(store) as connection:
        alliance = connection.root()["alliance"]
        assert alliance.hosts["east.test"] == "east"
        assert alliance.codes["CODEeast"] == ("east", "/courses/x")
    assert maintain.verify(settings)["ok"]


def test_the_file_of_one_school_holds_nothing_of_another(store, settings, tmp_path):
    maintain.school_export(settings, "east", tmp_path / "east.tar")
    content = (tmp_path / "east.tar").read_bytes()
    assert b"file of east" in content
    assert b"west" not in content
    assert b"east-1" not in content  # accounts are the alliance's


def test_packing_one_school_alone_leaves_the_others_whole(store, settings):
    maintain.school_mount(settings, "east")
    maintain.pack(settings, database="east")
    assert maintain.verify(settings)["ok"]
    assert people(store, "east", "east")
    assert people(store, "west", "main")


def test_a_school_comes_into_another_installation(store, settings, pg_settings, tmp_path):
    maintain.school_export(settings, "east", tmp_path / "east.tar")
    other = open_store(pg_settings)
    lay_out(other)
    result = maintain.school_import(pg_settings, tmp_path / "east.tar", slug="guest")
    assert result["school"] == "guest"
    assert people(other, "guest", "main") == people(store, "east", "main")
    assert only_file(other, "guest", "main") == only_file(store, "east", "main")
    with change(other) as connection:
        assert connection.root()["schools"]["guest"].slug == "guest"
        assert connection.root()["alliance"].hosts["east.test"] == "east"
    assert maintain.verify(pg_settings)["ok"]
    assert maintain.school_export(pg_settings, "guest", tmp_path / "again.tar")["objects"] == result["objects"]
    other.close()


def test_on_postgresql_a_school_is_imported_into_a_database_of_its_own(pg_settings, settings, tmp_path, store):
    maintain.school_export(settings, "east", tmp_path / "east.tar")
    other = open_store(pg_settings)
    maintain.school_import(pg_settings, tmp_path / "east.tar", slug="guest", database="guest")
    assert people(other, "guest", "guest")
    assert slugs(other) == []
    with pytest.raises(StoreError, match="Only the embedded store moves"):
        maintain.school_unmount(pg_settings, "guest")
    other.close()


def test_a_word_that_is_taken_is_refused(store, settings, tmp_path):
    maintain.school_export(settings, "east", tmp_path / "east.tar")
    with pytest.raises(StoreError, match="There is a school east already"):
        maintain.school_import(settings, tmp_path / "east.tar")
    with pytest.raises(StoreError, match="There is no school north"):
        maintain.school_export(settings, "north", tmp_path / "north.tar")


def test_a_damaged_or_foreign_file_is_refused(store, settings, tmp_path):
    maintain.school_export(settings, "east", tmp_path / "east.tar")
    content = bytearray((tmp_path / "east.tar").read_bytes())
    content[content.index(b"file of east")] ^= 1
    (tmp_path / "bad.tar").write_bytes(content)
    before = store.main.storage.lastTransaction()
    with pytest.raises(StoreDamaged, match="export it again"):
        maintain.school_import(settings, tmp_path / "bad.tar", slug="new")
    assert before == store.main.storage.lastTransaction() or maintain.verify(settings)["ok"]
    assert slugs(store) == ["east", "west"]
    with tarfile.open(tmp_path / "odd.tar", "w") as tar:
        tar.addfile(tarfile.TarInfo("x"))
    with pytest.raises(StoreError, match="not an exported school"):
        maintain.school_import(settings, tmp_path / "odd.tar")
    (tmp_path / "text.tar").write_text("no tar at all")
    with pytest.raises(StoreError, match="not an exported school"):
        maintain.school_import(settings, tmp_path / "text.tar")
    with pytest.raises(StoreError, match="There is no file"):
        maintain.school_import(settings, tmp_path / "none.tar")


def test_a_file_that_names_a_strange_class_runs_nothing(store, settings, tmp_path):
    import hashlib

    maintain.school_export(settings, "east", tmp_path / "east.tar")
    with tarfile.open(tmp_path / "east.tar") as tar:
        manifest = json.load(tar.extractfile("manifest.json"))
    from zlib import crc32

    from mooctang_core.store.exporting import HEAD

    evil = b"cos\nsystem\n(S'touch " + str(tmp_path / "run").encode() + b"'\ntR."
    oid = bytes.fromhex(manifest["root"])
    objects = HEAD.pack(oid, crc32(evil), len(evil)) + evil
    manifest.update(objects=1, files={}, crc=hashlib.sha256(objects).hexdigest())
    with tarfile.open(tmp_path / "evil.tar", "w") as tar:
        for name, content in (("objects", objects), ("manifest.json", json.dumps(manifest).encode())):
            about = tarfile.TarInfo(name)
            about.size = len(content)
            tar.addfile(about, io.BytesIO(content))
    with pytest.raises(StoreDamaged, match=r"os\.system|posix\.system"):
        maintain.school_import(settings, tmp_path / "evil.tar", slug="evil")
    assert not (tmp_path / "run").exists()


def test_a_school_moves_out_and_back_with_its_files(store, settings):
    before, file = people(store, "east", "main"), only_file(store, "east", "main")
    for name in ("law", "main"):
        result = maintain.school_mount(settings, "east", name)
        assert result["to"] == name
        assert where(store, "east") == name
        assert people(store, "east", name) == before
        assert only_file(store, "east", name) == file
        maintain.pack(settings)
        assert maintain.verify(settings)["ok"]
    assert slugs(store, "law") == []
    with pytest.raises(StoreError, match="lives in the database main already"):
        maintain.school_unmount(settings, "east")


def test_who_is_still_writing_to_the_old_place_gets_a_conflict(store, settings):
    manager = transaction.TransactionManager(explicit=True)
    manager.begin()
    connection = store.connection("main", manager)
    entry = connection.root()["schools"]["east"].people["3"]
    entry.name = "late"
    maintain.school_mount(settings, "east")
    with pytest.raises(ConflictError):
        manager.commit()
    manager.abort()
    connection.close()
    assert people(store, "east", "east")["3"] == "学生3"


def test_nothing_acknowledged_is_lost_while_a_school_moves(store, settings):
    with change(store) as connection:
        connection.root()["schools"]["east"].notes = OOBTree()
    stop, acknowledged = threading.Event(), [0]

    def write():
        number = 0
        while not stop.is_set():
            number += 1
            while True:
                try:
                    with change(store, where(store, "east")) as connection:
                        school = connection.root()["schools"]["east"]
                        school.notes[number] = number
                    break
                except (ConflictError, KeyError):
                    continue
            acknowledged[0] = number
            stop.wait(0.002)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for name in ("law", "main", "law"):
            maintain.school_mount(settings, "east", name)
            stop.wait(0.1)
    finally:
        stop.set()
        writer.join()
    with change(store, "law") as connection:
        notes = connection.root()["schools"]["east"].notes
        assert list(notes) == list(range(1, acknowledged[0] + 1))
    assert acknowledged[0] > 10
    assert maintain.verify(settings)["ok"]


def test_a_schools_record_has_no_way_to_the_alliance(store):
    from mooctang_core.store.copying import instance
    from mooctang_core.store.reading import walk

    with change(store) as connection:
        school = connection.root()["schools"]["east"]
        assert isinstance(school, School)
        oids = {school._p_oid, connection.root()["alliance"]._p_oid, connection.root()["schools"]["west"]._p_oid}
        start = school._p_oid
    view = instance(store.main)
    assert {oid for oid, _, _ in walk(view, start)} & oids == {start}
    view.release()
