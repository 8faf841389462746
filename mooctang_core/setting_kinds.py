"""What a setting may be: each kind reads a value and says in words what would be right."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

HOST = re.compile(r"(?:localhost|[a-z0-9-]+\.[a-z0-9./-]+|[0-9a-f]*:[0-9a-f:./]+)\Z")


class Kind(NamedTuple):
    says: str
    read: Callable[[Any], Any]


def _text(value):
    return str(value).strip()


def _path(value):
    if not str(value).strip():
        raise ValueError("it is empty")
    return Path(str(value).strip()).expanduser()


def _yes(value):
    words = {"yes": True, "true": True, "on": True, "1": True, "no": False, "false": False, "off": False, "0": False}
    try:
        return words[str(value).strip().lower()]
    except KeyError:
        raise ValueError("it is neither yes nor no") from None


def _names(value):
    parts = value.replace("\n", " ").replace(",", " ").split() if isinstance(value, str) else value
    return tuple(str(part) for part in parts)


def _zone(value):
    try:
        ZoneInfo(str(value))
    except (KeyError, ValueError, OSError):
        raise ValueError("no time zone has this name") from None
    return str(value)


def _pairs(value):
    if not isinstance(value, str):
        return tuple((name, uri) for name, uri in value)
    pairs = tuple(tuple(part.split("=", 1)) for part in _names(value))
    if any(len(pair) != 2 for pair in pairs):
        raise ValueError("a part of it has no '='")
    return pairs


def _hosts(value):
    hosts = tuple(host.lower() for host in _names(value))
    if any(not HOST.match(host) for host in hosts):
        raise ValueError("a part of it is no host")
    return hosts


TEXT = Kind("text", _text)
PATH = Kind("a path", _path)
YES_NO = Kind("yes or no", _yes)
NAMES = Kind("names, separated by spaces or commas", _names)
HOSTS = Kind("hosts or networks, separated by spaces", _hosts)
PAIRS = Kind("name=URI pairs, separated by spaces", _pairs)
ZONE = Kind("a time zone such as Asia/Shanghai", _zone)


def whole(least, most):
    def read(value):
        try:
            number = int(str(value).strip())
        except ValueError:
            raise ValueError("it is not a whole number") from None
        if not least <= number <= most:
            raise ValueError(f"it is not between {least} and {most}")
        return number

    return Kind(f"a whole number from {least} to {most}", read)


def _smtp(value):
    text = str(value or "").strip()
    parts = urlsplit(text)
    if text and (parts.scheme not in ("smtp", "smtps") or not parts.hostname):
        raise ValueError("it is no address of a mail server")
    return text


def _address(value):
    text = str(value or "").strip()
    if text and not re.fullmatch(r"[^@\s<>,;]+@[^@\s<>,;]+", text, re.ASCII):
        raise ValueError("it is no e-mail address")
    return text


def one_of(*words):
    def read(value):
        word = str(value).strip()
        if word not in words:
            raise ValueError("it is none of them")
        return word

    return Kind(" or ".join(words), read)


def word_or_uri(words, schemes):
    """One of some words, or a URI with one of some schemes and a host."""

    def read(value):
        text = str(value).strip()
        parts = urlsplit(text)
        if text not in words and parts.scheme not in schemes:
            raise ValueError("it is none of them")
        if "blobstorage_dir" in parts.query:
            # Such a wrapper round the storage deletes acknowledged files after another thread's abort.
            raise ValueError("blobstorage_dir loses files, blobs have their place already")
        return text

    return Kind(", ".join((*words, *(f"{scheme}://…" for scheme in schemes))), read)


PATH_OR_NONE = Kind("a path, or empty", lambda value: _path(value) if str(value or "").strip() else None)
SMTP = Kind("smtp://user:password@host:587 or smtps://host, or empty", _smtp)
ADDRESS = Kind("an e-mail address, or empty", _address)
