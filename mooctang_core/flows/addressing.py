"""Who a letter goes to and where its links lead: plain facts, read before it is carried."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from ..model.base import find, lineage
from ..model.classrooms import Classroom
from ..model.courses import Course


class Person(NamedTuple):
    """What a channel may know of an account."""

    aid: str
    name: str
    locale: str | None
    methods: tuple
    timezone: str | None = None
    wishes: Mapping[str, Any] = {}
    shelves: Mapping[str, Mapping[str, Any]] = {}
    """What plugins keep on the account, by the word of the shelf."""


class House(NamedTuple):
    """Whose letter it is: the school's (or the alliance's) name, time zone and address."""

    title: str
    zone: str
    url: str


def channels_in(school, host):
    """{word: channel} of a school; of the alliance (None) those of all plugins that carry letters without a school."""
    if school is not None:
        asked = [found for _plugin, found in host.ask(school, "notify_channels", school=school, settings=host.settings)]
    else:
        asked = host.offers("notify_channels", school=None, settings=host.settings)
    return {channel.word: channel for found in asked for channel in found}


def person_of(account):
    shelves = {word: dict(shelf.items()) for word, shelf in (account._shelves or {}).items()}
    return Person(account.aid, account.name, account.locale, account.reached_by(), account.timezone, dict(account.wishes), shelves)


def address_of(channel, person):
    """Where a channel finds this person, or None."""
    if person is None:
        return None
    if hasattr(channel, "address"):
        return channel.address(person)
    return next((method.partition(":")[2] for method in person.methods if method.startswith(f"{channel.word}:")), None)


def house_of(alliance, slug, settings):
    """https://host of a school, for a link in a mail; "" when it has no name of its own."""
    host = next((host for host in alliance.hosts_of(slug) if not host.startswith(":")), None)
    if host is None:
        return ""
    local = ":" not in host and host.rpartition(".")[2] == "localhost"
    return f"{settings.public_scheme}://{host}{f':{settings.port}' if local else ''}"


def place_names(place, href):
    """(course, classroom) that an address within a school lies in, as far as there are any."""
    resource = find(place, href.partition("?")[0]) if href.startswith("/courses/") else None
    if resource is None and href.startswith("/courses/"):
        # The last word may be a view.
        resource = find(place, href.partition("?")[0].rstrip("/").rpartition("/")[0])
    above = [one for one in lineage(resource) if isinstance(one, (Classroom, Course))] if resource is not None else []
    return tuple(one.title for one in reversed(above))
