"""What a person was told: a notice lies with the school once, and each of its people holds its name, newest first."""

import secrets
from datetime import timedelta

from BTrees.OOBTree import OOBTree
from persistent import Persistent

from ..plain import frozen, plain

MOST = 200
KEPT = timedelta(days=180)


class Posting(Persistent):
    """One notice as it was sent to many."""

    def __init__(self, notice, now):
        self._notice = plain(notice, "notice")
        self.posted = now

    @property
    def notice(self):
        return frozen(self._notice)


class Inbox(Persistent):
    """The names of one person's notices, newest first; `unread` are those not opened yet."""

    names: tuple = ()
    unread: tuple = ()

    def put(self, name):
        self.names = (name, *self.names)[:MOST]
        self.unread = tuple(one for one in (name, *self.unread) if one in self.names)

    def read(self, name):
        if name in self.unread:
            self.unread = tuple(one for one in self.unread if one != name)

    def read_all(self, names=None):
        """All of them, or those of these names."""
        left = () if names is None else tuple(one for one in self.unread if one not in names)
        if left != self.unread:
            self.unread = left


class Inboxes:
    """A school's notices and who has them. Reading makes nothing."""

    def __init__(self, school):
        self.school = school

    def post(self, notice, aids, now):
        """Lay a notice into these inboxes."""
        if not aids:
            return
        name = f"{int(now.timestamp() * 1000):012x}{secrets.token_hex(4)}"
        self._postings()[name] = Posting(notice, now)
        for aid in aids:
            self._of(aid).put(name)

    def of(self, aid):
        """This person's inbox, or None while nothing was ever sent to them."""
        return (self.school.inboxes or {}).get(aid)

    def unread(self, aid):
        inbox = self.of(aid)
        return len(inbox.unread) if inbox is not None else 0

    def letters(self, aid):
        """[(name, Posting, whether it is unread)], newest first."""
        inbox, postings = self.of(aid), self.school.postings or {}
        return [(name, postings[name], name in inbox.unread) for name in inbox.names if name in postings] if inbox is not None else []

    def forget_old(self, now):
        """Half a year is enough; the names left in the inboxes lead nowhere and are pushed out by newer ones."""
        postings = self.school.postings or {}
        for name in list(postings.keys(max=f"{int((now - KEPT).timestamp() * 1000):012x}") if postings else ()):
            del postings[name]

    def _postings(self):
        if self.school.postings is None:
            self.school.postings, self.school.inboxes = OOBTree(), OOBTree()
        return self.school.postings

    def _of(self, aid):
        if aid not in self.school.inboxes:
            self.school.inboxes[aid] = Inbox()
        return self.school.inboxes[aid]
