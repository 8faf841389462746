"""What one action costs: records loaded from the database, and work. The difference between 2,000 people and a crash."""

import time

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


def turns(action):
    """How many thousand turns of an empty loop the processor could have made instead: about the same on a slow machine and on a busy one."""
    before, took, after = processor(_bare), processor(action), processor(_bare)
    return took / ((before + after) / 2) * BARE / 1000


BARE = 1_000_000


def _bare():
    for _turn in range(BARE):
        pass


def processor(action):
    """Seconds of processor time; what others do on the machine meanwhile is not counted."""
    began = time.process_time()
    action()
    return time.process_time() - began
