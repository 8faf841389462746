"""A campus in the middle of a lesson."""

import pytest

from tests.pages.stage import hold_classes, play_campus


@pytest.fixture
def campus(tmp_path):
    made = play_campus(tmp_path)
    yield made
    made.close()


@pytest.fixture(scope="module")
def lesson(tmp_path_factory):
    """(campus, urls): an earlier class and one in session. For tests that only look."""
    made = play_campus(tmp_path_factory.mktemp("lesson"))
    yield made, hold_classes(made)
    made.close()
