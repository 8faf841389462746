"""Stores to try: the embedded one always, PostgreSQL on a server of the tests' own."""

import pytest

from mooctang_core.settings import load
from mooctang_core.store import open_store
from mooctang_core.testing.postgres import postgres_bin, private_postgres


@pytest.fixture
def settings(tmp_path):
    return load(environ={}, home=tmp_path / "home")


@pytest.fixture
def store(settings):
    store = open_store(settings)
    yield store
    store.close()


@pytest.fixture(scope="session")
def postgres():
    if postgres_bin() is None:
        pytest.skip("PostgreSQL is not installed: apt install postgresql")
    with private_postgres() as server:
        yield server


@pytest.fixture
def pg_settings(postgres, tmp_path, request):
    name = "t_" + "".join(c if c.isalnum() else "_" for c in request.node.name)[:40].lower()
    return load(environ={}, home=tmp_path / "pghome", store=postgres.database(name))


@pytest.fixture(params=["file", "pg"])
def either(request):
    """Settings of the embedded store, then of PostgreSQL."""
    return request.getfixturevalue("settings" if request.param == "file" else "pg_settings")
