"""A campus with every plugin, and its operator's browser."""

import pytest

from mooctang_core.testing import Campus
from mooctang_core.testing.browsing import browser_type_launch_args, live_campus, page_of

__all__ = ["browser_type_launch_args", "live_campus", "page_of"]


@pytest.fixture(scope="session")
def base_url():
    """None: each test has a server of its own."""
    return None


@pytest.fixture
def campus(tmp_path):
    made = Campus(tmp_path)
    yield made
    made.close()


@pytest.fixture
def operator(campus):
    return campus.browser("operator", "alliance")
