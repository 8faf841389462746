"""Only plain data enters the database."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from zoneinfo import ZoneInfo

import pytest

from mooctang_core.plain import frozen, plain, thawed


class Colour(StrEnum):
    RED = "red"


class Name(str):
    __slots__ = ()


def test_built_in_types_pass_and_stay_the_same_object():
    value = {"a": [1, 2.5, None, True, b"x"], ("t", 1): date(2026, 9, 1), "d": (Decimal("1.5"), timedelta(1), datetime.now(UTC))}
    assert plain(value) is value


@pytest.mark.parametrize("strange", [Colour.RED, Name("x"), {1, 2}, object(), datetime.now(ZoneInfo("Asia/Shanghai"))])
def test_anything_else_is_refused_by_place_and_type(strange):
    with pytest.raises(TypeError) as refused:
        plain({"answers": [{"choice": strange}]}, "record s1")
    assert "record s1['answers'][0]['choice']" in str(refused.value)
    kind = type(strange) if not isinstance(strange, datetime) else ZoneInfo
    assert kind.__qualname__ in str(refused.value)


def test_a_strange_key_is_refused_too():
    with pytest.raises(TypeError, match="the key"):
        plain({Colour.RED: 1})


def test_frozen_data_cannot_be_changed_and_thaws_into_a_copy():
    given = {"order": [3, 1, 2], "more": {"x": [1]}}
    seen = frozen(given)
    assert isinstance(seen["more"], MappingProxyType)
    with pytest.raises(TypeError):
        seen["order"] = ()
    with pytest.raises(AttributeError):
        seen["order"].sort()
    mine = thawed(seen)
    mine["order"].sort()
    assert given["order"] == [3, 1, 2]
    assert plain(mine) == {"order": [1, 2, 3], "more": {"x": [1]}}
