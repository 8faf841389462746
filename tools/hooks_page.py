"""Write the part of docs/hooks.md that follows the introduction: each hook's contract from hookspecs.py and its example.

    python tools/hooks_page.py
"""
import inspect
import re
from pathlib import Path

from mooctang_core import hookspecs

DOCS = Path(__file__).resolve().parent.parent / "docs"
MARK = "<!-- Below this line the page is written by tools/hooks_page.py. -->\n"
PART = re.compile(r"(Called|Return|If it raises|Since)(: | )")


def section(name, spec):
    said = " ".join(inspect.getdoc(spec).split())
    contract = "".join(f"- **{line.strip()}\n" for line in PART.sub(r"\n\1**\2", said).splitlines() if line.strip())
    example = (DOCS / "examples" / "hooks" / f"{name}.py").read_text(encoding="utf-8")
    return f"\n## `{name}{inspect.signature(spec)}`\n\n{contract}\n```python\n{example}```\n"


def write():
    page = DOCS / "hooks.md"
    intro = page.read_text(encoding="utf-8").partition(MARK)[0]
    specs = [(name, function) for name, function in vars(hookspecs).items() if hasattr(function, f"{hookspecs.PROJECT}_spec")]
    page.write_text(intro + MARK + "".join(section(*spec) for spec in specs), encoding="utf-8")


if __name__ == "__main__":
    write()
