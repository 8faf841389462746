"""Copy the locked npm files named in assets.txt into the core package, with their licences and gzip twins."""
import gzip
import hashlib
import json
import pathlib
import shutil
import sys

import icons
import slim

ROOT = pathlib.Path(__file__).resolve().parent.parent
NODE_MODULES = ROOT / "node_modules"
VENDOR = ROOT / "mooctang_core/web/vendor"
WORTH_ZIPPING = {".css", ".js", ".mjs", ".svg", ".json", ".map", ".txt"}


def wanted():
    """The (source, folder) pairs of assets.txt."""
    for line in (ROOT / "assets.txt").read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield tuple(line.split())


def fingerprint() -> str:
    """Changes whenever the lock, the list or this tool does."""
    sources = (ROOT / "package-lock.json", ROOT / "assets.txt", pathlib.Path(__file__), pathlib.Path(slim.__file__))
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()


def join(sources: list[str], name: str) -> list[pathlib.Path]:
    """Several scripts as one file."""
    target = VENDOR / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(";\n".join((NODE_MODULES / source).read_text("utf-8") for source in sources), "utf-8")
    return [target]


def copy(source: str, folder: str) -> list[pathlib.Path]:
    """Copy one file, or everything under a name that ends in a slash."""
    if "+" in source:
        return join(source.split("+"), folder)
    start = NODE_MODULES / source
    files = sorted(path for path in start.rglob("*") if path.is_file()) if source.endswith("/") else [start]
    if not files or not files[0].exists():
        sys.exit(f"assets: there is nothing at node_modules/{source}; correct assets.txt or run 'npm ci' again.")
    copied = []
    for path in files:
        target = VENDOR / folder / (path.relative_to(start) if source.endswith("/") else path.name)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
        copied.append(target)
    return copied


def package_of(source: str) -> str:
    parts = source.split("/")
    return "/".join(parts[:2]) if source.startswith("@") else parts[0]


def licence(package: str) -> dict:
    """Version and licence of one package; its licence text goes beside the copied files."""
    home = NODE_MODULES / package
    facts = json.loads((home / "package.json").read_text("utf-8"))
    texts = sorted(path for path in home.iterdir() if path.name.lower().startswith(("licen", "copying")) and path.is_file())
    folder = VENDOR / "licenses"
    folder.mkdir(parents=True, exist_ok=True)
    for text in texts[:1]:
        shutil.copyfile(text, folder / f"{package.replace('/', '-')}.txt")
    return {"version": facts["version"], "license": facts.get("license", "?"), "home": facts.get("homepage", "")}


def zip_twins() -> None:
    """Write name.gz beside each text file, so that the server need not compress while people wait."""
    for path in sorted(VENDOR.rglob("*")):
        if path.suffix in WORTH_ZIPPING and path.stat().st_size > 1000:
            # mtime=0: the same input gives the same bytes, so that two builds of a wheel are equal.
            path.with_name(path.name + ".gz").write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))


def main() -> None:
    stamp = VENDOR / ".stamp"
    fresh = stamp.exists() and stamp.read_text() == fingerprint()
    if not fresh:
        shutil.rmtree(VENDOR, ignore_errors=True)
        count = sum(len(copy(source, folder)) for source, folder in wanted())
        sheet = VENDOR / "bootstrap.min.css"
        sheet.write_text(slim.slim(sheet.read_text("utf-8"), slim.words_of(ROOT / name for name in ("mooctang_core", "plugins", "themes", "examples"))), "utf-8")
        packages = sorted({package_of(source) for names, _ in wanted() for source in names.split("+")} | {"bootstrap-icons"})
        (VENDOR / "LICENSES.json").write_text(json.dumps({name: licence(name) for name in packages}, indent=1) + "\n")
        print(f"assets: {count} files of {len(packages)} packages in {VENDOR.relative_to(ROOT)}")
    if icons.write(NODE_MODULES / "bootstrap-icons/icons", VENDOR / "icons.svg") or not fresh:
        zip_twins()
    stamp.write_text(fingerprint())


if __name__ == "__main__":
    main()
