"""A school's addresses: which hosts lead to it, which line the DNS wants for each, and whether it is there already."""

import socket
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from typing import NamedTuple

from ....words import translator
from ...roots import best_host, is_number, parted

_ = translator("mooctang_core")
PATIENCE_S = 3
HERE = ("localhost", "test")
"""Names that end so are this machine's own, and in no DNS."""
FOUND = {
    "here": _("已经指向这里"),
    "elsewhere": _("指向别的地方"),
    "nowhere": _("还没有生效"),
    "unknown": _("查不到，请稍后再看"),
}


class Address(NamedTuple):
    """One host of a school on the page."""

    host: str
    line: str
    """What the DNS wants; "" for a host that needs none."""
    found: str
    """What the DNS said just now; "" when it was not asked."""


def dns_lines(request, hosts):
    """The lines that the DNS wants, one for each host that is a name."""
    return [line for line in (dns_line(request, host) for host in hosts) if line]


def dns_line(request, host):
    """The exact line: an alias of the alliance's own name, so that it follows when the server moves."""
    name, target = parted(host)[0], parted(best_host(request.alliance.hosts_of(""), request.host))[0]
    if not name or is_number(name) or name.rpartition(".")[2] in HERE or not target:
        return ""
    kind = "A" if is_number(target) else "CNAME"
    return f"{name}.  IN  {kind}  {target}{'' if is_number(target) else '.'}"


def addresses(request, slug, look_up=False):
    """Every host that leads to a school."""
    found = [Address(host, dns_line(request, host), "") for host in request.alliance.hosts_of(slug)]
    return [one._replace(found=looked_up(request, one.host)) if look_up and one.line else one for one in found]


def looked_up(request, host):
    """What the DNS says of a host now: a word of FOUND. It never takes longer than a few seconds."""
    target = parted(best_host(request.alliance.hosts_of(""), request.host))[0]
    resolve = getattr(request.registry, "resolve", numbers_of)
    pool = ThreadPoolExecutor(2, thread_name_prefix="dns")
    try:
        theirs, ours = [pool.submit(resolve, name) for name in (parted(host)[0], target)]
        return verdict(theirs.result(PATIENCE_S), ours.result(PATIENCE_S))
    except TookTooLong:
        return "unknown"
    finally:
        pool.shutdown(wait=False)


def verdict(theirs, ours):
    if not theirs:
        return "nowhere"
    return "here" if theirs & ours else "elsewhere" if ours else "unknown"


def numbers_of(name):
    """The IP numbers of a name; none when there is no such name."""
    try:
        return {each[4][0] for each in socket.getaddrinfo(name, 443, proto=socket.IPPROTO_TCP)}
    except OSError:
        return set()
