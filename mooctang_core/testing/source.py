"""Looking at a plugin's source: what it imports, what it would store, what its templates hold."""

import ast
import re
from importlib.resources import files
from pathlib import Path

CJK = re.compile(r"[\u3400-\u9fff]")
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|\son[a-z]+\s*=|\sstyle\s*=|<style", re.IGNORECASE)


def folder_of(package):
    return Path(str(files(package)))


def sources(package):
    return [path for path in sorted(folder_of(package).rglob("*.py")) if "tests" not in path.parts]


def imports(path):
    """Every module that a file imports, with the line."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module, node.lineno


def forbidden_imports(package):
    """Imports past the one door: another part of the core, or another plugin."""
    found = []
    for path in sources(package):
        for name, line in imports(path):
            parts = name.split(".")
            into_core = parts[0] == "mooctang_core" and name not in ("mooctang_core.api", "mooctang_core.testing")
            other_plugin = parts[0].startswith("mooctang_") and parts[0] not in ("mooctang_core", package)
            if into_core or other_plugin or parts[0] in ("persistent", "BTrees", "ZODB"):
                found.append(f"{path.name}:{line}: {name}")
    return found


def inline_code(package):
    """Templates that hold a script, a handler or a style: the pages' policy forbids them."""
    return [
        f"{path.name}: {match.group().strip()}"
        for path in sorted(folder_of(package).rglob("*.pt"))
        for match in INLINE.finditer(path.read_text(encoding="utf-8"))
    ]
