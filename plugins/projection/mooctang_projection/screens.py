"""A screen's pass: the signed cookie that lets one machine show one wall for a day; and who is connected."""

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as BadBase64
from secrets import token_urlsafe
from typing import Any, NamedTuple

from mooctang_core.api import Classroom, find, path_of, sign, signed

from . import wall

COOKIE, MACHINE = "wall", "screen"
WORD = re.compile(r"[A-Za-z0-9_-]{24}\Z")
DAY_S = 86_400
SEEN_S = 60
PLUGIN = "projection"


class Pass(NamedTuple):
    """What the cookie says."""

    school: str
    path: str
    epoch: str
    screen: str
    until: float


class Standing(NamedTuple):
    """A pass that is good now."""

    given: Pass
    school: Any
    room: Any
    state: wall.State


def machine(request):
    """The word by which this browser is known on this host; it opens nothing by itself."""
    known = request.registry.jar.get(request, MACHINE) or ""
    return known if WORD.match(known) else token_urlsafe(18)


def give(request, response, to):
    """Set the pass on this host."""
    given = Pass(*(to[name] for name in Pass._fields))
    body = urlsafe_b64encode(json.dumps(given).encode()).decode()
    request.registry.jar.put(response, COOKIE, f"{body}.{_signature(request, body)}", max_age=DAY_S)
    return response


def read(request):
    """The pass that this browser shows here, or None: forged, too old, or made for another host."""
    body, _dot, signature = (request.registry.jar.get(request, COOKIE) or "")[:2000].partition(".")
    if not signed(request.registry.secret, signature, "wall", *_bound(request, body)):
        return None
    try:
        given = Pass(*json.loads(urlsafe_b64decode(body)))
    except (ValueError, TypeError, BadBase64):
        return None
    return given if request.now.timestamp() < given.until else None


def standing(request):
    """The wall that this browser may show, wherever it stands in the installation; None when it may show none."""
    given = read(request)
    return look_up(request, given.school, given.path, given.epoch, given) if given else None


def look_up(request, slug, path, epoch, given=None):
    """The wall at a place of a school if it is on and of this epoch. A school without the plugin has no walls."""
    if slug not in request.alliance.schools:
        return None
    school = request.school if request.school is not None and request.school.slug == slug else request.open_school(slug)
    room = find(school, path)
    if PLUGIN not in school.enabled_plugins or not isinstance(room, Classroom):
        return None
    state = wall.state_of(room)
    return Standing(given, school, room, state) if state.on and state.epoch == epoch else None


def _signature(request, body):
    return sign(request.registry.secret, "wall", *_bound(request, body))


def _bound(request, body):
    return request.host.lower(), body


# Who is connected ---------------------------------------------------------------------------------------------------

def enter(request, to, label):
    """Write the screen into the list on the teacher's phone."""
    _note(request, to["epoch"], to["screen"], label)


def seen(request, standing):
    """It is still there: said every few seconds by the screen itself."""
    known = request.registry.store.scratch.get("wall-screen", f"{standing.given.epoch}.{standing.given.screen}") or {}
    _note(request, standing.given.epoch, standing.given.screen, known.get("label", ""))


def _note(request, epoch, screen, label):
    request.registry.store.scratch.put("wall-screen", f"{epoch}.{screen}", {"label": label, "seen": request.now.timestamp()}, ttl=DAY_S)


def connected(request, epoch):
    """[(label, there now?)] of the screens of a wall."""
    kept = request.registry.store.scratch.items("wall-screen", f"{epoch}.") if epoch else []
    return [(one["label"], request.now.timestamp() - one["seen"] < SEEN_S) for _key, one in sorted(kept, key=lambda item: -item[1]["seen"])]


KINDS = ("Windows", "Mac OS X", "CrOS", "Android", "iPad", "iPhone", "Linux")
BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))


def label_of(request):
    """How the teacher recognises the machine: "Windows · Chrome"."""
    agent = request.user_agent or ""
    kind = next((kind for kind in KINDS if kind in agent), "")
    browser = next((name for mark, name in BROWSERS if mark in agent), "")
    return " · ".join(filter(None, (kind, browser)))


def target(standing, screen, until):
    """Where a screen is led, and how long it may stay: plain values for a pass or a ticket."""
    return {"school": standing.school.slug, "path": path_of(standing.room), "epoch": standing.state.epoch, "screen": screen, "until": until}
