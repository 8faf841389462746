"""A start with a database of 1 GB: with its index and without, against opening the bare FileStorage."""

import time

from ZODB.Connection import TransactionMetaData
from ZODB.FileStorage import FileStorage
from ZODB.utils import p64, z64

from mooctang_core.model.base import find

from .ground import Ground
from .servers import Server
from .stores import places

IN_ONE = 20_000         # objects in one transaction


def main(options):
    if options.store != "fs":
        raise SystemExit("Only the embedded store reads a file at its start.")
    with places("fs") as spots:
        place = Ground(students=20, **spots.settings())
        objects = fill(place, options.mb << 20)
        place.close()
        path = spots.root / "home1" / "store" / "main.fs"
        index = path.with_name("main.fs.index")
        with Server(place.over) as server:
            with_index = server.started_in
        index.unlink()
        with Server(place.over) as server:
            without = server.started_in
        index.unlink()
        started = time.perf_counter()
        FileStorage(str(path), read_only=True).close()
        bare = time.perf_counter() - started
        return {"mb": path.stat().st_size >> 20, "objects": objects, "with_index_s": round(with_index, 2), "without_index_s": round(without, 2),
                "bare_open_s": round(bare, 2), "ratio": round(bare / without, 2)}


def fill(place, size):
    """Write records until the file is so large; how many."""
    storage = place.store.main.storage
    data = pickled(place)
    count, first = 0, 1 << 32
    while storage.getSize() < size:
        moment = TransactionMetaData()
        storage.tpc_begin(moment)
        for _ in range(min(IN_ONE, max(1, size // len(data)))):
            count += 1
            storage.store(p64(first + count), z64, data, "", moment)
        storage.tpc_vote(moment)
        storage.tpc_finish(moment)
    return count


def pickled(place):
    """A record as the store keeps it, with a page of text."""
    url, aid = place.open("tally"), place.ids["east"]["s1"]
    with place.writing() as school:
        find(school, url).own_records[aid].data = {"text": "课" * 300}
    with place.reading() as school:
        return place.store.main.storage.load(find(school, url).own_records[aid]._p_oid)[0]
