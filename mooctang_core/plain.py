"""Only plain data enters the database: say so by name when something else tries, and hand data out frozen."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from types import MappingProxyType

SIMPLE = frozenset({type(None), bool, int, float, str, bytes, date, datetime, timedelta, Decimal})
NESTED = frozenset({list, tuple, dict, MappingProxyType})
PLAIN_TZ = "datetime.timezone"


def plain(value, where=""):
    """Return `value` itself if it is built of exact built-in types only; else raise a TypeError that names the place."""
    if not _is_plain(value):
        _name_the_place(value, where)
    return value


def _is_plain(value):
    kind = type(value)
    if kind in SIMPLE:
        return kind is not datetime or value.tzinfo is None or _is_plain_zone(type(value.tzinfo))
    if kind is list or kind is tuple:
        return all(map(_is_plain, value))
    return kind is dict and all(map(_is_plain, value)) and all(map(_is_plain, value.values()))


def _is_plain_zone(zone):
    # A ZoneInfo or a library's tzinfo would be pickled as that library's class.
    return f"{zone.__module__}.{zone.__qualname__}" == PLAIN_TZ


def _name_the_place(value, where):
    kind = type(value)
    if kind in SIMPLE:
        _check_zone(value, kind, where)
    elif kind is list or kind is tuple:
        for place, item in enumerate(value):
            _name_the_place(item, f"{where}[{place}]")
    elif kind is dict:
        for key, item in value.items():
            _name_the_place(key, f"{where}, the key {key!r}" if where else f"the key {key!r}")
            _name_the_place(item, f"{where}[{key!r}]")
    else:
        raise TypeError(_sentence(kind, where))


def _check_zone(value, kind, where):
    if kind is datetime and value.tzinfo is not None and not _is_plain_zone(type(value.tzinfo)):
        raise TypeError(_sentence(type(value.tzinfo), f"{where}.tzinfo"))


def _sentence(kind, where):
    return (
        f"{where or 'the value'} is a {kind.__module__}.{kind.__qualname__}, which is not plain data: "
        "store None, bool, int, float, str, bytes, list, tuple, dict, date, datetime (with datetime.timezone), "
        "timedelta or Decimal instead."
    )


def listed(value):
    """The same with every set as a sorted list: what forms hand over, made ready to be stored."""
    if isinstance(value, (set, frozenset)):
        return sorted((listed(item) for item in value), key=str)
    if isinstance(value, dict):
        return {key: listed(item) for key, item in value.items()}
    return [listed(item) for item in value] if isinstance(value, list) else value


def frozen(value):
    """The same data for reading: dictionaries become read-only views and lists become tuples, all the way down."""
    kind = type(value)
    if kind is dict or kind is MappingProxyType:
        # What is stored is replaced and never changed in place, so a flat dictionary needs no copy.
        flat = kind is dict and NESTED.isdisjoint(map(type, value.values()))
        return MappingProxyType(value if flat else {key: frozen(item) for key, item in value.items()})
    if kind is list or kind is tuple:
        return tuple(frozen(item) for item in value)
    return value


def thawed(value):
    """A copy of frozen data that may be changed and stored again."""
    kind = type(value)
    if kind is dict or kind is MappingProxyType:
        return {key: thawed(item) for key, item in value.items()}
    if kind is list or kind is tuple:
        return [thawed(item) for item in value]
    return value
