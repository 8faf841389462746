"""What hooks hand back: plain named tuples that the core draws, so that a plugin writes no page for a link or a number.

Texts are messages from `_()` (translated when shown) or names of people and things (shown as they are).
Several of one sort are shown by `order`, then by the name of the plugin that gave them.
"""
from collections.abc import Mapping
from typing import Any, NamedTuple


class Link(NamedTuple):
    """A place to go: an entry in the menu of a school, course, classroom or session."""

    label: str
    href: str
    icon: str = ""
    order: int = 50
    """Under 10: also one tap away in the bar of the teacher's class page."""
    badge: str = ""
    """A few characters beside the label, e.g. how many wait for an answer."""


class Panel(NamedTuple):
    """A card on a home page. Give a `template` (found like every template, with `values` in it) or a `table`, or just links."""

    name: str
    """One word, the card's id and CSS class on the page."""
    title: str
    template: str = ""
    values: Mapping[str, Any] = {}
    table: Any = None
    links: tuple[Link, ...] = ()
    order: int = 50


class Notice(NamedTuple):
    """Something people should hear of; the outbox carries it to their inbox and to every channel they want."""

    title: str
    text: str = ""
    href: str = ""
    """Host-relative, so that a mail can be built for the right school."""
    to: tuple[str, ...] = ()
    """Account ids."""
    kind: str = "notice"
    """What people can mute: the kind of an activity, or one of notice, reminder, account."""
    key: str = ""
    """Two notices with the same key to the same person are one."""


class Group(NamedTuple):
    """Some members of a classroom who work together."""

    id: str
    name: str
    members: tuple[str, ...] = ()
    """Account ids."""
    leader: str | None = None


class Unit(NamedTuple):
    """One video or test of the online half, and who has done it."""

    kind: str
    """video or test."""
    title: str
    done: Mapping[str, float] = {}
    """Account id -> how much of it: 0 … 1 of a video, the score of a test. Who is not named has not done it."""
