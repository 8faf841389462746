"""One school alone: exported, packed and restored; in a database of its own and back, while people write."""

import io
import json
import tarfile
import threading

import pytest
import transaction
from BTrees.OOBTree import OOBTree
from ZODB.POSException import ConflictError

from mooctang_core.flows import suitcases
from mooctang_core.model.schools import School
from mooctang_core.store import StoreDamaged, StoreError, files, importing, maintain, open_store

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


def rewrite(source, target, **parts):
    """The same file, some parts of it others: bytes, None for left out, or a TarInfo with its content."""
    with tarfile.open(source) as old, tarfile.open(target, "w") as new:
        for member in old.getmembers():
            if member.name not in parts:
                new.addfile(member, old.extractfile(member))
        for name, content in parts.items():
            if content is not None:
                about, content = content if isinstance(content, tuple) else (tarfile.TarInfo(name), content)
                about.size = len(content)
                new.addfile(about, io.BytesIO(content))


@pytest.fixture
def packed(store, settings, tmp_path):
    """An exported school, its manifest, and a function that gives another like it."""
    maintain.school_export(settings, "east", tmp_path / "east.tar", lambda alliance, school: ({}, {"accounts.json": b"[]" * 500, "theme/a.css": b"b {}" * 9}))
    with tarfile.open(tmp_path / "east.tar") as tar:
        manifest = json.load(tar.extractfile("manifest.json"))

    def like(**parts):
        rewrite(tmp_path / "east.tar", tmp_path / "odd.tar", **parts)
        return tmp_path / "odd.tar"

    return tmp_path / "east.tar", manifest, like


def test_no_more_of_a_part_is_read_than_such_a_part_may_have(packed, monkeypatch):
    path, manifest, like = packed
    with importing.opened_suitcase(path) as suitcase:
        assert suitcase.part("accounts.json") == b"[]" * 500
        monkeypatch.setattr(importing, "PART_MAX", 999)
        monkeypatch.setattr(tarfile.TarFile, "extractfile", lambda *_a: pytest.fail("it was read"))
        with pytest.raises(StoreError, match="has 1000 bytes, and 999 are the most that is read"):
            suitcase.part("accounts.json")
    monkeypatch.undo()
    monkeypatch.setattr(importing, "MANIFEST_MAX", 100)
    with pytest.raises(StoreError, match="manifest.json of the exported school has .* and 100 are the most"), importing.opened_suitcase(path):
        pass


def test_the_themes_together_are_no_more_than_is_packed(packed, monkeypatch):
    monkeypatch.setattr(suitcases, "THEME_MAX", 35)
    with importing.opened_suitcase(packed[0]) as suitcase, pytest.raises(StoreError, match="more than 35 bytes: nothing was taken in"):
        suitcases.refuse_large(suitcase)


def swollen():
    """A file with a hole: a kilobyte in the tar, a terabyte when it is read."""
    about = tarfile.TarInfo("accounts.json")
    about.pax_headers = {"GNU.sparse.major": "0", "GNU.sparse.minor": "1", "GNU.sparse.map": "0,1", "GNU.sparse.size": str(1 << 40)}
    return about, b"x"


@pytest.mark.parametrize("parts", [
    {"manifest.json": b"[]"}, {"manifest.json": b"null"}, {"manifest.json": b"[" * 100_000}, {"manifest.json": b"\xff"}, {"manifest.json": None}, {"accounts.json": swollen()}])
def test_a_file_that_is_no_exported_school_is_refused_with_one_sentence(packed, parts):
    with pytest.raises(StoreError, match="not an exported school"), importing.opened_suitcase(packed[2](**parts)):
        pass


def test_what_is_missing_ends_early_or_is_too_large_is_named(store, settings, packed, monkeypatch):
    path, manifest, like = packed
    with importing.opened_suitcase(like(**{"accounts.json": None})) as suitcase, pytest.raises(StoreDamaged, match="accounts.json of the exported school is missing"):
        suitcase.part("accounts.json")
    more = json.dumps({**manifest, "objects": manifest["objects"] + 1}).encode()
    with pytest.raises(StoreDamaged, match="end too early"):
        maintain.school_import(settings, like(**{"manifest.json": more}), slug="again")
    monkeypatch.setattr(importing, "RECORD_MAX", 20)
    with pytest.raises(StoreError, match="20 are the most that is read: nothing was taken in"):
        maintain.school_import(settings, path, slug="again")
    monkeypatch.setattr(importing, "MEMBERS_MAX", 2)
    with pytest.raises(StoreError, match="not an exported school"), importing.opened_suitcase(path):
        pass
    assert slugs(store) == ["east", "west"]


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
