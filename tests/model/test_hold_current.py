"""What a submit relies on: a node that nobody has loaded yet is held as firmly as one that is in memory."""

import pytest
import transaction
from ZODB.POSException import ReadConflictError

from mooctang_core.model.base import find, hold_current


def test_a_node_that_was_never_loaded_is_held_too(campus):
    url = campus.open(campus.host.kinds["buzzer"][1])
    manager = transaction.TransactionManager(explicit=True)
    manager.begin()
    fresh = campus.store.connection("main", manager)
    fresh.cacheMinimize()
    fresh._resetCache()
    node = find(fresh.root()["schools"]["east"], url)
    hold_current(node)
    node.records[campus.aid("s1")].status = "tapped"
    campus.close_activity(url)
    with pytest.raises(ReadConflictError):
        manager.commit()
    manager.abort()
    fresh.close()
    assert campus.record("s1", url)[0] is None
