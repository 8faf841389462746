"""A program that commits one record and one blob, for being interrupted at any step: `python one_commit.py HOME KEY`."""
import os
import sys

import transaction
from ZODB.blob import Blob

from mooctang_core.settings import load
from mooctang_core.store import StoreError, open_store


def main(home, key):
    store = open_store(load(environ={}, home=home))
    manager = transaction.TransactionManager(explicit=True)
    manager.begin()
    connection = store.connection("main", manager)
    root = connection.root()
    os.write(2, b"BEGIN\n")
    if root.get("key") != key:
        try:
            write(root, key)
            manager.commit()
        except (StoreError, OSError) as error:
            os.write(1, f"refused {type(error).__name__}\n".encode())
            os._exit(70 if store.dead else 75)
    os.write(1, b"acknowledged\n")
    os._exit(0)


def write(root, key):
    root["key"], root["text"], root["times"] = key, key * 40, root.get("times", 0) + 1
    root["blob"] = blob = Blob()
    with blob.open("w") as file:
        file.write(key.encode() * 5000)


if __name__ == "__main__":
    main(*sys.argv[1:])
