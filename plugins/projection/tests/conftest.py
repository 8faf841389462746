"""Two schools, a class in session, a third party's activity, and screens in halls."""

import sys
from pathlib import Path

import pytest

from mooctang_core.testing import Campus
from mooctang_core.testing import campus as kit

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture
def campus(tmp_path):
    import mooctang_pollwall
    import mooctang_quietwall

    host = kit.PluginHost().load()
    host.add("pollwall", mooctang_pollwall)
    host.add("quietwall", mooctang_quietwall)
    made = Campus(tmp_path, host=host)
    made.store.scratch.clock = lambda: made.clock().timestamp()
    yield made
    made.close()


@pytest.fixture
def teacher(campus):
    from projection_hall import Teacher

    return Teacher(campus)


@pytest.fixture
def screen(campus):
    from projection_hall import Screen

    return Screen(campus)
