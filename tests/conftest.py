"""Pytest for the whole project."""

import pytest

from mooctang_core.plugins import PluginHost
from mooctang_core.testing import Campus


@pytest.fixture
def campus_of(tmp_path):
    """campus_of(**plugins): a campus in a folder of its own; it is closed at the end, or earlier."""
    made = []

    def make(**plugins):
        host = PluginHost()
        for name, module in plugins.items():
            host.add(name, module)
        made.append(Campus(tmp_path / str(len(made)), host=host))
        return made[-1]

    yield make
    for campus in made:
        campus.close()
