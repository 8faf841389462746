"""One-time codes by phone or e-mail: six digits, good for ten minutes, five tries and one use.

No code is written down anywhere. The letter in the alliance's outbox carries a random word; the code is computed from it with
the server's secret when the letter is carried, and when somebody types the code. Where no channel takes codes of this kind (the
embedded default) the operator reads it on the outbox page or in the log, and gives it to whoever waits.
"""

import hashlib
import hmac
import logging
import re
import secrets
import unicodedata
from datetime import timedelta
from typing import NamedTuple

from ..activity import Refused
from ..flows.addressing import channels_in
from ..flows.telling import plain_text
from ..model.outbox import Outbox
from ..words import translator
from .csrf import visitor_of
from .limits import DAY, QUARTER, Guesses, TooMany
from .login import email_method, masked, phone_method
from .secret import sign

_ = translator("mooctang_core")
log = logging.getLogger("mooctang.codes")

VALID_S = 600
TRIES = 5
WRONG_A_DAY = 20
SENT_A_DAY = 20
FIRST_PAUSE_S, LONGEST_PAUSE_S = 60, 3600
BROWSER_AN_HOUR = 30
# Freshmen register behind one address; whoever types the code in has earned that address three more.
ADDRESS_A_QUARTER = 300
SPACE = "code"
MEMO = "mooctang.codes"
_EMAIL = re.compile(r"[^@\s\x00-\x1f\x7f<>,;:\"()\\]{1,64}@[^@\s\x00-\x1f\x7f<>,;:\"()\\]+\.[^@\s\x00-\x1f\x7f<>,;:\"()\\.]{2,}\Z")

PURPOSES = {
    "login": _("登录"), "register": _("注册账号"), "bind": _("绑定到账号"), "password": _("找回密码"), "reminders": _("接收提醒"),
    "confirm": _("确认是本人"),
}
TITLE = _("验证码")
TEXT = _("验证码 ${code}，用于${purpose}，10 分钟内有效。不要告诉任何人；不是你本人在操作的话，不用理会。")


class Contact(NamedTuple):
    """Where a person can be reached, in one form."""

    kind: str
    """phone or email."""
    value: str

    @property
    def method(self):
        return f"{self.kind}:{self.value}"

    @property
    def masked(self):
        return masked(self.method)


def contact_of(text):
    """The phone number or e-mail address that was typed; Refused when it is neither."""
    text = (text or "")[:300]
    method = email_method(text) if "@" in unicodedata.normalize("NFKC", text) else phone_method(text)
    contact = Contact(*method.split(":", 1)) if method else None
    if contact is None or (contact.kind == "email" and not _EMAIL.match(contact.value)):
        raise Refused(_("请填手机号（11 位）或邮箱地址。"))
    return contact


# Sending -----------------------------------------------------------------------------------------------------------------------

def send_code(request, kind, value, purpose):
    """Have a code go out to this phone number or address. TooMany says how long to wait before another."""
    memo = request.environ.setdefault(MEMO, {})
    # A run that met another is run again, with the same code.
    nonce = memo.get(("sent", kind, value, purpose))
    if nonce is None:
        _count_sending(request, kind, value)
        nonce = memo["sent", kind, value, purpose] = secrets.token_urlsafe(12)
        request.registry.store.scratch.put(SPACE, _key(kind, value, purpose), nonce, ttl=VALID_S)
        if not is_carried(request, kind):
            code = code_of(request.registry.secret, nonce)
            log.warning("No channel takes codes for %s: give %s the code %s (%s).", kind, masked(f"{kind}:{value}"), code, purpose)
    _post(request, kind, value, purpose, nonce)


def is_carried(request, kind):
    """Whether some plugin here takes codes of this kind along; else the operator reads them out."""
    return _carrier(request, kind) is not None


def _carrier(request, kind):
    """The slug of the school by whose channel it goes, "" for the alliance's own; None when nothing carries it."""
    if request.school is not None and kind in channels_in(request.school, request.plugins):
        return request.school.slug
    if kind in channels_in(None, request.plugins):
        return ""
    schools = [] if request.school is not None else [request.open_school(slug) for slug in request.alliance.schools]
    return next((school.slug for school in schools if kind in channels_in(school, request.plugins)), None)


def _post(request, kind, value, purpose, nonce):
    account = request.alliance.account_by(f"{kind}:{value}")
    text = (str(TEXT), TEXT.domain, {"purpose": plain_text(PURPOSES.get(purpose, TITLE))})
    notice = {
        "title": plain_text(TITLE), "text": text, "href": "", "kind": "code", "key": "", "to": (kind, value), "school": _carrier(request, kind) or "",
        "nonce": nonce, "until": request.now + timedelta(seconds=VALID_S), "purpose": purpose, "locale": request.locale_name}
    Outbox(request.alliance).post(notice, [account.aid if account is not None else ""], request.now)


def opened(secret, notice, now):
    """The notice of such a letter with its code in the text; None when it is too late for it."""
    if now >= notice["until"]:
        return None
    msgid, domain, mapping = notice["text"]
    return {**notice, "text": (msgid, domain, {**mapping, "code": code_of(secret, notice["nonce"])})}


def code_of(secret, nonce):
    return f"{int(sign(secret, 'one-time code', nonce)[:15], 16) % 1_000_000:06d}"


def _count_sending(request, kind, value):
    scratch, key = request.registry.store.scratch, _key(kind, value)
    sent = scratch.peek("code-sent", key, DAY)
    if sent >= SENT_A_DAY:
        raise TooMany(DAY)
    pause = min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2 ** max(0, sent - 1))
    rest = (scratch.get("code-last", key) or 0) + pause - scratch.clock() if sent else 0
    if rest > 0:
        raise TooMany(rest)
    _count_whoever(scratch, visitor_of(request, request.registry.jar), request.remote_addr)
    scratch.count("code-sent", key, DAY)
    scratch.put("code-last", key, scratch.clock(), ttl=DAY)


def _count_whoever(scratch, visitor, address):
    if scratch.count("code-browser", _key(visitor), 3600) > BROWSER_AN_HOUR:
        raise TooMany(3600)
    allowed = ADDRESS_A_QUARTER + 3 * scratch.peek("code-proved", _key(address), QUARTER)
    if scratch.count("code-address", _key(address), QUARTER) > allowed:
        raise TooMany(QUARTER)


# Checking ----------------------------------------------------------------------------------------------------------------------

def check_code(request, kind, value, purpose, given):
    """Whether `given` is the code that was sent for this. A right one is good once; after five wrong ones none is."""
    memo, asked = request.environ.setdefault(MEMO, {}), ("checked", kind, value, purpose)
    if asked not in memo:
        memo[asked] = _check(request, kind, value, purpose, _digits(given))
    return memo[asked]


def _check(request, kind, value, purpose, given):
    scratch, key = request.registry.store.scratch, _key(kind, value, purpose)
    if scratch.peek("code-wrong", _key(kind, value), DAY) >= WRONG_A_DAY:
        raise TooMany(DAY)
    nonce = scratch.get(SPACE, key)
    if nonce is None:
        return False
    tries = Tries(request, Contact(kind, value))
    if scratch.count("code-try", _key(nonce), VALID_S) > TRIES:
        return False
    if not hmac.compare_digest(code_of(request.registry.secret, nonce).encode(), given.encode()):
        scratch.count("code-wrong", _key(kind, value), DAY)
        tries.wrong()
        return False
    # Of two that bring it at the same moment one gets in.
    if scratch.take(SPACE, key) != nonce:
        return False
    tries.right()
    scratch.count("code-proved", _key(request.remote_addr), QUARTER)
    scratch.delete("code-last", _key(kind, value))
    return True


class Tries:
    """The tries of one check, counted as passwords are: for whom the code was sent to, for who is signed in, and for the address.

    A hall behind one address is let through in proportion to those who get in; a browser that was right before has a count of its own.
    """

    def __init__(self, request, contact):
        self.guesses = Guesses(request.registry.store.scratch, request.registry.settings_.login_tries)
        self.address, self.visitor = request.remote_addr, visitor_of(request, request.registry.jar)
        owner = request.alliance.account_by(contact.method)
        people = dict.fromkeys((owner.aid if owner is not None else contact.method, request.aid or ""))
        self.keys = {name: self.guesses.begin(name, self.address, self.visitor) for name in (f"code {one}" for one in people if one)}

    def wrong(self):
        self.guesses.wrong(next(iter(self.keys.values())), self.address)

    def right(self):
        for name, key in self.keys.items():
            self.guesses.right(key, name, self.address, self.visitor)


def _digits(given):
    return "".join(char for char in unicodedata.normalize("NFKC", (given or "")[:40]) if char in "0123456789")


def _key(*parts):
    """Numbers and addresses are personal: scratch knows their digest only."""
    return hashlib.sha256("\0".join(part or "" for part in parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
