"""Speaking to another server on behalf of a school, such as its login server: over https, or to what the operator named."""

import json
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import urlencode

from . import outward


class Unreachable(Exception):
    """Nothing came of it; the sentence says why, for the log."""


class NotAllowed(Unreachable):
    """This server may not speak to that address."""


class Reply(NamedTuple):
    status: int
    body: bytes

    def json(self):
        """The body as a dictionary, or Unreachable."""
        try:
            found = json.loads(self.body)
        except ValueError:
            found = None
        if self.status != 200 or not isinstance(found, dict):
            raise Unreachable(f"it answered {self.status} and no JSON object")
        return found


def is_number(host):
    """Whether a host is written as an IP number, [v6] included."""
    try:
        return bool(ip_address(host.strip("[]").partition("%")[0]))
    except ValueError:
        return False


class Outside:
    """Calls other servers; `inner` are hosts and networks of the operator's own, and those hosts may be called without https too."""

    def __init__(self, inner=()):
        self.inner = tuple(host.lower() for host in inner)

    def get(self, url, **headers):
        return self.call("GET", url, b"", headers)

    def post(self, url, fields, **headers):
        return self.call("POST", url, urlencode(fields).encode(), {"Content-Type": "application/x-www-form-urlencoded", **headers})

    def call(self, method, url, body, headers):
        self.checked(url)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            answer = outward.ask(method, url, body, named, inside=self.inner)
        except outward.Refused as refused:
            raise NotAllowed(str(refused)) from refused
        except (outward.Unreachable, ValueError) as error:
            raise Unreachable(str(error)) from error
        return Reply(answer.status, answer.body)

    def checked(self, url):
        """The parts of an address that may be called, or NotAllowed. Looks nothing up; a number that is nobody's outside is refused."""
        try:
            parts = outward.split(url)
            if parts.port == 0 or (parts.scheme == "http" and parts.hostname.lower() not in self.inner):
                raise outward.Refused("the address must begin with https://")
            if is_number(parts.hostname) and parts.hostname not in self.inner:
                outward.refuse_private(parts.hostname, self.inner)
        except outward.Refused as refused:
            raise NotAllowed(str(refused)) from refused
        return parts
