"""Fixtures for plugin authors: found by pytest itself once mooctang is installed."""

import os

import pytest

# An author whose plugin fails the kit should see the values, not only the line.
pytest.register_assert_rewrite("mooctang_core.testing.conformance", "mooctang_core.testing.browser")


@pytest.fixture
def campus(tmp_path):
    """Two schools, a class in session, s1 … s3."""
    from .campus import Campus

    made = Campus(tmp_path)
    yield made
    made.close()


def pytest_configure(config):
    # Compiling the page furniture takes seconds; a later run (and each of several processes) finds it done.
    cache = getattr(config, "cache", None)
    if cache is not None:
        os.environ.setdefault("CHAMELEON_CACHE", str(cache.mkdir("templates")))
    config.addinivalue_line("markers", "feature(id, …): the ledger rows that this test drives through the running application")


def pytest_collection_modifyitems(items):
    for item in items:
        for mark in item.iter_markers("feature"):
            for row in mark.args:
                item.user_properties.append(("feature", row))
