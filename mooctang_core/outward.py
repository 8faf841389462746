"""Asking a server whose address somebody else gave us: a webhook, a push service, a link. Never one inside our own network.

The name is resolved once, every number it has must be public, and the connection goes to that very number, so that a name that
points elsewhere a moment later leads nowhere. Redirects are not followed, credentials in the address are refused, and the whole
exchange has a deadline.
"""

import ipaddress
import socket
import ssl
import threading
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from typing import NamedTuple
from urllib.parse import urlsplit

SECONDS = 5.0
MOST = 1 << 20
PORTS = {"http": 80, "https": 443}
NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Refused(ValueError):
    """The address may not be asked; the sentence says why."""


class Unreachable(OSError):
    """Nobody answered there, or not within the time."""


class Answer(NamedTuple):
    status: int
    headers: dict
    body: bytes


class Target(NamedTuple):
    scheme: str
    host: str
    port: int
    path: str
    number: str
    """The number that the name had when it was looked up, and that is asked."""


def ask(method, url, body=b"", headers=None, inside=(), schemes=("https", "http"), seconds=SECONDS):
    """The answer of a foreign server. `inside`: hosts and networks of our own that may be asked all the same."""
    target = resolve(url, inside, schemes)
    connection = Pinned(target, seconds)
    # A server that sends a letter every other second keeps within every single wait: the whole is cut off.
    watch = threading.Timer(seconds, connection.cut)
    watch.start()
    try:
        connection.request(method, target.path, body, {"User-Agent": "mooctang", **(headers or {})})
        answer = connection.getresponse()
        found = Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read(MOST))
        if connection.late:
            raise TimeoutError
        return found
    except (OSError, HTTPException) as error:
        raise Unreachable(f"{target.host} does not answer ({type(error).__name__})") from error
    finally:
        watch.cancel()
        connection.close()


def resolve(url, inside=(), schemes=("https", "http")):
    """The Target of an address, or Refused. A host that is named in `inside` may have any number; a network there allows its numbers."""
    parts = split(url, schemes)
    port = parts.port or PORTS[parts.scheme]
    try:
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unreachable(f"{parts.hostname} has no address") from None
    numbers = [entry[4][0] for entry in found]
    if parts.hostname not in inside:
        for number in numbers:
            refuse_private(number, inside)
    return Target(parts.scheme, parts.hostname, port, (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), numbers[0])


def split(url, schemes=("https", "http")):
    """The parts of an address that may be asked; Refused for any other. Nothing is looked up."""
    try:
        parts = urlsplit(url)
        _port = parts.port
    except ValueError:
        raise Refused("this is no address") from None
    if parts.scheme not in schemes or not parts.hostname or any(ord(letter) <= 32 or ord(letter) > 126 for letter in url):
        raise Refused(f"the address must begin with {' or '.join(f'{scheme}://' for scheme in schemes)}")
    if parts.username is not None or parts.password is not None:
        raise Refused("the address must not hold a name or a password")
    return parts


def refuse_private(number, inside=()):
    """Raise Refused for a number that is not everybody's."""
    address = plain_number(ipaddress.ip_address(number.partition("%")[0]))
    networks = [ipaddress.ip_network(entry, strict=False) for entry in inside if _is_network(entry)]
    if any(address in network for network in networks):
        return
    if not address.is_global or address.is_multicast or address.is_reserved:
        raise Refused("the address leads into a private network")


def plain_number(address):
    """The IPv4 number that an IPv6 one stands for (mapped, 6to4, NAT64), else the number itself."""
    if address.version == 4:
        return address
    if address in NAT64:
        return ipaddress.ip_address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


def _is_network(entry):
    try:
        return bool(ipaddress.ip_network(entry, strict=False))
    except ValueError:
        return False


class Pinned(HTTPConnection):
    """A connection to the number that was looked up, that speaks to the name."""

    late = False

    def __init__(self, target, seconds):
        super().__init__(target.host, target.port, timeout=seconds)
        self.target = target
        self.default_port = PORTS[target.scheme]

    def connect(self):
        self.sock = socket.create_connection((self.target.number, self.target.port), self.timeout)
        if self.target.scheme == "https":
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.target.host)

    def cut(self):
        """End it, whoever is just waiting for it. What was read until then looks whole, and is not."""
        self.late = True
        if self.sock is not None:
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)
