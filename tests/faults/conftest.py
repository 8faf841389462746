"""Stores, servers and the long form: MOOCTANG_FULL=1 runs each story to the figures that were promised."""
import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # the benches start the servers that are broken here

FULL = os.environ.get("MOOCTANG_FULL") == "1"


@pytest.fixture(scope="session")
def sizes():
    """`sizes(short, full)`: how much of something, in the form that runs."""
    return lambda short, full: full if FULL else short


@pytest.fixture
def spots():
    """Places for embedded stores."""
    from bench.stores import places

    with places("fs") as found:
        yield found


@pytest.fixture
def pg_spots():
    """Places on a PostgreSQL of this test's own; it can be killed and stopped."""
    from bench.stores import places
    from mooctang_core.testing.postgres import postgres_bin

    if postgres_bin() is None:
        pytest.skip("There is no PostgreSQL on this machine.")
    with places("pg") as found:
        yield found


@pytest.fixture
def laid(spots):
    """A class of so many with a tally open: (place, url, people)."""
    from bench.ground import Ground

    def lay(students=8, **settings):
        place = Ground(students=students, **spots.settings(**settings))
        url = place.open("tally")
        people = place.sign_in("teacher", *(f"s{n}" for n in range(1, students + 1)))
        place.close()
        return place, url, people

    return lay


def pytest_ignore_collect(collection_path, config):
    """Not in the quick suite: only for whoever names this folder (make faults-short, make test-faults)."""
    return None if FULL or any("faults" in str(word) for word in config.invocation_params.args) else True
