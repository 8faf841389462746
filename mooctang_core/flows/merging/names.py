"""One account's id in the place of another's, all through plain values; and back again."""

import re
from types import MappingProxyType
from typing import Any

LONG = 400
"""Ids stand in short words: paths, keys, addresses. What somebody wrote is not searched beyond that."""


class Names:
    """What to write in the place of what: whole words (a key, an id made from an account's), and one id inside short texts."""

    def __init__(self, old, new, words=()):
        self.old, self.new = old, new
        self.words = dict(words)
        self._inside = re.compile(rf"(?<![\w-]){re.escape(old)}(?![\w-])")

    def text(self, text):
        if text in self.words:
            return self.words[text]
        return self._inside.sub(self.new, text) if self.old in text and len(text) <= LONG else text

    def __call__(self, value) -> Any:
        """The value with the new names; the very same object where there is nothing to change."""
        kind = type(value)
        if kind is str:
            return self.text(value)
        if kind is list or kind is tuple:
            changed = [self(item) for item in value]
            return kind(changed) if any(a is not b for a, b in zip(changed, value, strict=True)) else value
        if kind is dict or kind is MappingProxyType:
            return self._dictionary(value)
        return value

    def _dictionary(self, value):
        pairs = [(self(key), self(item)) for key, item in value.items()]
        if all(key is old and item is value[old] for (key, item), old in zip(pairs, value, strict=True)):
            return value
        found: dict = {}
        for (key, item), before in zip(pairs, value, strict=True):
            # Where both are there, what stood under the new name goes first.
            if key in found:
                item = joined(found[key], item) if key is not before else joined(item, found[key])
            found[key] = item
        return found


def joined(mine, theirs):
    """Two values of one person: dictionaries and lists hold both, of anything else the kept account's stands."""
    if isinstance(mine, dict) and isinstance(theirs, dict):
        return {**theirs, **{key: joined(item, theirs[key]) if key in theirs else item for key, item in mine.items()}}
    if isinstance(mine, (list, tuple)) and type(mine) is type(theirs):
        return type(mine)([*mine, *(item for item in theirs if item not in mine)])
    return mine if mine not in (None, "", False) else theirs


def put_back(before, after, now) -> Any:
    """What `now` would be had the step from `before` to `after` not been taken. What came since stays."""
    if now == after:
        return before
    if isinstance(before, dict) and isinstance(after, dict) and isinstance(now, dict):
        return _put_back_dictionary(before, after, now)
    if isinstance(now, (list, tuple)) and type(before) is type(after) is type(now):
        return _put_back_list(before, after, now)
    return now


def _put_back_dictionary(before, after, now):
    found = {}
    for key in dict.fromkeys([*before, *now]):
        if key in now and key in after and key in before:
            found[key] = put_back(before[key], after[key], now[key])
        elif key in now and key not in (after if now.get(key) == after.get(key) else {}):
            found[key] = now[key]     # new since, or changed since
        elif key in before and key not in after:
            found[key] = before[key]  # went with the step
    return found


def _put_back_list(before, after, now):
    if len(now) >= len(after) and now[:len(after)] == after:
        return type(now)([*before, *now[len(after):]])   # something was added since
    if len(before) != len(after):
        return now
    was = [(a, b) for a, b in zip(after, before, strict=True) if a != b]
    found = []
    for item in now:
        match = next((pair for pair in was if pair[0] == item), None)
        if match:
            was.remove(match)
        found.append(match[1] if match else item)
    return type(now)(found)
