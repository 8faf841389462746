"""What one process tells the others: ids only, joined where they say the same thing, cut to what the wire takes."""
import json

from mooctang_core.changes import merge

# {"s": school, "p": path, "k": kind, "a": [account ids], "d": [device ids], "n": number, "w": process}
EVERYTHING = {"k": "all"}


def pack(changes, origin, limit):
    """Texts of at most `limit` bytes that together carry every change."""
    texts, waiting, size = [], [], len(_text(origin, []))
    used = size
    for change in _halves(merge(changes), limit - size):
        length = len(_dump(change)) + 1
        if waiting and used + length > limit:
            texts.append(_text(origin, waiting))
            waiting, used = [], size
        waiting.append(change)
        used += length
    if waiting:
        texts.append(_text(origin, waiting))
    return [text.decode() for text in texts]


def unpack(text):
    """(origin, changes) of a packed text; what cannot be read means: look at everything again."""
    try:
        message = json.loads(text)
        return message["o"], list(message["c"])
    except (ValueError, KeyError, TypeError):
        return None, [EVERYTHING]


def _halves(changes, limit):
    for change in changes:
        people = change.get("a") or []
        if len(_dump(change)) + 1 <= limit:
            yield change
        elif len(people) > 1:
            middle = len(people) // 2
            yield from _halves([{**change, "a": people[:middle]}, {**change, "a": people[middle:]}], limit)
        else:
            yield EVERYTHING


def _text(origin, changes):
    return _dump({"o": origin, "c": changes})


def _dump(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
