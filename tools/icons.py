"""Make one SVG sprite of the icons that templates and plugins name, out of bootstrap-icons."""
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parent.parent

# Always in the sprite: what the shell uses. Others join when a template or a plugin names them.
ALWAYS = """
arrow-clockwise arrow-down arrow-down-short arrow-left arrow-right arrow-up arrow-up-short bar-chart bell book
box-arrow-right broadcast calendar3 chat-left-text check-circle-fill check-lg chevron-down chevron-left chevron-right
circle-half clipboard-check clock diagram-3 download exclamation-triangle-fill eye eye-slash file-earmark-text folder2
fullscreen funnel gear geo-alt grip-vertical house info-circle journal-text list-check megaphone mortarboard pause-fill
pencil-square people person person-check phone play-fill plus-lg projector qr-code search shield-lock shuffle stop-fill three-dots
three-dots-vertical trash trophy ui-checks-grid upload wifi-off x-lg
""".split()
NAMED = re.compile(r"""\bicon\(\s*['"]([a-z0-9-]+)['"]|\bicon\s*[=:]\s*(?:string:)?['"]([a-z0-9-]+)['"]|\bicon_name\s+string:([a-z0-9-]+)""")


def named_in_sources() -> set[str]:
    """Icons that a template or a plugin writes out: icon('clock') or icon = "clock"."""
    found = set()
    for folder in ("mooctang_core", "plugins", "themes"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in {".pt", ".py"} and path.is_file():
                for groups in NAMED.findall(path.read_text("utf-8", "ignore")):
                    found.update(filter(None, groups))
    return found


def symbol(name: str, svg: str) -> str:
    box = re.search(r'viewBox="([^"]+)"', svg)[1]
    inside = re.search(r"<svg[^>]*>(.*)</svg>", svg, re.DOTALL)[1].strip()
    # Two decimals of a sixteenth of an icon nobody can see; every phone loads this file.
    drawing = re.sub(r"(\.\d\d)\d+", r"\1", re.sub(r">\s+<", "><", inside))
    return f'<symbol id="{name}" viewBox="{box}">{drawing}</symbol>'


def write(folder: pathlib.Path, target: pathlib.Path) -> bool:
    """Write the sprite; say whether it changed. A name that bootstrap-icons does not have is left out."""
    names = sorted(set(ALWAYS) | named_in_sources())
    files = {name: folder / f"{name}.svg" for name in names}
    for name in (name for name in ALWAYS if not files[name].exists()):
        raise SystemExit(f"icons: bootstrap-icons has no icon called {name!r}; correct tools/icons.py.")
    symbols = "".join(symbol(name, path.read_text("utf-8")) for name, path in files.items() if path.exists())
    sprite = f'<svg xmlns="http://www.w3.org/2000/svg">{symbols}</svg>\n'
    if target.exists() and target.read_text("utf-8") == sprite:
        return False
    target.write_text(sprite, "utf-8")
    return True
