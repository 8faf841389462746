"""A campus in the middle of a lesson, served to real browsers."""

import pytest

from mooctang_core.testing.browsing import browser_type_launch_args, live_campus, page_of
from tests.pages.stage import hold_classes, play_campus

__all__ = ["browser_type_launch_args", "live_campus", "page_of"]


@pytest.fixture(scope="session")
def base_url():
    """None: each test has a server of its own."""
    return None


@pytest.fixture
def campus(tmp_path):
    made = play_campus(tmp_path)
    yield made
    made.close()


@pytest.fixture
def urls(campus):
    """An earlier class and one in session."""
    return hold_classes(campus)
