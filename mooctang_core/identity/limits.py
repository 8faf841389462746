"""How often one may guess: passwords and class codes. Right ones are never counted, however many come from one address."""
import hashlib

MINUTE, QUARTER, DAY = 60, 900, 86_400
FREE_TRIES = 3
LONGEST_DELAY_S = 60
KNOWN_TTL_S = 180 * DAY


class TooMany(Exception):
    """Not now; `seconds` later."""

    def __init__(self, seconds, sign_in=False):
        super().__init__(seconds)
        self.seconds = max(1, round(seconds))
        self.sign_in = sign_in
        """Signing in first would help (the limit is the address's, not the person's)."""


class Guesses:
    """Passwords: ten tries an account in a quarter of an hour, with growing pauses; fewer from an address that guesses a lot.

    Each try is counted before the password is looked at, so that a hundred at once are not a hundred free ones. A browser
    that signed in to this account before has a count of its own: strangers who guess cannot lock its owner out.
    """

    # Wrong ones from one address in a quarter of an hour -> tries an account still has from there. 2,000 people behind one
    # address mistype too, but nearly all are right at once, and one try an account is always left to them.
    STEPS = ((100, 3), (300, 1))
    CLOSED = 1000

    def __init__(self, scratch, tries=10):
        self.scratch, self.tries = scratch, tries

    def begin(self, name, address, visitor=None):
        """Count one try for `name` (an account id, or what was typed) or raise TooMany. Returns what `right` and `wrong` want."""
        known = bool(visitor) and self.scratch.get("guess-known", _key(name, visitor)) is not None
        key = _key(name, visitor if known else "")
        key = f"{key}.{self.scratch.get('guess-round', key) or 0}"
        allowed = self.tries if known else min(self.tries, self._allowed_from(address))
        self._pause(key, self.scratch.peek("guess", key, QUARTER), allowed)
        if self.scratch.count("guess", key, QUARTER) > allowed:
            raise TooMany(QUARTER)
        self.scratch.put("guess-last", key, self.scratch.clock(), ttl=QUARTER)
        return key

    def wrong(self, key, address):
        self.scratch.count("guess-wrong", _key(address), QUARTER)

    def right(self, key, name, address, visitor=None):
        """Forget the tries before; this browser is known from now on."""
        key, _dot, number = key.rpartition(".")
        self.scratch.put("guess-round", key, int(number) + 1, ttl=DAY)
        self.scratch.count("guess-right", _key(address), QUARTER)
        if visitor:
            self.scratch.put("guess-known", _key(name, visitor), 1, ttl=KNOWN_TTL_S)

    def _pause(self, key, tries, allowed):
        if tries >= allowed:
            raise TooMany(QUARTER)
        if tries > FREE_TRIES:
            pause = min(LONGEST_DELAY_S, 2 ** (tries - FREE_TRIES - 1))
            rest = (self.scratch.get("guess-last", key) or 0) + pause - self.scratch.clock()
            if rest > 0:
                raise TooMany(rest)

    def _allowed_from(self, address):
        wrong = self.scratch.peek("guess-wrong", _key(address), QUARTER)
        if wrong < self.STEPS[0][0]:
            return self.tries
        if wrong > self.CLOSED + 2 * self.scratch.peek("guess-right", _key(address), QUARTER):
            raise TooMany(QUARTER)
        return min(tries for step, tries in self.STEPS if wrong >= step)


class CodeGuesses:
    """Class codes: ten wrong ones a minute and fifty a day for a person; who is not signed in shares a few with their address.

    Of 30**6 codes, seven wrong ones a day from each of a hundred addresses find a given one with a chance under 1 in 10**6.
    """

    PER_MINUTE, PER_DAY, STRANGERS = 10, 50, 7

    def __init__(self, scratch):
        self.scratch = scratch

    def begin(self, address, device, aid=None):
        """Raise TooMany if this person or device has been wrong too often. `device`: the visitor or device id."""
        who, place = _key(aid or device or address), _key("address", address)
        minute, day, right = self.scratch.peek_all(("code-minute", who, MINUTE), ("code-day", who if aid else place, DAY), ("code-right", place, DAY))
        if minute >= self.PER_MINUTE:
            raise TooMany(MINUTE)
        if aid and day >= self.PER_DAY:
            raise TooMany(DAY)
        # A lecture hall behind one address mistypes in proportion to those who get in.
        if not aid and day - right // 4 >= self.STRANGERS:
            raise TooMany(DAY, sign_in=True)

    def wrong(self, address, device, aid=None):
        who = _key(aid or device or address)
        self.scratch.count("code-minute", who, MINUTE)
        self.scratch.count("code-day", who if aid else _key("address", address), DAY)

    def right(self, address, aid=None):
        if not aid:
            self.scratch.count("code-right", _key("address", address), DAY)


def _key(*parts):
    """Names and addresses are personal: only their digest is kept, and it is short whatever was typed."""
    return hashlib.sha256("\0".join(part or "" for part in parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
