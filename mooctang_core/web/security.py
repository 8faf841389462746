"""Who is asking, and whether they may: roles are asked along the lineage, permissions are five."""

from pyramid.security import Allowed, Denied

from ..identity.cookies import DEVICE
from ..identity.devices import recognise
from ..model.base import lineage
from ..permissions import PERMISSIONS, TEACH
from .simulating import asking
from .visiting import visited


class Policy:
    """Pyramid's security policy over Resource.roles_of and Resource.grants."""

    def identity(self, request):
        return request.account

    def authenticated_userid(self, request):
        return request.aid

    def permits(self, request, context, permission):
        """A permission that is not one of the five is held by nobody: so is a view that names none."""
        if permission not in PERMISSIONS or request.aid is None:
            return Denied("nobody")
        if blocked_here(request):
            return Denied("blocked")
        places = tuple(lineage(getattr(context, "node", context)))
        if is_hidden(places, request.aid):
            return Denied("somebody's own")
        granted = granted_at(places, request.aid)
        if permission != TEACH and TEACH not in granted and is_for_teachers(places):
            return Denied("for teachers")
        return Allowed("granted") if permission in granted else Denied("not granted")

    def remember(self, request, userid, **facts):
        return []

    def forget(self, request, **facts):
        return []


def blocked_here(request):
    """Whether this school has put this account out of use."""
    return request.school is not None and request.aid in request.school.blocked


def granted_at(places, aid):
    """All permissions that this account's roles give at a place, from it up to the root."""
    granted = set()
    for place in places:
        for role in place.roles_of(aid) if hasattr(place, "roles_of") else ():
            granted |= place.grants.get(role, frozenset())
    return granted


def is_for_teachers(places):
    return any(getattr(place, "for_teachers", False) for place in places)


def is_hidden(places, aid):
    return any(place.hidden_from(aid) for place in places if hasattr(place, "hidden_from"))


def device(request):
    """(account, device id) of the cookie, when it is good on this host; else None."""
    cookie = request.registry.jar.get(request, DEVICE)
    return recognise(request.alliance, cookie, request.host.lower(), request.now) if cookie else None


def account(request):
    return visited(request, request.device[0]) if request.device else None


def aid(request):
    return asking(request, request.account.aid if request.account is not None else None)


def may(request, permission, context=None):
    """For templates: whether to show what this permission opens."""
    return bool(request.has_permission(permission, request.context if context is None else context))


class Teaches:
    """The view predicate `teaches`: a page of one's own for teachers (True) or for students (False) only."""

    def __init__(self, wanted, info):
        self.wanted = bool(wanted)

    def text(self):
        return f"teaches = {self.wanted}"

    phash = text

    def __call__(self, context, request):
        return self.wanted == may(request, TEACH, context)


def includeme(config):
    config.set_security_policy(Policy())
    config.add_view_predicate("teaches", Teaches)
    # A view that forgets its permission is open to nobody.
    config.set_default_permission("nobody")
    config.add_request_method(blocked_here, reify=True)
    for function in (device, account, aid):
        config.add_request_method(function, reify=True)
    config.add_request_method(may)
