"""What plugins have the committer do at a place that is no activity: many people write there at once, and each waits for the commit.

A deed is a function of a plugin, marked with `@deed`, that is called inside the group of the committer:
function(place, values, doing) -> plain dictionary. It may raise Refused. What it wrote is then rolled back, and nothing else.
"""

from typing import Any, NamedTuple

from ..committer import Outcome
from ..model.base import find, lineage
from ..permissions import VIEW
from .submitting import GONE, NOT_MEMBER

DEEDS: dict[str, Any] = {}


class Doing(NamedTuple):
    """Who does it, when, in which school, and the key by which the same thing sent twice is known."""

    aid: str
    at: Any
    key: str
    digest: str
    school: Any
    host: Any


def deed(function):
    """Mark a function as something that `do_deed` may have carried out."""
    DEEDS[name_of(function)] = function
    return function


def name_of(function):
    return f"{function.__module__}.{function.__name__}"


def carry_out(school, command, host, now):
    """Look again whether the plugin is on and the person still belongs there; the deed itself decides the rest."""
    place, function = find(school, command.path), DEEDS.get(command.sent.get("deed"))
    if place is None or function is None or command.plugin not in school.enabled_plugins:
        return Outcome("closed", GONE)
    if not may_view(place, command.aid):
        return Outcome("refused", NOT_MEMBER)
    return Outcome("done", fields=function(place, command.answer, Doing(command.aid, command.at, command.key, command.digest, school, host)) or {})


def may_view(place, aid):
    """Whether a role of this account opens the place, from here up to the root."""
    return any(VIEW in each.grants.get(role, ()) for each in lineage(place) for role in each.roles_of(aid))
