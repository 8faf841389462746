"""Messages by number: those of the room, and those of two people apart. Reading takes only the pieces that are asked for."""

from bisect import bisect_left

from . import rules

WORD = "classspace"
FIRST = 1


class Log:
    """The messages of a place in the order of their numbers, 1, 2, 3 … without gaps: nothing is ever taken out."""

    def __init__(self, room, pair=""):
        self.room, self.pair = room, pair
        self.name = "private" if pair else "messages"
        self._read = room.peek_many(WORD, self.name)

    def key(self, number):
        return f"{self.pair}|{number:09d}" if self.pair else f"{number:09d}"

    def last(self):
        """The number of the newest message; 0 for none."""
        found = self._read.last(self.key(FIRST), self.key(999_999_999))
        return int(found[-9:]) if found else 0

    def get(self, number):
        return self._read.get(self.key(number)) if 0 < number < 999_999_999 else None

    def span(self, low, high):
        """The messages of these numbers, both included."""
        return self._read.between(self.key(max(FIRST, low)), self.key(min(high, 999_999_998))) if high >= FIRST else []

    def first_since(self, moment):
        """The number of the first message at or after a moment; one more than the last when there is none."""
        return bisect_left(Moments(self), moment) + 1

    # -- in the committer only --
    def add(self, message):
        last = self.last()
        message["n"] = last + 1
        if last:
            # By the numbers they are in the order of time, whichever server's clock runs ahead.
            message["at"] = max(message["at"], self.get(last)["at"])
        self.put(message)
        return message["n"]

    def put(self, message):
        self.room.shelf(WORD).many(self.name)[self.key(message["n"])] = message
        self._read = self.room.peek_many(WORD, self.name)


class Moments:
    """The moments of a log as a sorted sequence, of which a search looks at a few."""

    def __init__(self, log):
        self.log, self.length = log, log.last()

    def __len__(self):
        return self.length

    def __getitem__(self, place):
        return self.log.get(place + 1)["at"]


def pair_of(one, other):
    """The word for two people, whoever asks."""
    return "|".join(sorted((one, other)))


def log_of(room, aid, other=""):
    """The room's messages, or those of this person with another."""
    return Log(room, pair_of(aid, other) if other else "")


# What is kept beside the messages --------------------------------------------------------------------------------------------

NO_PREFS = {"mute": False, "pin": False, "quiet": None, "blocked": ()}


def prefs_of(room, aid):
    """What one person chose for themselves."""
    return {**NO_PREFS, "quiet": rules.QUIET, **room.peek_many(WORD, "prefs").get(aid, {})}


def silenced(room, aid):
    return aid in room.peek_many(WORD, "silenced")


def talks_of(room, aid):
    """{other: (number and moment of the last message, how often something was taken back)} of one person's private messages."""
    return room.peek_many(WORD, "talks").get(aid, {})


def state_of(room):
    """What holds for everybody: `quiet` (only teachers write), `pinned` (a number), `touched` (older messages that changed lately)."""
    shelf = room.peek_shelf(WORD)
    return {"quiet": shelf.get("quiet", False), "pinned": shelf.get("pinned", 0), "touched": shelf.get("touched", ())}
