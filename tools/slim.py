"""Bootstrap without what nobody here can reach: its classes for single screen widths (`d-lg-none`), unless something names one.

They are half of the file and of what a phone loads at its first visit; our pages say where they change with rules of their own.
"""
import re

NARROWED = re.compile(r"\.([a-z][\w-]*-(?:sm|md|lg|xl|xxl)(?:-[\w-]+)?)(?![\w-])")


def slim(text, named=frozenset()):
    """The same sheet without the rules whose every selector is for one width only and unnamed."""
    kept = []
    for head, body in rules(text):
        if head.startswith(("@media", "@supports")):
            body = slim(body, named)
        if body and not unreachable(head, named):
            kept.append(f"{head}{{{body}}}")
    return "".join(kept)


def unreachable(head, named):
    return all((found := NARROWED.search(selector)) and found[1] not in named for selector in head.split(","))


def rules(text):
    """(what stands before the brace, what stands in it) of each rule of a packed sheet."""
    start = 0
    while (brace := text.find("{", start)) >= 0:
        end = closing(text, brace)
        yield text[start:brace], text[brace + 1:end]
        start = end + 1


def closing(text, brace):
    """Where the brace that opens here is closed."""
    depth = 0
    for found in re.finditer(r"[{}]", text[brace:]):
        depth += 1 if found[0] == "{" else -1
        if depth == 0:
            return brace + found.start()
    raise ValueError("A brace of the sheet is never closed.")


def words_of(folders):
    """Every word that could be a class, in the templates, scripts and modules of these folders."""
    files = (path for folder in folders for path in folder.rglob("*") if path.suffix in (".pt", ".py", ".js") and "vendor" not in path.parts)
    return {word for path in files for word in re.findall(r"[a-z][\w-]*-(?:sm|md|lg|xl|xxl)(?:-[\w-]+)?", path.read_text("utf-8"))}
