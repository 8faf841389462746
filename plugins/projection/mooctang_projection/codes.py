"""Six digits that lead a screen to a wall, and the ticket from host to host. Traffic: it lives in scratch and is soon gone.

Two ways: the teacher's phone shows a code and somebody types it at the screen ("wall"), or the screen shows one and the
teacher types or scans it ("screen"). Both come from one space of a million, so that none means two things.
"""

import unicodedata
from secrets import randbelow, token_urlsafe

from mooctang_core.api import Refused, sign, signed, translator

_ = translator("mooctang_projection")

LIFE_S = 600
TICKET_S = 60
DAY_S = 86_400
MINUTE_S = 60
# Codes that may wait at once. Of a million, so that a wrong digit hardly ever is somebody else's code.
MOST_WAITING = {"wall": 2_000, "screen": 5_000}
PER_ROOM, PER_ADDRESS = 30, 600
WRONG_A_MINUTE, WRONG_A_DAY, WRONG_IN_ALL = 10, 60, 100


class Resting(Exception):
    """Too many wrong codes came from here, or from everywhere: typing has to wait, scanning has not."""


def normal(text):
    """Six digits as they were meant: full-width, with spaces or a dash; None when it is no code."""
    digits = "".join(c for c in unicodedata.normalize("NFKC", text[:64]) if not c.isspace() and c not in "-–—·")
    return digits if len(digits) == 6 and digits.isascii() and digits.isdigit() else None


class Codes:
    """The codes that wait now."""

    def __init__(self, scratch, secret):
        self.scratch, self.secret = scratch, secret

    # -- giving --
    def give(self, kind, owner, now, **facts):
        """The code that this owner (a wall's epoch, a screen's browser) has waiting, or a new one: (code, until)."""
        waiting = self.waiting(kind, owner, now)
        return waiting if waiting else self.renew(kind, owner, now, **facts)

    def renew(self, kind, owner, now, **facts):
        """A new code; the owner's old one is dropped."""
        self.drop(kind, owner)
        if self.scratch.count("wall-made", kind, LIFE_S) > MOST_WAITING[kind]:
            raise Refused(_("现在同时连接的屏幕太多，请过一分钟再试。"))
        code, until = self._unused(), now.timestamp() + LIFE_S
        self.scratch.put("wall-code", code, {"kind": kind, "owner": owner, "until": until, **facts}, ttl=LIFE_S)
        self.scratch.put("wall-owner", f"{kind} {owner}", code, ttl=LIFE_S)
        return code, until

    def _unused(self):
        # Whoever counts a number first has it, also among several processes; it sleeps a while before it comes again.
        while True:
            code = f"{randbelow(1_000_000):06d}"
            if self.scratch.count("wall-claim", code, 2 * LIFE_S) == 1:
                return code

    def waiting(self, kind, owner, now):
        """(code, until) of an owner's code that nobody has used, or None."""
        code = self.scratch.get("wall-owner", f"{kind} {owner}")
        facts = self.at(kind, code, now) if code else None
        return (code, facts["until"]) if facts and not facts.get("by") and not facts.get("to") else None

    def drop(self, kind, owner):
        code = self.scratch.take("wall-owner", f"{kind} {owner}")
        if code:
            self.scratch.delete("wall-code", code)

    # -- using --
    def at(self, kind, code, now):
        """What is known about a code that is good now, or None."""
        facts = self.scratch.get("wall-code", code)
        return facts if facts and facts["kind"] == kind and now.timestamp() < facts["until"] else None

    def take(self, kind, code, by, now):
        """The facts of a code for one browser. It may come again (a hall's network loses answers); nobody else may."""
        facts = self.scratch.take("wall-code", code)
        if facts is None:
            return None
        good = facts["kind"] == kind and now.timestamp() < facts["until"] and facts.get("by") in (None, by)
        self._put_back(code, {**facts, "by": by} if good else facts, now)
        return facts if good else None

    def answer(self, code, now, to):
        """The teacher typed or scanned a screen's code: what its page finds when it asks."""
        facts = self.scratch.take("wall-code", code)
        if facts is None:
            return None
        good = facts["kind"] == "screen" and now.timestamp() < facts["until"]
        self._put_back(code, {**facts, "to": to} if good else facts, now)
        return facts if good else None

    def _put_back(self, code, facts, now):
        self.scratch.put("wall-code", code, facts, ttl=max(1, facts["until"] - now.timestamp()))

    # -- limits --
    def may_make(self, space, who, most):
        return self.scratch.count("wall-made-by", f"{space} {self._digest(who)}", LIFE_S) <= most

    def begin(self, address):
        """Raise Resting when too many wrong codes came from this address, or from all of them."""
        who = self._digest(address)
        peek = self.scratch.peek
        everywhere = peek("wall-wrong", "all", LIFE_S) - peek("wall-right", "all", LIFE_S) // 4
        if peek("wall-wrong", who, MINUTE_S) >= WRONG_A_MINUTE or peek("wall-wrong-day", who, DAY_S) >= WRONG_A_DAY or everywhere >= WRONG_IN_ALL:
            raise Resting()

    def wrong(self, address):
        who = self._digest(address)
        self.scratch.count("wall-wrong", who, MINUTE_S)
        self.scratch.count("wall-wrong-day", who, DAY_S)
        self.scratch.count("wall-wrong", "all", LIFE_S)

    def right(self):
        self.scratch.count("wall-right", "all", LIFE_S)

    def _digest(self, who):
        return sign(self.secret, "wall-address", who or "")[:24]

    # -- from host to host --
    def ticket(self, **to):
        """A word that opens one wall once, within a minute, on a host of that school."""
        nonce = token_urlsafe(18)
        self.scratch.put("wall-ticket", nonce, to, ttl=TICKET_S)
        return f"{nonce}.{sign(self.secret, 'wall-ticket', nonce, to['school'])}"

    def redeem(self, ticket, school):
        nonce, _dot, signature = ticket[:200].partition(".")
        if not signed(self.secret, signature, "wall-ticket", nonce, school):
            return None
        return self.scratch.take("wall-ticket", nonce)


def codes_of(request):
    return Codes(request.registry.store.scratch, request.registry.secret)
