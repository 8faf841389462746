"""The ids of posts: they lead the server to the author's record and tell nobody else who that is.

An id is the number of the post and the author's account, sealed with a key of the topic: a keyed sum of the content (so that a
made-up id is known), and the content under a pad that grows from that sum. Two posts of one person have nothing in common.
"""

import base64
import hashlib
import hmac
from functools import lru_cache

SUM = 9


@lru_cache(maxsize=20_000)
def seal(key, number, aid):
    """The id of a person's post."""
    inside = f"{number} {aid}".encode()
    check = _keyed(key, b"sum", inside)[:SUM]
    return base64.urlsafe_b64encode(check + _padded(key, check, inside)).rstrip(b"=").decode()


def unseal(key, token):
    """(number, account id), or None for an id that this topic never gave."""
    try:
        whole = base64.urlsafe_b64decode(token.encode("ascii") + b"=" * (-len(token) % 4))
    except ValueError:
        return None
    check, inside = whole[:SUM], _padded(key, whole[:SUM], whole[SUM:])
    if not hmac.compare_digest(check, _keyed(key, b"sum", inside)[:SUM]):
        return None
    number, _space, aid = inside.decode().partition(" ")
    return int(number), aid


def pseudonym(key, aid):
    """Five letters that stand for one person in one topic."""
    return base64.b32encode(_keyed(key, b"name", aid.encode())[:5]).decode()[:5]


def _keyed(key, purpose, text):
    return hmac.new(key.encode(), purpose + b"\0" + text, hashlib.sha256).digest()


def _padded(key, check, text):
    pad = b"".join(_keyed(key, b"pad", check + bytes([block])) for block in range(len(text) // 32 + 1))
    return bytes(a ^ b for a, b in zip(text, pad, strict=False))
