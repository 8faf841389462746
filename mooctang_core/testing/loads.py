"""How many records one action loads from the database: the difference between 2,000 people and a crash."""

import transaction

from ..model.base import find
from ..model.records import Record


def records_loaded(campus, url, action, slug="east"):
    """Run `action(activity)` on a cold connection and count the records that came into memory."""
    manager = transaction.TransactionManager(explicit=True)
    manager.begin()
    connection = campus.store.connection("main", manager)
    connection.cacheMinimize()
    try:
        school = connection.root()["schools"][slug]
        action(campus.host.live(find(school, url), school))
        return sum(isinstance(thing, Record) for _oid, thing in connection._cache.lru_items())
    finally:
        manager.abort()
        connection.close()
