"""What people shall hear of by mail, push or other channels: written with its cause in one transaction, delivered after it."""

import secrets
from datetime import timedelta
from hashlib import blake2b
from heapq import merge
from itertools import islice

from BTrees.OOBTree import OOBTree
from persistent import Persistent

from ..plain import frozen, plain

WAITING, SENT, GIVEN_UP = "waiting", "sent", "given up"
NOWHERE, MUTED, DROPPED = "no address", "muted", "dropped"
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
TRIES = 15
STALE = timedelta(days=3)
"""A notice that could not be carried for so long is not worth carrying any more."""
KEPT = timedelta(days=30)


class Letter(Persistent):
    """One notice to one person, with its fate on each channel."""

    _until: dict = {}
    slot = None
    """Where it stands in the queue."""

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

    @property
    def until(self):
        """channel -> the moment before which it is not tried, for those that wait for somebody's quiet hours or a server that is away."""
        return dict(self._until)

    @property
    def in_trouble(self):
        return any(fate[0] == GIVEN_UP for fate in self._fates.values())

    @property
    def failing(self):
        """Whether a channel was tried in vain and will be tried again."""
        return any(fate[0] == WAITING and fate[1] for fate in self._fates.values())

    def pending(self, channels):
        """The channels that still have to carry it."""
        return [word for word in channels if self._fates.get(word, (WAITING,))[0] == WAITING]

    def ready(self, word, now):
        """Whether this channel may try it now."""
        return bool(self.pending([word])) and self._until.get(word, now) <= now

    def carried(self, word, now):
        """This channel has delivered it; told twice it changes nothing."""
        self._say(word, SENT, self._tries(word) + 1, now)

    def failed(self, word, now, why, pause=None, finally_=False):
        """This channel could not; it is asked again later, and not for ever."""
        tries = self._tries(word) + 1
        last = finally_ or tries >= TRIES or now - self.posted > STALE
        self._say(word, GIVEN_UP if last else WAITING, tries, now, str(why)[:300])
        if not last:
            self._hold(word, now + (pause or pause_after(tries)))

    def passed_over(self, word, state, now):
        """This channel has nothing to do for it: there is no address, or the person wants nothing of the sort."""
        self._say(word, state, self._tries(word), now)

    def held(self, word, until):
        """Not a try: the person sleeps, or the server of the channel is away."""
        self._hold(word, until)

    def again(self, now):
        """Try everything that was given up once more, and what waits at once."""
        self._fates = {word: fate for word, fate in self._fates.items() if fate[0] not in (GIVEN_UP, DROPPED, NOWHERE)}
        self._until, self.due, self.done = {}, now, None

    def drop(self, channels, now):
        """What has not gone out yet shall not go out."""
        for word in {*self.pending(channels), *(word for word, fate in self._fates.items() if fate[0] == GIVEN_UP)}:
            self._say(word, DROPPED, self._tries(word), now)
        self.done = now

    def settle(self, channels, now):
        """Say when to look at it next; nothing is left to do when every channel has its last word."""
        waiting = self.pending(channels)
        if waiting:
            self.due = min(self._until.get(word, now) for word in waiting)
        else:
            self.done = now

    def _tries(self, word):
        return self._fates.get(word, (WAITING, 0))[1]

    def _say(self, word, state, tries, now, why=""):
        self._fates = {**self._fates, word: (state, tries, now, why)}
        self._until = {name: until for name, until in self._until.items() if name != word}

    def _hold(self, word, until):
        self._until = {**self._until, word: until}


def pause_after(tries):
    """A minute, two, four … up to six hours."""
    return min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** max(0, min(tries, 20) - 1))


class Outbox:
    """The letters of a school (or of the alliance) in shards by their id: writers of different letters hardly ever meet, and the
    same letter, posted twice in two processes, is found to be the same at the commit.

    A shard's name is a sort and a digit. w, d: letters that wait, that are done, by id. The others say ids in an order: q when
    they are due, t all and x those in trouble, the newest first.
    """

    SHARDS = 16
    LAST = 10**14

    def __init__(self, place):
        self.place = place

    def post(self, notice, aids, now):
        """One letter to each; the same key to the same person is one letter. Returns to whom it is new."""
        ids = [(letter_id(notice.get("key", ""), aid), aid) for aid in dict.fromkeys(aids)]
        return [aid for id, aid in ids if self._post(Letter(id, aid, notice, now))]

    def _post(self, letter):
        id = letter.id
        if self.get(id) is not None:
            return False
        self._shard("w", id)[id] = letter
        self._shard("t", id)[self._newest(letter)] = id
        self._queue(letter)
        return True

    def _queue(self, letter):
        """Keep the order of what is due in step with the letter."""
        due = None if letter.done is not None else _key(letter.due, letter.id)
        if letter.slot != due:
            queue = self._shard("q", letter.id)
            if letter.slot is not None:
                queue.pop(letter.slot, None)
            if due is not None:
                queue[due] = letter.id
            letter.slot = due

    def _newest(self, letter):
        return f"{self.LAST - int(letter.posted.timestamp() * 1000):015d}{letter.id}"

    def _shard(self, sort, id):
        if self.place.outbox is None:
            self.place.outbox = OOBTree()
        name = f"{sort}{id[0]}"
        if name not in self.place.outbox:
            self.place.outbox[name] = OOBTree()
        return self.place.outbox[name]

    def _look(self, sort):
        """The shards of one sort, for reading."""
        return [shard for name, shard in (self.place.outbox or {}).items() if name[0] == sort]

    def get(self, id):
        """A letter, waiting or done; None when it was never posted or is forgotten."""
        shards = self.place.outbox or {}
        return (shards.get(f"w{id[:1]}", {}).get(id) or shards.get(f"d{id[:1]}", {}).get(id)) if id else None

    def due(self, now, most=200):
        """The letters to carry now, the one that is due longest first."""
        until = _key(now, "~")
        found = merge(*(islice(shard.keys(max=until), most) for shard in self._look("q")))
        letters = (self.get(key[15:]) for key in islice(found, most))
        return [letter for letter in letters if letter is not None]

    def newest(self, after="", most=50, sort="t"):
        """[(mark, Letter)], the newest first, beginning behind the mark of an earlier page; sort "x": those in trouble only."""
        found = merge(*(islice(shard.keys(min=after, excludemin=True), most) for shard in self._look(sort)))
        return [(key, self.get(key[15:])) for key in islice(found, most)]

    def waiting(self, most=50):
        """The letters that wait, the next to go first."""
        found = merge(*(islice(shard.keys(), most) for shard in self._look("q")))
        return [self.get(key[15:]) for key in islice(found, most)]

    def counts(self):
        """(how many wait, how many are in trouble)."""
        return sum(len(shard) for shard in self._look("q")), sum(len(shard) for shard in self._look("x"))

    def all(self, sort="wd"):
        """Every letter: "w" those that wait, "d" those that are done."""
        return [letter for name, shard in (self.place.outbox or {}).items() if name[0] in sort for letter in shard.values()]

    def file(self, letter):
        """Put a letter where it belongs now: among those that wait or aside, and among those in trouble."""
        here, there = ("d", "w") if letter.done is not None else ("w", "d")
        if letter.id in self._shard(there, letter.id):
            del self._shard(there, letter.id)[letter.id]
            self._shard(here, letter.id)[letter.id] = letter
        self._queue(letter)
        trouble, key = self._shard("x", letter.id), self._newest(letter)
        if letter.in_trouble != (key in trouble):
            if letter.in_trouble:
                trouble[key] = letter.id
            else:
                del trouble[key]

    def forget_old(self, now):
        """Fates are kept for a month."""
        oldest = f"{self.LAST - int((now - KEPT).timestamp() * 1000):015d}"
        for shard in self._look("t"):
            for key in list(shard.keys(min=oldest)):
                self._forget(shard, key)

    def _forget(self, shard, key):
        id = key[15:]
        letter = self.get(id)
        if letter is None or letter.done is not None:
            del shard[key]
            self._shard("d", id).pop(id, None)
            self._shard("x", id).pop(key, None)


def _key(moment, id):
    return f"{int(moment.timestamp() * 1000):015d}{id}"


def letter_id(key, aid):
    """The same for the same key and person; a notice without a key is always another one."""
    text = f"{key}\0{aid}" if key else secrets.token_hex(16)
    return blake2b(text.encode(), digest_size=12).hexdigest()


def letters_in_order(school):
    """Evolve: the orders of an outbox stand beside its letters since 0.2."""
    outbox = Outbox(school)
    for letter in outbox.all():
        outbox._shard("t", letter.id)[outbox._newest(letter)] = letter.id
        outbox.file(letter)
