"""What is asked, what came of it, and how the second asking with the same key finds the first answer."""
import hashlib
import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from translationstring import TranslationString

NOTHING: Mapping[str, Any] = MappingProxyType({})
REMEMBERED = 4


class Command(NamedTuple):
    """One thing that a person sends: ids, plain values and the time it arrived."""

    kind: str
    school: str
    path: str
    plugin: str
    aid: str
    answer: Any
    at: Any
    key: str = ""
    digest: str = ""
    sent: Mapping[str, Any] = NOTHING


class Outcome(NamedTuple):
    """done · refused (422) · conflict (409, the key was used for something else) · closed (409) · failed · busy (503).

    `retryable` says that the same key may be sent again: nothing is known to be wrong with the answer itself.
    """

    state: str
    message: Any = ""
    incident: str = ""
    fields: Mapping[str, Any] = NOTHING
    retryable: bool = False


IN_ORDER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, default=str)


def digest_of(answer):
    """A short word for what was sent: the same answer has the same digest, whatever the order of its fields."""
    return hashlib.blake2b(IN_ORDER.encode(answer).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def look_up(seen, key, digest):
    """The outcome remembered for this key, a conflict if it stood for another answer, or None for a new key."""
    if not key:
        return None
    for known, its_digest, outcome in seen:
        if known == key:
            return _revived(outcome) if its_digest == digest else Outcome("conflict")
    return None


def remember(record, key, digest, outcome):
    """Keep this outcome with the record, together with the three before it."""
    if key:
        others = tuple(entry for entry in record.seen if entry[0] != key)
        record.seen = (*others, (key, digest, _plain(outcome)))[-REMEMBERED:]


def _plain(outcome):
    message = outcome.message
    if isinstance(message, TranslationString):
        message = (str(message), message.domain, message.default, dict(message.mapping or {}))
    return (outcome.state, message, outcome.incident, dict(outcome.fields))


def _revived(plain):
    state, message, incident, fields = plain
    if isinstance(message, tuple):
        msgid, domain, default, mapping = message
        message = TranslationString(msgid, domain=domain, default=default, mapping=mapping or None)
    return Outcome(state, message, incident, fields)
