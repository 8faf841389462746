"""A signed "seen at": what a phone earns by scanning, before any login. It counts from that moment, not from the tap."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta

from ..identity.cookies import CLAIM
from ..identity.csrf import visitor_of
from ..identity.secret import sign, signed

LIFE = timedelta(minutes=10)


def keep_claim(request, response, activity, **facts):
    """Give the browser a claim on this activity, good for ten minutes."""
    kept = json.dumps({"s": request.school.slug, "p": activity.path, "r": activity.node.round, "t": request.now.isoformat(), "f": facts,
                       "b": browser_of(request)})
    body = urlsafe_b64encode(kept.encode()).decode()
    value = f"{body}.{sign(request.registry.secret, 'claim', body)}"
    request.registry.jar.put(response, CLAIM, value, max_age=int(LIFE.total_seconds()))


def browser_of(request):
    """A claim that is copied to a friend is worth nothing there, unless the whole browser's mark is: and then the mark tells."""
    return sign(request.registry.secret, "claim-browser", visitor_of(request, request.registry.jar))[:16]


def claim_for(request, activity):
    """The claim this browser holds on the activity as plain data {"at": …, facts}, or None."""
    body, _dot, signature = (request.registry.jar.get(request, CLAIM) or "").partition(".")
    if not body or not signed(request.registry.secret, signature, "claim", body):
        return None
    kept = json.loads(urlsafe_b64decode(body.encode()))
    if (kept["s"], kept["p"], kept["r"], kept["b"]) != (request.school.slug, activity.path, activity.node.round, browser_of(request)):
        return None
    at = datetime.fromisoformat(kept["t"])
    return {"at": at, **kept["f"]} if request.now - at <= LIFE else None

