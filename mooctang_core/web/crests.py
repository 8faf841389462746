"""Logos that are pictures: fetched by what is in them, so that they stay in the browser for ever and are in no page."""

from base64 import b64decode

from pyramid.httpexceptions import HTTPNotFound
from pyramid.response import Response
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config

from .drawings import PICTURE, stamp_of
from .statics import FOREVER

SPACE = "logo"
HELD_S = 86_400
"""How long a logo that somebody is trying on is held."""


def hold(scratch, text):
    """Hold a logo that is not anybody's yet, for whoever tries it on; returns its stamp."""
    stamp = stamp_of(text)
    scratch.put(SPACE, stamp, text, ttl=HELD_S)
    return stamp


def held(scratch, stamp):
    """The logo with this stamp that somebody tries on; None when it is not held (any more)."""
    return scratch.get(SPACE, stamp) if stamp else None


@view_config(route_name="crest", permission=NO_PERMISSION_REQUIRED, request_method=("GET", "HEAD"))
def crest(request):
    """One logo: of the house of this host, of a member where they are listed, or one that is tried on."""
    stamp = request.matchdict["stamp"]
    for text in logos(request):
        if text and text.startswith(PICTURE) and stamp_of(text) == stamp:
            return _picture(text)
    text = held(request.registry.store.scratch, stamp)
    if not text or not text.startswith(PICTURE):
        raise HTTPNotFound()
    return _picture(text)


def logos(request):
    house = request.house
    for look in (house.brand, house.look_draft or {}, house.look_before or {}):
        yield look.get("logo")
    if request.school is None:
        for slug in request.alliance.schools:
            school = request.open_school(slug)
            yield school.brand.get("logo")
            yield (school.look_draft or {}).get("logo")


def _picture(text):
    response = Response(b64decode(text.removeprefix(PICTURE)), content_type="image/png")
    response.headers["Cache-Control"] = FOREVER
    return response


def includeme(config):
    config.add_route("crest", "/crest/{stamp}.png")
