"""From the embedded store to PostgreSQL and back, by one call each."""

import pytest
from ZODB.blob import Blob

from mooctang_core.store import (
    StoreDamaged,
    StoreError,
    StoreHeld,
    files,
    maintain,
    open_store,
)
from mooctang_core.store.postgres import begin_filling

from .ground import change, content_of, lay_out, slugs


def everything(settings):
    """All that can be told of a store from its front."""
    store = open_store(settings)
    try:
        found = {}
        for name in ("main", "law"):
            with change(store, name) as connection:
                for slug, school in connection.root().get("schools", {}).items():
                    found[slug] = (
                        name, {number: entry.name for number, entry in school.people.items()},
                        {hash: content_of(files.open(school, hash)) for hash in school.files})
        with change(store) as connection:
            found["accounts"] = sorted(connection.root()["alliance"].accounts)
            found["file"] = content_of(connection.root()["file"].open("r"))
        return found
    finally:
        store.close()


def test_both_ways_with_everything(settings, pg_settings, tmp_path):
    store = open_store(settings)
    lay_out(store)
    maintain.school_mount(settings, "east", "law")
    with change(store) as connection:
        connection.root()["file"] = Blob(b"a file" * 1000)
    store.scratch.put("draft", "s1", {"text": "写了一半"}, ttl=600)
    store.close()
    before = everything(settings)

    there = maintain.convert(settings, pg_settings.store)
    assert there["to"] == "pg"
    assert there["databases"].keys() == {"main", "law"}
    on_pg = settings.replace(store=pg_settings.store)
    assert everything(on_pg) == before
    assert maintain.verify(on_pg)["ok"]

    (settings.home / "store").rename(tmp_path / "the old store")
    back = maintain.convert(on_pg, "file")
    assert back["databases"].keys() == {"main", "law"}
    assert everything(settings) == before
    assert maintain.verify(settings)["ok"]
    store = open_store(on_pg)
    assert store.scratch.get("draft", "s1") == {"text": "写了一半"}
    store.close()


def test_a_running_server_is_not_converted_under(settings, pg_settings, tmp_path):
    store = open_store(settings)
    lay_out(store)
    with pytest.raises(StoreHeld):
        maintain.convert(settings, pg_settings.store)
    store.close()
    running = open_store(pg_settings)
    lay_out(running)
    with pytest.raises(StoreHeld, match="stop the server"):
        maintain.convert(pg_settings.replace(home=tmp_path / "other"), "file")
    running.close()


def test_data_that_is_there_is_only_replaced_when_told(settings, pg_settings):
    for one in (settings, pg_settings):
        store = open_store(one)
        lay_out(store)
        store.close()
    with pytest.raises(StoreError, match="--force"):
        maintain.convert(settings, pg_settings.store)
    maintain.convert(settings, pg_settings.store, force=True)
    store = open_store(pg_settings.replace(home=settings.home))
    assert slugs(store) == ["east", "west"]
    store.close()


def test_a_database_that_was_being_filled_does_not_open(pg_settings):
    begin_filling(pg_settings.store)
    with pytest.raises(StoreDamaged, match="cut off: run that again with --force"):
        open_store(pg_settings)


def test_the_same_store_is_no_conversion(settings):
    open_store(settings).close()
    with pytest.raises(StoreError, match="already"):
        maintain.convert(settings, "file")
