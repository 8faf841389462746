"""The outbox is carried: a batch is read, delivered outside any transaction, and each letter's fate is written.

A channel of `notify_channels` has a `word` and `deliver(message, address)`; it raises when it could not: `ChannelDown`,
`DeadAddress`, `Later`, or anything else. `message` holds id, key, title, text, href, url, kind, sort, place, school, name and
locale: a channel that is handed the same id twice (the process died between the delivery and the writing of its fate) may
leave the second out. Its address is `address(person)` when the channel has that method, else the account's login method of
the channel's word ("email:a@b.c" for a channel "email"); no address is a last word, not a failure.
"""

import logging
import time
from datetime import timedelta
from typing import Any, NamedTuple

from ..channels import ChannelDown, DeadAddress, Later
from ..flows.addressing import House, address_of, channels_in, house_of, person_of, place_names
from ..identity import codes
from ..identity.secret import server_secret
from ..model.inbox import Inboxes
from ..model.outbox import MUTED, NOWHERE, SENT, Outbox, letter_id
from ..model.wishes import CODE, Wishes, sort_of
from ..words import Catalogues

log = logging.getLogger("mooctang.jobs")
BATCH = 100
ROUND_SECONDS = 20.0
"""How long one school may keep the postman before the next has its turn."""
FIRST_REST, LONGEST_REST = 5.0, 300.0
SOON = 20.0
"""Seconds after which a one-time code is tried again."""
ALLIANCE = ""


class Fate(NamedTuple):
    """What became of one letter on one channel just now."""

    word: str
    state: str
    """One of the outbox's states, or "failed", "held"."""
    why: str = ""
    until: Any = None
    finally_: bool = False


class Delivery:
    """Carries what is due, school by school, the alliance's own letters first."""

    def __init__(self, ground, catalogues=None):
        self.ground = ground
        self.catalogues = catalogues or Catalogues().add("mooctang_core")
        self._resting = {}

    def run(self):
        for slug, database in ((ALLIANCE, "main"), *self.ground.schools()):
            self.ground.surely(f"delivering for {slug or 'the alliance'}", lambda s=slug, d=database: self._place(s, d))

    def _place(self, slug, database):
        ends = time.monotonic() + ROUND_SECONDS
        while self._round(slug, database) == BATCH and time.monotonic() < ends:
            pass

    def _round(self, slug, database):
        batch = self.ground.read(database, lambda root: self._batch(root, slug))
        for sender in dict.fromkeys(letter.sender for letter in batch):
            self._send(slug, database, sender, [letter for letter in batch if letter.sender == sender])
        return len(batch)

    def _batch(self, root, slug):
        place = root["schools"][slug] if slug else root.get("alliance")
        return [_copied(letter, place) for letter in Outbox(place).due(self.ground.clock(), BATCH)] if place is not None else []

    def _send(self, slug, database, sender, letters):
        """Letters out of one outbox that go out in the name of one school (or of the alliance), by its channels."""
        people, house, home = self.ground.read("main", lambda root: self._people(root, sender, {letter.aid for letter in letters}))
        # A channel is plugin code: asked with the school at hand, used after its transaction has gone.
        channels, house = self.ground.read(home, lambda root: self._channels(root, sender, house))
        try:
            quiet = [found for letter in letters if (found := self._carry(slug, database, letter, people.get(letter.aid), channels, house))]
        finally:
            for channel in channels.values():
                getattr(channel, "close", _nothing)()
        if quiet:
            self.ground.write(slug, database, lambda place: [self._note(place, id, fates, channels) for id, fates in quiet])

    def _people(self, root, sender, aids):
        """({aid: Person}, House, the database of the sender), read from the alliance."""
        alliance = root["alliance"]
        people = {aid: person_of(alliance.accounts[aid]) for aid in aids if aid in alliance.accounts}
        house = House(alliance.title, alliance.timezone, house_of(alliance, sender, self.ground.settings))
        return people, house, alliance.schools.get(sender, "main")

    def _channels(self, root, sender, house):
        school = root["schools"].get(sender) if sender else None
        if school is not None:
            house = house._replace(title=school.title, zone=school.timezone)
        return channels_in(school, self.ground.host), house

    # -- one letter --
    def _carry(self, slug, database, letter, person, channels, house):
        """Deliver it on each channel and note what happened at once; what nobody was asked for is returned, to be written with others."""
        now = self.ground.clock()
        fates = [self._fate(house, letter, person, channel, now) for word, channel in channels.items() if letter.ready(word, now)]
        if all(fate.state not in (SENT, "failed") for fate in fates):
            return letter.id, fates
        self.ground.write(slug, database, lambda place: self._note(place, letter.id, fates, channels))
        for fate in fates:
            self._forget_address(channels[fate.word], person, fate)
        return None

    def _fate(self, house, letter, person, channel, now):
        word, sort, notice = channel.word, sort_of(letter.notice.get("kind", ""), self.ground.host.kinds), letter.notice
        address = letter.address_on(channel, person)
        if address is None:
            return Fate(word, NOWHERE)
        if letter.urgent:
            notice = codes.opened(server_secret(self.ground.settings.home), notice, now)
            if notice is None:
                return Fate(word, "failed", "the code is good no longer", finally_=True)
        elif person is not None:
            wishes = Wishes(person.wishes)
            if not wishes.wants(word, sort):
                return Fate(word, MUTED)
            sleeps = wishes.quiet_until(now, person.timezone or house.zone)
            if sleeps:
                return Fate(word, "held", until=sleeps)
        rests = self._rests(house, word, now)
        if rests:
            return Fate(word, "held", until=rests)
        return self._deliver(house, channel, self._message(letter, notice, person, house, sort), address, letter.urgent)

    def _deliver(self, house, channel, message, address, urgent):
        """A channel is somebody else's code speaking to somebody else's server: whatever it raises is this letter's fate."""
        word, soon = channel.word, timedelta(seconds=SOON) if urgent else None
        try:
            gone = channel.deliver(message, address)
        except ChannelDown as error:
            self._rest(house, word)
            return Fate(word, "failed", said(word, error), soon)
        except DeadAddress as error:
            return Fate(word, "failed", said(word, error), error.addresses, True)
        except Later as error:
            return Fate(word, "failed", said(word, error), timedelta(seconds=min(max(error.seconds, 1), 86_400)))
        except Exception as error:
            return Fate(word, "failed", said(word, error), soon)
        self._resting.pop((house.url, word), None)
        return Fate(word, SENT, until=tuple(gone or ()))

    # -- a server that is away --
    def _rest(self, house, word):
        tries = self._resting.get((house.url, word), (0, 0.0))[0]
        self._resting[(house.url, word)] = (tries + 1, time.monotonic() + min(LONGEST_REST, FIRST_REST * 2**tries))

    def _rests(self, house, word, now):
        """Until when this channel is left alone; None when it is not."""
        left = self._resting.get((house.url, word), (0, 0.0))[1] - time.monotonic()
        return now + timedelta(seconds=left) if left > 0 else None

    # -- what is said --
    def _message(self, letter, notice, person, house, sort):
        locale = notice.get("locale") or (person.locale if person else None) or self.ground.settings.default_locale
        words = {name: self._spoken(notice.get(name, ""), locale) for name in ("title", "text")}
        href, place = notice.get("href", ""), [self._spoken(name, locale) for name in letter.place]
        return {**words, "key": notice.get("key", ""), "kind": notice.get("kind", ""), "href": href, "id": letter.id, "locale": locale, "name": person.name if person else "", "aid": letter.aid, "sort": sort, "place": " · ".join(place),
                "school": house.title, "base": house.url, "url": house.url + href if house.url and href.startswith("/") else house.url}

    def _spoken(self, value, locale):
        if not isinstance(value, tuple):
            return value
        msgid, domain, mapping = value
        return self.catalogues.translate(msgid, locale, domain, {name: self._spoken(part, locale) for name, part in mapping.items()})

    # -- what is written --
    def _note(self, place, id, fates, channels):
        outbox, now = Outbox(place), self.ground.clock()
        letter = outbox.get(id)
        if letter is None or letter.done is not None:
            return
        for fate in fates:
            note(letter, fate, now)
        letter.settle(list(channels), now)
        outbox.file(letter)

    def _forget_address(self, channel, person, fate):
        """An address that is no more is taken off the account, if the channel knows how."""
        if person is not None and isinstance(fate.until, tuple) and fate.until and hasattr(channel, "forget"):
            self.ground.write(ALLIANCE, "main", lambda alliance: channel.forget(alliance.accounts[person.aid], fate.until) if person.aid in alliance.accounts else None)

    def forget_old(self):
        for slug, database in ((ALLIANCE, "main"), *self.ground.schools()):
            self.ground.surely(f"forgetting old letters of {slug or 'the alliance'}", lambda s=slug, d=database: self.ground.write(s, d, self._forget))

    def _forget(self, place):
        if place is None:
            return
        Outbox(place).forget_old(self.ground.clock())
        if hasattr(place, "postings"):
            Inboxes(place).forget_old(self.ground.clock())


class Copied(NamedTuple):
    """A letter as plain data: no stored object is touched while it is carried."""

    id: str
    aid: str
    notice: dict
    sender: str
    """The school in whose name it goes out; "" for the alliance."""
    place: tuple
    waits: dict
    """{channel: (state, until)}"""

    @property
    def urgent(self):
        """A one-time code: somebody waits for it, so neither wishes nor quiet hours hold it back."""
        return self.notice.get("kind") == CODE and "nonce" in self.notice

    def ready(self, word, now):
        state, until = self.waits.get(word, ("waiting", None))
        return state == "waiting" and (until is None or until <= now)

    def address_on(self, channel, person):
        word, address = self.notice.get("to") or ("", "")
        if word:
            return address if word == channel.word else None
        return address_of(channel, person)


def _copied(letter, place):
    fates, until, notice = letter.fates, letter.until, dict(letter.notice)
    waits = {word: (fates.get(word, ("waiting",))[0], until.get(word)) for word in {*fates, *until}}
    return Copied(letter.id, letter.aid, notice, notice.get("school", "") or getattr(place, "slug", ""), place_names(place, notice.get("href", "")), waits)


def said(word, error):
    """What the outbox page says of a failure; the log gets its name only."""
    log.warning("The channel %s could not carry a letter: %s", word, type(error).__name__)
    return str(error) if isinstance(error, (ChannelDown, DeadAddress, Later)) else f"{type(error).__name__}: {error}"


def note(letter, fate, now):
    """Write one fate into the letter."""
    if fate.state == SENT:
        letter.carried(fate.word, now)
    elif fate.state == "failed":
        pause = fate.until if isinstance(fate.until, timedelta) else None
        letter.failed(fate.word, now, fate.why, pause, fate.finally_)
    elif fate.state == "held":
        letter.held(fate.word, fate.until)
    else:
        letter.passed_over(fate.word, fate.state, now)


def _nothing():
    return None


def channels_of(school, host, accounts):
    """{account id: the words of the channels of this school that know where to find them}, for those who ask who can be reached."""
    channels = channels_in(school, host).values()
    return {account.aid: tuple(channel.word for channel in channels if address_of(channel, person_of(account))) for account in accounts}


def fates_of(school, key, person_id):
    """What became of a notice with this key to this person: {channel: (state, tries, when, what was said)}; None if there was none."""
    letter = Outbox(school).get(letter_id(key, person_id))
    return None if letter is None else letter.fates
