"""The second factor: six digits from an app on the phone (RFC 6238), and ten codes on paper for the day the phone is gone.

The key is stored closed with the server's secret; the paper codes as signatures only. A code is taken once.
"""

import base64
import hashlib
import hmac
import logging
import secrets
import struct
import unicodedata
from datetime import timedelta
from urllib.parse import quote, urlencode

from cryptography.exceptions import InvalidTag

from .passwords import ONE_TIME_ALPHABET
from .secret import closed, opened, sign

log = logging.getLogger("mooctang.identity")
STEP_S, DIGITS = 30, 6
# Phones whose clock is half a minute off are let in.
DRIFT = (0, -1, 1)
PAPER = 10
LASTS = timedelta(hours=12)
"""How long a login counts as proved by the second factor, where one is asked for."""


def new_key():
    """A key as apps want it: 32 letters."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def code_at(key, step):
    """RFC 4226's code for a counter."""
    digest = hmac.new(base64.b32decode(key), struct.pack(">Q", step), hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at:at + 4])[0] & 0x7fffffff) % 10 ** DIGITS:0{DIGITS}d}"


def step_of(key, given, now, after=-1):
    """The step that this code belongs to, later than `after`; None when it is none of those that are good now."""
    current = int(now.timestamp()) // STEP_S
    found = [current + drift for drift in DRIFT if current + drift > after and hmac.compare_digest(code_at(key, current + drift), _digits(given))]
    return found[0] if found else None


def uri(key, issuer, name):
    """What the QR code says to the app."""
    asked = {"secret": key, "issuer": issuer, "algorithm": "SHA1", "digits": DIGITS, "period": STEP_S}
    return f"otpauth://totp/{quote(f'{issuer}:{name}')}?{urlencode(asked, quote_via=quote)}"


def set_up(account, secret, key, step, now):
    """From now on this account has a second factor. Returns the codes for paper, which nobody can show again."""
    account.second = {"key": closed(secret, "totp", key), "since": now, "last": step, "paper": ()}
    return new_paper(account, secret)


def new_paper(account, secret):
    """Ten new codes for paper; the old ones are no good any more."""
    paper = ["-".join("".join(secrets.choice(ONE_TIME_ALPHABET) for _letter in range(5)) for _half in range(2)) for _code in range(PAPER)]
    account.second = {**account.second, "paper": tuple(_signature(secret, account, code) for code in paper)}
    return paper


def remove(account):
    """No second factor any more; no device counts as proved."""
    account.second = None
    for device, known in list(account.devices.items()):
        account.devices[device] = {**known, "second": None}


def right(account, secret, given, now):
    """Whether this is a code of the app, or one from the paper; it is used up."""
    if account.second is None:
        return False
    return _from_app(account, secret, given, now) or _from_paper(account, secret, given)


def _from_app(account, secret, given, now):
    try:
        key = opened(secret, "totp", account.second["key"])
    except InvalidTag:
        log.error("The second factor of %s was set up with another server secret: restore the file `secret`, or remove the factor.", account.aid)
        return False
    step = step_of(key, given, now, account.second["last"])
    if step is not None:
        account.second = {**account.second, "last": step}
    return step is not None


def _from_paper(account, secret, given):
    code = "".join(unicodedata.normalize("NFKC", given or "").casefold().split()).replace("-", "")[:20]
    asked = _signature(secret, account, f"{code[:5]}-{code[5:]}")
    left = tuple(one for one in account.second["paper"] if not hmac.compare_digest(one, asked))
    found = len(left) < len(account.second["paper"])
    if found:
        account.second = {**account.second, "paper": left}
    return found


def prove(account, device, now):
    """This device's login has shown the second factor."""
    account.devices[device] = {**account.devices[device], "second": now}


def proved(account, device, now):
    """Whether it did so lately."""
    when = account.devices.get(device, {}).get("second") if account.second is not None else None
    return when is not None and now - when < LASTS


def _signature(secret, account, code):
    return sign(secret, "paper code", account.aid, code)


def _digits(given):
    return "".join(char for char in unicodedata.normalize("NFKC", (given or "")[:40]) if char in "0123456789")
