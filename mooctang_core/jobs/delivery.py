"""The outbox is carried: a batch is read, delivered outside any transaction, and each letter's fate is written.

A channel of `notify_channels` has a `word` and `deliver(message, address)`; it raises when it could not. `message` holds id,
key, title, text, href, kind and locale: a channel that is handed the same id twice (the process died between the delivery and
the writing of its fate) may leave the second out. Its address is `address(account)` when the channel has that method, else
the account's login method of the channel's word ("email:a@b.c" for a channel "email"); no address is a last word, not a failure.
"""

import logging
from typing import Any, NamedTuple

from ..model.inbox import Inboxes
from ..model.outbox import Outbox, letter_id
from ..words import Catalogues

log = logging.getLogger("mooctang.jobs")
BATCH = 100


class Errand(NamedTuple):
    """One letter on one channel, as plain data: no stored object is touched while it is carried."""

    letter: str
    word: str
    address: str | None
    message: dict


class Delivery:
    """Carries what is due, school by school."""

    def __init__(self, ground, catalogues=None):
        self.ground = ground
        self.catalogues = catalogues or Catalogues().add("mooctang_core")

    def run(self):
        for slug, database in self.ground.schools():
            self.ground.surely(f"delivering for {slug}", lambda s=slug, d=database: self._school(s, d))

    def _school(self, slug, database):
        batch = self.ground.read(database, lambda root: self._batch(root["schools"][slug]))
        if not batch:
            return
        people = self._people({aid for _letter, aid, *_rest in batch})
        # A channel is plugin code: asked with the school at hand, used after its transaction has gone.
        channels = self.ground.read(database, lambda root: self._channels(root["schools"][slug]))
        for letter, aid, notice, tried in batch:
            errands = [self._errand(letter, notice, tried, channel, people.get(aid)) for channel in channels.values()]
            fates = {errand.word: self._carry(errand, channels[errand.word]) for errand in errands if errand is not None}
            self.ground.write(slug, database, lambda school, i=letter, f=fates: self._note(school, i, f, list(channels)))

    def _batch(self, school):
        now = self.ground.clock()
        return [(letter.id, letter.aid, dict(letter.notice), letter.fates) for letter in Outbox(school).due(now, BATCH)]

    def _channels(self, school):
        asked = self.ground.host.ask(school, "notify_channels", school=school)
        return {channel.word: channel for _plugin, channels in asked for channel in channels}

    def _people(self, aids):
        """aid -> (locale, {kind of method: value}, account's plain facts), read from the alliance."""
        def look(root):
            accounts = root["alliance"].accounts
            return {aid: _person(accounts[aid]) for aid in aids if aid in accounts}

        return self.ground.read("main", look)

    def _errand(self, letter, notice, tried, channel, person):
        if tried.get(channel.word, ("waiting",))[0] != "waiting":
            return None
        return Errand(letter, channel.word, address_of(channel, person), self._message(letter, notice, person))

    def _message(self, letter, notice, person):
        locale = (person.locale if person else None) or self.ground.settings.default_locale
        said = {name: self._spoken(value, locale) for name, value in notice.items()}
        return {**said, "id": letter, "locale": locale, "name": person.name if person else ""}

    def _spoken(self, value, locale):
        if not isinstance(value, tuple):
            return value
        msgid, domain, mapping = value
        return self.catalogues.translate(msgid, locale, domain, {name: self._spoken(part, locale) for name, part in mapping.items()})

    def _carry(self, errand, channel):
        """"" when it went well (or there is nowhere to go), else why it did not."""
        if errand.address is None:
            return ""
        try:
            channel.deliver(errand.message, errand.address)
        except Exception as error:  # a channel is somebody else's code speaking to somebody else's server
            log.warning("The channel %s could not carry a letter: %s", errand.word, type(error).__name__)
            return f"{type(error).__name__}: {error}"
        return ""

    def _note(self, school, id, fates, channels):
        outbox, now = Outbox(school), self.ground.clock()
        letter = outbox.get(id)
        if letter is None:
            return
        for word, why in fates.items():
            if why:
                letter.failed(word, now, why)
            else:
                letter.carried(word, now)
        letter.settle(channels, now)
        outbox.file(letter)

    def forget_old(self):
        for slug, database in self.ground.schools():
            self.ground.surely(f"forgetting old letters of {slug}", lambda s=slug, d=database: self.ground.write(s, d, self._forget))

    def _forget(self, school):
        Outbox(school).forget_old(self.ground.clock())
        Inboxes(school).forget_old(self.ground.clock())


class Person(NamedTuple):
    """What a channel may know of an account."""

    aid: str
    name: str
    locale: str | None
    methods: tuple


def _person(account) -> Any:
    return Person(account.aid, account.name, account.locale, account.reached_by())


def address_of(channel, person):
    """Where a channel finds this person, or None."""
    if person is None:
        return None
    if hasattr(channel, "address"):
        return channel.address(person)
    return next((method.partition(":")[2] for method in person.methods if method.startswith(f"{channel.word}:")), None)


def channels_of(school, host, accounts):
    """{account id: the words of the channels of this school that know where to find them}, for those who ask who can be reached."""
    channels = [channel for _plugin, found in host.ask(school, "notify_channels", school=school) for channel in found]
    return {account.aid: tuple(channel.word for channel in channels if address_of(channel, _person(account))) for account in accounts}


def fates_of(school, key, person_id):
    """What became of a notice with this key to this person: {channel: (state, tries, when, what was said)}; None if there was none."""
    letter = Outbox(school).get(letter_id(key, person_id))
    return None if letter is None else letter.fates
