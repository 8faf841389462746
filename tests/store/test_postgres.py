"""The store on PostgreSQL: several processes, and a server that dies."""

import subprocess
import sys
import threading
import time

import psycopg2
import pytest
from ZODB.POSException import ConflictError, POSError

from mooctang_core.settings import load
from mooctang_core.store import StoreDown, StoreError, maintain, open_store, trouble
from mooctang_core.testing.postgres import postgres_bin, private_postgres

from .ground import change, lay_out, slugs

COUNT = """
import sys
from mooctang_core.settings import load
from mooctang_core.store import open_store
from ZODB.POSException import ConflictError
import transaction
store = open_store(load(environ={}, home=sys.argv[1], store=sys.argv[2]))
manager = transaction.TransactionManager(explicit=True)
done = 0
while done < 30:
    manager.begin()
    connection = store.connection('main', manager)
    try:
        connection.root()['n'] = connection.root().get('n', 0) + 1
        manager.commit()
        done += 1
    except ConflictError:
        manager.abort()
    finally:
        connection.close()
"""


@pytest.fixture
def mortal(tmp_path):
    """A server of this test's own, to be killed."""
    if postgres_bin() is None:
        pytest.skip("PostgreSQL is not installed: apt install postgresql")
    with private_postgres() as server:
        yield server, load(environ={}, home=tmp_path / "home", store=server)


def test_two_processes_see_each_others_commits_and_lose_none(pg_settings):
    store = open_store(pg_settings)
    with change(store) as connection:
        connection.root()["n"] = 0
    processes = [subprocess.Popen([sys.executable, "-c", COUNT, str(pg_settings.home), pg_settings.store]) for _ in range(2)]
    assert [process.wait(60) for process in processes] == [0, 0]
    with change(store) as connection:
        assert connection.root()["n"] == 60
    store.close()


def test_without_a_server_the_start_says_so(tmp_path):
    with pytest.raises(StoreDown, match=r"127\.0\.0\.1:1/x does not answer.*start it or correct the setting store") as down:
        open_store(load(environ={}, home=tmp_path, store="postgresql://u:geheim@127.0.0.1:1/x"))
    assert "geheim" not in str(down.value)


def test_kills_of_the_server_lose_nothing_and_are_all_named_down(mortal):
    server, settings = mortal
    store = open_store(settings)
    acknowledged, strange, stop = [0], [], threading.Event()

    def write():
        number = 0
        while not stop.is_set():
            number += 1
            while not stop.is_set():
                try:
                    with change(store) as connection:
                        connection.root()["n"] = number
                    acknowledged[0] = number
                    break
                except ConflictError:
                    continue
                except (POSError, psycopg2.Error, StoreError) as error:
                    if not isinstance(trouble(error), StoreDown):
                        strange.append(error)
                    time.sleep(0.05)

    writer = threading.Thread(target=write)
    writer.start()
    gaps = []
    for _ in range(3):
        reached = acknowledged[0] + 10
        while acknowledged[0] < reached and writer.is_alive():
            time.sleep(0.02)
        server.kill()
        killed = time.monotonic()
        server.start()
        before = acknowledged[0]
        while acknowledged[0] == before and time.monotonic() - killed < 60:
            time.sleep(0.02)
        gaps.append(time.monotonic() - killed)
    stop.set()
    writer.join()
    assert strange == []
    assert acknowledged[0] > 30
    with change(store) as connection:
        assert connection.root()["n"] >= acknowledged[0]
    assert max(gaps) < 60, gaps
    store.ready()
    store.close()


def test_a_school_has_a_database_of_its_own_made_when_it_is_needed(pg_settings):
    store = open_store(pg_settings)
    lay_out(store)
    with change(store, "law") as connection:
        connection.root()["here"] = 1
    store.close()
    store = open_store(pg_settings)
    with change(store, "law") as connection:
        assert connection.root()["here"] == 1
    assert slugs(store) == ["east", "west"]
    store.close()
    psycopg2.connect(pg_settings.store + "_law").close()


def test_sessions_that_were_ended_are_opened_again_unnoticed(pg_settings):
    store = open_store(pg_settings)
    for number in range(3):
        with change(store) as connection:
            connection.root()["n"] = number
        end_all_sessions(pg_settings.store)
    with change(store) as connection:
        assert connection.root()["n"] == 2
    store.close()


def end_all_sessions(uri):
    connection = psycopg2.connect(uri, application_name="someone")
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
    connection.close()


def test_scratch_survives_a_lost_connection(pg_settings):
    store = open_store(pg_settings)
    store.scratch.put("x", "a", 1)
    end_all_sessions(pg_settings.store)
    assert store.scratch.get("x", "a") == 1
    store.close()


def test_verify_names_a_damaged_record(pg_settings):
    store = open_store(pg_settings)
    lay_out(store)
    store.close()
    connection = psycopg2.connect(pg_settings.store)
    with connection, connection.cursor() as cursor:
        cursor.execute("UPDATE object_state SET state = '\\x00'::bytea WHERE zoid = (SELECT max(zoid) FROM object_state)")
    connection.close()
    assert not maintain.verify(pg_settings)["ok"]
