"""One town for all tests that only look; a fresh one for those that change it."""

import pytest

from .town import build, fill
from .views import views_of


@pytest.fixture(scope="package")
def settled(tmp_path_factory):
    """(campus, urls, views): for tests that leave everything as it was."""
    campus = build(tmp_path_factory.mktemp("town"))
    yield campus, fill(campus), {view.word: view for view in views_of(campus.app.registry)}
    campus.close()


@pytest.fixture
def campus(tmp_path):
    made = build(tmp_path)
    yield made
    made.close()


@pytest.fixture
def urls(campus):
    return fill(campus)
