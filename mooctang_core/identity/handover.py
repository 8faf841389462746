"""Going from one host to another without typing the password again: one ticket, one minute, one host, one browser, once.

The host one wants to go to sends the browser to the host where one is signed in, with a mark of that browser's own visitor
cookie; the ticket comes back bound to the mark. So nobody can sign somebody else's browser in by sending a link.
"""
import re
import secrets
from typing import NamedTuple
from urllib.parse import quote

from .secret import sign, signed

SPACE = "handover"
VALID_S = 60
_AS_IT_IS = "".join(map(chr, range(0x21, 0x7f)))
_PATH = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f-\x9f]*\Z")


def safe_path(path, default="/"):
    """A path on the same host as a header may carry it, or the default: never another host, a scheme or a control character."""
    if not (isinstance(path, str) and len(path) <= 2000 and _PATH.match(path)):
        return default
    return quote(path, safe=_AS_IT_IS, errors="replace")


def mark(secret, host, visitor):
    """What the other host is told about this browser: nothing that could be used here."""
    return sign(secret, "handover-mark", host, visitor)


class Taken(NamedTuple):
    """What a ticket said."""

    aid: str
    path: str
    second: float | None
    """When the second factor was shown, in seconds since 1970."""
    keep: bool
    """Whether the browser stays signed in when it is closed."""
    device: str
    """The sign-in that is handed over: the new one ends with it."""


def give(scratch, secret, aid, host, browser, path="/", second=None, keep=True, device=""):
    """A ticket for `host`. `browser` is the mark that host sent along; the others are those of Taken."""
    nonce = secrets.token_urlsafe(24)
    scratch.put(SPACE, nonce, {"aid": aid, "host": host, "browser": browser, "path": safe_path(path), "second": second, "keep": keep,
                               "device": device}, ttl=VALID_S)
    return f"{nonce}.{sign(secret, SPACE, nonce, host)}"


def take(scratch, secret, ticket, host, visitor):
    """What it said (Taken) if the ticket is good here, now, for this browser, and was never shown before; else None."""
    nonce, _dot, signature = (ticket or "").partition(".")
    if len(ticket or "") > 200 or not signed(secret, signature, SPACE, nonce, host):
        return None
    said = scratch.take(SPACE, nonce)
    if said is None or said["host"] != host or not visitor or said["browser"] != mark(secret, host, visitor):
        return None
    return Taken(said["aid"], said["path"], said.get("second"), said.get("keep", True), said.get("device", ""))
