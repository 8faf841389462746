"""Where everything is kept: databases, files and scratch; how they are opened, and what can be wrong with them."""

from mooctang_core.store.errors import (
    StoreDamaged,
    StoreDown,
    StoreError,
    StoreFull,
    StoreHeld,
    trouble,
)
from mooctang_core.store.house import Store, open_store
from mooctang_core.store.scratch import Scratch

__all__ = ["Scratch", "Store", "StoreDamaged", "StoreDown", "StoreError", "StoreFull", "StoreHeld", "open_store", "trouble"]
