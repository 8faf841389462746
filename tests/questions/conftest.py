"""The example plugin of the documents, which asks questions of every type."""

import importlib
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2] / "docs" / "examples" / "plugins"))
drill = importlib.import_module("mooctang_drill")
