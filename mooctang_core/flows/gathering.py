"""What is put together from everybody's records, kept for the next who asks while many look at once."""

import time
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

MANY = 300          # records; what is made from fewer is cheap and always made anew
SHARE = 20          # what took a hundredth of a second is good for a fifth
KEPT_MOST = 200
_kept: WeakKeyDictionary = WeakKeyDictionary()


class Made(NamedTuple):
    """Something made, when, and how many seconds it took."""

    value: Any
    at: float
    cost: float


def gathered(activity, word, make, fresh=False):
    """What `make()` returns, or what it returned a moment ago: in a large class it is called about a twentieth of the time.

    `fresh`: made anew in any case, and kept for others: what a live page is drawn from must never be old. The value is shared by
    requests, so it holds plain data and nobody changes it.
    """
    database = activity.node._p_jar.db()
    kept, key = _kept.setdefault(database, {}), (activity.school.slug, activity.path, word)
    found = kept.get(key)
    if not fresh and found is not None and time.monotonic() - found.at < SHARE * found.cost:
        return found.value
    began = time.monotonic()
    value = make()
    if len(activity.node.own_records) >= MANY:
        while len(kept) >= KEPT_MOST:
            kept.pop(next(iter(kept)), None)
        kept[key] = Made(value, began, time.monotonic() - began)
    return value
