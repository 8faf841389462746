"""A notice as a signed POST, as standardwebhooks.com describes it: the same letter has the same webhook-id, however often it comes."""

import base64
import hashlib
import hmac
import json
import time

from mooctang_core.api import ChannelDown, DeadAddress, Later, outward, translator

from .target import key_of

_ = translator("mooctang_webhook")
SAID = ("id", "kind", "sort", "title", "text", "place", "url", "school", "locale")


class Webhook:
    """The channel: everybody's address is the school's service, which knows how to reach them."""

    word = "webhook"
    title = _("学校的消息接口")

    def __init__(self, target, settings):
        self.target, self.settings = target, settings

    def address(self, person):
        return self.target.url

    def shown(self, address):
        return _("学校自己的服务（如公众号、企业微信）")

    def deliver(self, message, address):
        body = json.dumps({"type": "notice", "data": {**{name: message[name] for name in SAID}, "to": {"id": message["aid"], "name": message["name"]}}}, ensure_ascii=False).encode()
        judge(ask(address, message["id"], body, self.target.secret, self.settings))


def ask(url, id, body, secret, settings):
    """The service's answer. What it may not be asked is a dead address, what does not answer is a server that is away."""
    moment = str(int(time.time()))
    headers = {"Content-Type": "application/json; charset=utf-8", "webhook-id": id, "webhook-timestamp": moment, "webhook-signature": signature(secret, id, moment, body)}
    try:
        return outward.ask("POST", url, body, headers, inside=settings.webhook_hosts, schemes=schemes(url, settings))
    except outward.Refused as error:
        raise DeadAddress(str(error)) from None
    except outward.Unreachable as error:
        raise ChannelDown(str(error)) from None


def schemes(url, settings):
    """https; a service of one's own that the operator named may do without."""
    return ("https", "http") if outward.split(url).hostname in settings.webhook_hosts else ("https",)


def signature(secret, id, moment, body):
    made = hmac.new(key_of(secret), f"{id}.{moment}.".encode() + body, hashlib.sha256).digest()
    return "v1," + base64.b64encode(made).decode()


def judge(answer):
    """2xx is done; 410 says never again; anything else is later."""
    if 200 <= answer.status < 300:
        return
    if answer.status == 410:
        raise DeadAddress("the service wants no more (410)")
    after = answer.headers.get("retry-after", "")
    raise Later(f"the service answered {answer.status}", int(after)) if after.isdecimal() else RuntimeError(f"the service answered {answer.status}")
