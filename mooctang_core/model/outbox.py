"""What people shall hear of by mail, push or other channels: written with its cause in one transaction, delivered after it."""

import secrets
from datetime import timedelta
from hashlib import blake2b

from BTrees.OOBTree import OOBTree
from persistent import Persistent

from ..plain import frozen, plain

WAITING, SENT, GIVEN_UP = "waiting", "sent", "given up"
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
TRIES = 15
KEPT = timedelta(days=30)


class Letter(Persistent):
    """One notice to one person, with its fate on each channel."""

    def __init__(self, id, aid, notice, now):
        self.id = id
        self.aid = aid
        self._notice = plain(notice, "notice")
        self.posted = now
        self.due = now
        self.done = None
        self._fates = {}

    @property
    def notice(self):
        return frozen(self._notice)

    @property
    def fates(self):
        """channel -> (state, tries, when, what was said)."""
        return dict(self._fates)

    def pending(self, channels):
        """The channels that still have to carry it."""
        return [word for word in channels if self._fates.get(word, (WAITING,))[0] == WAITING]

    def carried(self, word, now):
        """This channel has delivered it; told twice it changes nothing."""
        tries = self._fates.get(word, (WAITING, 0))[1]
        self._fates = {**self._fates, word: (SENT, tries + 1, now, "")}

    def failed(self, word, now, why):
        """This channel could not; it is asked again later, and not for ever."""
        tries = self._fates.get(word, (WAITING, 0))[1] + 1
        state = GIVEN_UP if tries >= TRIES else WAITING
        self._fates = {**self._fates, word: (state, tries, now, str(why)[:300])}

    def settle(self, channels, now):
        """Say when to look at it next; nothing is left to do when every channel has its last word."""
        waiting = self.pending(channels)
        if waiting:
            self.due = now + min(pause_after(self._fates.get(word, (WAITING, 0))[1]) for word in waiting)
        else:
            self.done = now


def pause_after(tries):
    """A minute, two, four … up to six hours."""
    return min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** max(0, min(tries, 20) - 1))


class Outbox:
    """The letters of a school (or of the alliance) in shards by their id: writers of different letters hardly ever meet, and the same letter,
    posted twice in two processes, is found to be the same at the commit."""

    SHARDS = 16

    def __init__(self, place):
        if place.outbox is None:
            place.outbox = OOBTree()
        self._shards = place.outbox

    def post(self, notice, aids, now):
        """One letter to each; the same key to the same person is one letter. Returns to whom it is new."""
        ids = [(letter_id(notice.get("key", ""), aid), aid) for aid in dict.fromkeys(aids)]
        return [aid for id, aid in ids if self._post(id, aid, notice, now)]

    def _post(self, id, aid, notice, now):
        waiting, done = self._shard("w", id), self._shard("d", id)
        if id in waiting or id in done:
            return False
        waiting[id] = Letter(id, aid, notice, now)
        return True

    def _shard(self, sort, id):
        name = f"{sort}{id[0]}"
        if name not in self._shards:
            self._shards[name] = OOBTree()
        return self._shards[name]

    def get(self, id):
        """A letter, waiting or done; None when it was never posted or is forgotten."""
        return self._shards.get(f"w{id[0]}", {}).get(id) or self._shards.get(f"d{id[0]}", {}).get(id)

    def due(self, now, most=200):
        """The letters to carry now, the oldest first."""
        found = [letter for letter in self.all("w") if letter.due <= now]
        return sorted(found, key=lambda letter: letter.posted)[:most]

    def all(self, sort="wd"):
        """Every letter: "w" those that wait, "d" those that are done."""
        return [letter for name, shard in self._shards.items() if name[0] in sort for letter in shard.values()]

    def file(self, letter):
        """Put a letter that is done aside."""
        if letter.done is not None and letter.id in self._shard("w", letter.id):
            del self._shard("w", letter.id)[letter.id]
            self._shard("d", letter.id)[letter.id] = letter

    def forget_old(self, now):
        """Fates are kept for a month."""
        for letter in self.all("d"):
            if now - letter.done > KEPT:
                del self._shard("d", letter.id)[letter.id]


def letter_id(key, aid):
    """The same for the same key and person; a notice without a key is always another one."""
    text = f"{key}\0{aid}" if key else secrets.token_hex(16)
    return blake2b(text.encode(), digest_size=12).hexdigest()
