"""Where each database of an installation lies, said once for the server and for those who tend it."""

from pathlib import Path

MAIN = "main"


def kind_of(settings):
    """"file", "pg" or "zeo"."""
    return {"postgresql": "pg", "zeo": "zeo"}.get(str(settings.store).split(":")[0], "file")


def store_folder(settings):
    return Path(settings.home) / "store"


def blobs_folder(settings):
    """The folder of files on PostgreSQL; all processes and nodes share it."""
    return Path(settings.blobs) if settings.blobs else Path(settings.home) / "blobs"


def place_of(settings, name=MAIN, uri=None):
    """(URI or path, folder of its blobs) of a database; `uri` when it is mounted elsewhere than usual."""
    uri = uri or dict(settings.databases).get(name) or _usual_place(settings, name)
    if "://" not in str(uri) or str(uri).startswith("file:"):
        path = Path(str(uri).removeprefix("file://"))
        return str(path), blobs_beside(path)
    # What a ZEO client keeps is a cache of files in a layout of its own; those of PostgreSQL are the only ones there are.
    return uri, (Path(settings.home) / "zeo-cache" if str(uri).startswith("zeo:") else blobs_folder(settings)) / name


def blobs_beside(path):
    """main.fs has its files in blobs/, law.fs in law.blobs/: object ids of two databases collide."""
    return path.parent / ("blobs" if path.stem == MAIN else f"{path.stem}.blobs")


def _usual_place(settings, name):
    if kind_of(settings) == "file":
        return str(store_folder(settings) / f"{name}.fs")
    if name == MAIN:
        return settings.store
    if kind_of(settings) == "zeo":
        return f"{settings.store.rstrip('/')}/{name}"
    from mooctang_core.store.postgres import beside

    return beside(settings.store, name)
