"""A close against fifty submits, through the real server: each is in, or 409, never both."""
from types import SimpleNamespace

import pytest

from bench import race


@pytest.mark.parametrize("store", ["fs", pytest.param("pg", marks=pytest.mark.postgres)])
def test_close_against_submit(store, sizes):
    if store == "pg":
        from mooctang_core.testing.postgres import postgres_bin
        if postgres_bin() is None:
            pytest.skip("There is no PostgreSQL on this machine.")
    rounds = sizes(30 if store == "fs" else 10, 1000)
    figures = race.main(SimpleNamespace(store=store, workers=None, rounds=rounds))
    assert figures["answers"] == rounds * race.AT_ONCE and figures["ambiguous"] == 0, figures
    assert figures["in"] and figures["closed_409"], figures
