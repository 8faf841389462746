"""From the host to the root: which school (or the alliance) a request can reach, and what every request knows."""

import random
import time

from pyramid.httpexceptions import HTTPClientError

from ..changes import gather
from ..model.schools import School
from ..outside import is_number

SAFE = ("GET", "HEAD", "OPTIONS")


class UnknownHost(HTTPClientError):
    """The request names a host that leads to no school here."""

    code = 421
    title = "Misdirected Request"


def root_factory(request):
    """The School that the host names, or the Alliance on its own host. Traversal cannot leave it."""
    request.environ.pop("HTTP_X_VHM_ROOT", None)
    if request.method not in SAFE:
        _prepare_write(request)
    slug = slug_of(request.alliance, request.host)
    if slug is None:
        raise UnknownHost()
    return request.alliance if slug == "" else request.open_school(slug)


def _prepare_write(request):
    attempt = request.environ.get("retry.attempt", 0)
    if attempt:
        # Those who collided would otherwise meet again at once.
        time.sleep(random.uniform(0, 0.02 * 2**attempt))
        request.body_file_raw.seek(0)
    gather(request.tm, request.registry.publish)


def slug_of(alliance, host):
    """The school's slug for a host (with or without its port); "" for the alliance itself; None when unknown.

    An entry ":6544" stands for every IP number on that port: a phone on the same Wi-Fi knows no name of this machine.
    """
    host = host.lower().rstrip(".")
    hosts = alliance.hosts
    name, port = parted(host)
    if not name or not is_port(port, host):
        return None
    found = hosts.get(host, hosts.get(name))
    return hosts.get(f":{port}") if found is None and port and is_number(name) else found


def parted(host):
    """(name, port): the port is "" when the host names none."""
    name, colon, port = host.rpartition(":")
    return (name, port) if colon and not port.endswith("]") else (host, "")


def is_port(port, host):
    """Whether it can be one: what follows the colon comes from the client, and goes into links."""
    return (port.isascii() and port.isdigit() and len(port) <= 5) if port else not host.endswith(":")


def may_hand_over(alliance, host, asked):
    """Whether a sign-in may be carried to `host`: it is registered itself, or it is this very machine on a registered port.

    Any number would do for ":6544", and a ticket sent to a stranger's number would be a stranger's ticket; so would one sent
    to a port where somebody else listens.
    """
    if host in alliance.hosts or slug_of(alliance, host) is None:
        return host in alliance.hosts
    (name, port), (here, its_port) = parted(host), parted(asked)
    if port == its_port:
        return name in alliance.hosts or name == here
    return name == here and f":{port}" in alliance.hosts


def open_school(request, slug):
    """The School with this slug, from whichever database it lives in."""
    database = request.alliance.schools[slug]
    return request.connection(database).root()["schools"][slug]


def connection(request, name):
    """This request's connection to one database, joined to its transaction."""
    held = request.__dict__.setdefault("_connections", {})
    if name not in held:
        held[name] = request.registry.store.connection(name, request.tm)
        request.add_finished_callback(lambda _request, opened=held[name]: opened.close())
    return held[name]


def once(request, key, make):
    """What `make()` gives, made once for this request; for a drawing, once for all that share its look at the store."""
    kept = request.__dict__.setdefault("_once", {})
    if key not in kept:
        kept[key] = make()
    return kept[key]


def alliance(request):
    return request.connection("main").root()["alliance"]


def school(request):
    """The school of this request's host; None on the alliance's host."""
    root = getattr(request, "root", None)
    return root if isinstance(root, School) else None


def house(request):
    """The school, or the alliance where there is none: whoever's name, brand and theme the page wears."""
    return request.school if request.school is not None else request.alliance


def school_url(request, slug, path="/"):
    """The address of a place in a school, from anywhere. A link into another school is made with this only."""
    hosts = request.alliance.hosts_of(slug)
    return address(request, best_host(hosts, request.host), path)


def alliance_url(request, path="/"):
    return address(request, best_host(request.alliance.hosts_of(""), request.host), path)


def best_host(hosts, asked):
    """Of the hosts of a school: a named one for those who came by name, one on this machine for those who came by number."""
    name = parted(asked)[0]
    here = [f"{name}{host}" if host.startswith(":") else host for host in hosts if not host.startswith(":") or is_number(name)]
    numbered = [host for host in here if is_number(parted(host)[0])]
    named = [host for host in here if host not in numbered]
    same_machine = [host for host in numbered if is_number(name) and parted(host)[0] == name]
    return (same_machine + (numbered + named if is_number(name) else named + numbered) or [asked])[0]


def address(request, host, path):
    port = request.host.rpartition(":")[2] if ":" in request.host else ""
    if ":" not in host and port and port.isdigit() and host.rpartition(".")[2] in ("localhost", "test"):
        host = f"{host}:{port}"
    return f"{request.registry.settings_.public_scheme}://{host}{path}"


def includeme(config):
    config.set_root_factory(root_factory)
    config.add_request_method(connection)
    config.add_request_method(once)
    config.add_request_method(open_school)
    config.add_request_method(school_url)
    config.add_request_method(alliance_url)
    for function in (alliance, school, house):
        config.add_request_method(function, reify=True)
    config.add_request_method(lambda request: request.registry.clock(), "now", reify=True)
    config.add_request_method(lambda request: request.registry.host, "plugins", reify=True)
    for name in ("ask", "tell", "first"):
        config.add_request_method(_asker(name), name)


def _asker(name):
    def ask(request, hook, /, **arguments):
        if request.school is None:
            return [] if name == "ask" else None
        return getattr(request.registry.host, name)(request.school, hook, **arguments)

    return ask
