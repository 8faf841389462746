"""Durable commits a second, one write in each and fifty, against the same loop on a bare FileStorage."""

import time

import transaction
import ZODB
from ZODB.FileStorage import FileStorage

from mooctang_core.model.activities import Record
from mooctang_core.settings import load
from mooctang_core.store import open_store

from .stores import folder, places

RECORDS = 200
GROUP = 50


def main(options):
    with places(options.store, 1) as spots, folder() as root:
        store = open_store(load(environ={}, **spots.settings()))
        durable = measured(store.database(), options.seconds)
        store.close()
        plain = ZODB.DB(FileStorage(str(root / "bare.fs")))
        bare = measured(plain, options.seconds)
        plain.close()
    return {"alone_s": durable[1], "grouped_s": durable[GROUP], "bare_alone_s": bare[1], "bare_grouped_s": bare[GROUP],
            "ratio": round(durable[1] / bare[1], 2), "ratio_grouped": round(durable[GROUP] / bare[GROUP], 2)}


def measured(database, seconds):
    """{writes in one transaction: writes a second}"""
    manager = transaction.TransactionManager(explicit=True)
    manager.begin()
    connection = database.open(manager)
    records = connection.root()["bench"] = [Record(f"s{n}") for n in range(RECORDS)]
    for record in records:
        connection.add(record)
    manager.commit()
    found = {size: written(manager, records, size, seconds / 2) for size in (1, GROUP)}
    connection.close()
    return found


def written(manager, records, size, seconds):
    started, count = time.perf_counter(), 0
    while time.perf_counter() - started < seconds:
        manager.begin()
        for _ in range(size):
            record = records[count % len(records)]
            record.data = {"n": count, "way": "tap"}
            count += 1
        manager.commit()
    return round(count / (time.perf_counter() - started))
