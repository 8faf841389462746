"""Who may import whom: the lower never know of the higher, and nobody in the core knows a plugin."""

import ast
from pathlib import Path

import pytest

CORE = Path(__file__).parents[1] / "mooctang_core"
LAYERS = (
    ("permissions", "plain", "words", "tables", "parts", "charts", "settings", "setting_kinds", "changes", "breaker", "packages", "filekinds", "attached", "sealing", "channels", "outward", "outside", "sheets", "cores"),
    ("model",),
    ("activity", "fields", "given", "timed", "urns"),
    ("hookspecs", "plugins", "store", "questions"),
    ("live", "committer"),
    ("identity", "flows", "jobs"),
    ("web", "rest"),
    ("api",),
    ("demo", "testing", "cli"),
)
# Doors between layers that are opened at run time only, each with its reason.
LATE = {
    "__init__.py": "the entry point for PasteDeploy builds the whole application",
}
RANK = {name: number for number, layer in enumerate(LAYERS) for name in layer}


def modules():
    return sorted(path for path in CORE.rglob("*.py") if path.relative_to(CORE).as_posix() not in LATE)


def room_of(path):
    """The top-level room of the core that a file stands in."""
    return path.relative_to(CORE).parts[0].removesuffix(".py")


def imported(path):
    """(room, line) for every import of the core in a file."""
    package = ["mooctang_core", *path.relative_to(CORE).parts[:-1]]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            yield from names(base + (node.module or "").split("."), node)
        elif isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name.split("."), node.lineno


def names(module, node):
    module = [part for part in module if part]
    if module == ["mooctang_core"]:
        yield from ((["mooctang_core", alias.name], node.lineno) for alias in node.names)
    else:
        yield module, node.lineno


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(CORE).as_posix())
def test_a_module_imports_from_below_only(path):
    here = RANK[room_of(path)]
    wrong = []
    for module, line in imported(path):
        if module[0] == "mooctang_core" and len(module) > 1 and module[1] in RANK and RANK[module[1]] > here:
            wrong.append(f"line {line}: {'.'.join(module)}")
        if module[0].startswith("mooctang_") and module[0] != "mooctang_core":
            wrong.append(f"line {line}: {module[0]} is a plugin")
    assert wrong == []


def test_every_room_has_a_rank():
    rooms = {room_of(path) for path in modules()}
    assert rooms <= set(RANK), rooms - set(RANK)


@pytest.mark.parametrize("word", ["utils", "helpers", "common", "manager", "base_views"])
def test_no_attic(word):
    assert list(CORE.rglob(f"{word}*")) == []
