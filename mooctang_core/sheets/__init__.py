"""Tables out of strangers' files: xlsx and csv, read in a child process with limits of memory and time."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

from .. import cores

BYTES_MAX = 20 << 20
SECONDS, WALL_SECONDS = 8, 9.5
MEMORY = 256 << 20
LIMITS = {"rows": 50_000, "heads": 20, "columns": 64, "memory": MEMORY, "seconds": SECONDS}
CHILD = Path(__file__).with_name("child.py")


class Sheet(NamedTuple):
    """What was read: rows of texts as they stand in the file, and the cells that are not what they seem."""

    rows: list
    odd: list
    trouble: Any = None
    """{"word", "row", "column", …} when nothing was read."""


def read_sheet(data, rows=LIMITS["rows"]):
    """The first table of a file, or the trouble with it; never more than 256 MiB and ten seconds."""
    if len(data) > BYTES_MAX:
        return troubled("heavy", mb=BYTES_MAX >> 20)
    words = json.dumps({**LIMITS, "rows": rows, "path": library()})
    try:
        with cores.roaming():
            done = subprocess.run([sys.executable, "-I", "-S", str(CHILD), words], input=data, capture_output=True, timeout=WALL_SECONDS, check=False, env={})
    except subprocess.TimeoutExpired:
        return troubled("slow")
    if done.returncode:
        return troubled("slow" if done.returncode == -24 else "large")
    found = json.loads(done.stdout)
    return Sheet([], [], found["trouble"]) if "trouble" in found else Sheet(found["rows"], found["odd"])


def library():
    """Where the child finds the one package that it needs; nothing else of the installation is loaded there."""
    return str(Path(importlib.util.find_spec("python_calamine").origin).parent.parent)


def troubled(word, **facts):
    return Sheet([], [], {"word": word, "row": 1, "column": 1, **facts})


def letter(column):
    """What a column is called: 1 is A, 27 is AA."""
    name = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
