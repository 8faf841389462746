"""A campus with a plugin that takes files."""

import importlib
import sys
from pathlib import Path

import pytest

from mooctang_core.plugins import PluginHost
from mooctang_core.testing import Campus


@pytest.fixture
def Paper():
    here = str(Path(__file__).parent)
    if here not in sys.path:
        sys.path.insert(0, here)
    return importlib.import_module("mooctang_paper").Paper


@pytest.fixture
def campus(tmp_path, Paper):
    host = PluginHost()
    host.add("paper", sys.modules["mooctang_paper"], "1.0")
    made = Campus(tmp_path, students=4, host=host, settings={"upload_mb": 4})
    yield made
    made.close()
