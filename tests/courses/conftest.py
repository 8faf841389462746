"""One campus for all stories of a module: they are told in order."""

import pytest

from mooctang_core.testing import Campus


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    made = Campus(tmp_path_factory.mktemp("town"))
    yield made
    made.close()
