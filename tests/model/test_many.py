"""Many small values on a shelf: plain in, frozen out, and two who write different ones do not meet."""

from datetime import UTC, datetime

import pytest
import transaction

from mooctang_core.api import find
from mooctang_core.testing.campus import ROOM


def test_reading_makes_nothing(campus):
    with campus.reading() as school:
        room = find(school, ROOM)
        assert len(room.peek_many("word", "seats")) == 0 and room.peek_many("word", "seats").get("a") is None
        assert "word" not in (room._shelves or {})


def test_plain_goes_in_and_frozen_comes_out(campus):
    with campus.writing() as school:
        seats = find(school, ROOM).shelf("word").many("seats")
        seats["a"] = {"row": [1, 2], "since": datetime(2026, 9, 7, tzinfo=UTC)}
        with pytest.raises(TypeError, match="plain data"):
            seats["b"] = object()
    with campus.reading() as school:
        seats = find(school, ROOM).peek_many("word", "seats")
        assert list(seats) == ["a"] and seats["a"]["row"] == (1, 2)
        with pytest.raises(TypeError):
            seats["a"]["row"] = 3


def test_two_transactions_that_write_different_ones_both_commit(campus):
    with campus.writing() as school:
        seats = find(school, ROOM).shelf("word").many("seats")
        for number in range(8):
            seats[f"s{number}"] = 0
    opened = []
    for number in (1, 2):
        manager = transaction.TransactionManager(explicit=True)
        manager.begin()
        connection = campus.store.connection("main", manager)
        find(connection.root()["schools"]["east"], ROOM).shelf("word").many("seats")[f"s{number}"] = number
        opened.append((manager, connection))
    for manager, connection in opened:
        manager.commit()
        connection.close()
    with campus.reading() as school:
        assert dict(find(school, ROOM).peek_many("word", "seats")) == {f"s{n}": n if n in (1, 2) else 0 for n in range(8)}


def test_forgetting_the_plugin_forgets_them(campus):
    with campus.writing() as school:
        find(school, ROOM).shelf("word").many("seats")["a"] = 1
    with campus.writing() as school:
        find(school, ROOM).drop_shelf("word")
    with campus.reading() as school:
        assert len(find(school, ROOM).peek_many("word", "seats")) == 0
