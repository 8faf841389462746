"""The channel: one message to each browser that a person allowed, through whichever push service that browser has."""

import json
import time
from urllib.parse import urlsplit

from mooctang_core.api import DeadAddress, Later, outward, own_key, translator

from . import browsers
from .sealing import introduction, private_key, sealed, unb64

_ = translator("mooctang_webpush")
GONE = (404, 410)
KEEP_S = 86_400
"""How long a push service keeps it for a phone that is off."""


class Push:
    word = "webpush"
    title = _("浏览器推送")
    setup = "/push"

    def __init__(self, settings):
        self.settings = settings

    def address(self, person):
        """Every browser that this person allowed, None when there is none."""
        return tuple(person.shelves.get(browsers.SHELF, {}).get("browsers", ())) or None

    def shown(self, address):
        return _("${n} 个浏览器", n=len(address))

    def forget(self, account, addresses):
        browsers.remove(account, addresses)

    def deliver(self, message, address):
        """Good when one browser took it; those that are gone are named, so that they are forgotten."""
        gone, trouble, taken = [], None, 0
        for browser in address:
            try:
                status = self.push(message, browser)
            except (outward.Refused, outward.Unreachable, Later) as error:
                trouble = error
                continue
            gone += [browser["endpoint"]] if status in GONE else []
            taken += status not in GONE
        if taken:
            return gone
        if trouble is not None:
            raise trouble
        raise DeadAddress("no browser takes it any more", gone)

    def push(self, message, browser):
        key, endpoint = private_key(own_key(self.settings, "vapid")), browser["endpoint"]
        body = sealed(payload(message), unb64(browser["p256dh"]), unb64(browser["auth"]))
        parts = urlsplit(endpoint)
        headers = {
            "TTL": str(KEEP_S), "Urgency": "normal", "Content-Encoding": "aes128gcm", "Content-Type": "application/octet-stream", "Topic": message["id"][:32],
            "Authorization": introduction(key, f"{parts.scheme}://{parts.netloc}", message["base"], int(time.time()) + 12 * 3600)}
        # Never inside: the address is one that a person's browser gave, or whoever pretends to be one.
        answer = outward.ask("POST", endpoint, body, headers, inside=(), schemes=("https",))
        if 200 <= answer.status < 300 or answer.status in GONE:
            return answer.status
        after = answer.headers.get("retry-after", "")
        raise Later(f"the push service answered {answer.status}", int(after) if after.isdecimal() else 300)


def payload(message):
    """Short enough for every service, and the same tag for the same letter, so that it is shown once."""
    body = "\n".join(part for part in (message["text"], message["place"]) if part)
    said = {"title": message["title"][:200], "body": body[:600], "url": message["href"] or "/messages", "tag": message["id"]}
    return json.dumps(said, ensure_ascii=False).encode()
