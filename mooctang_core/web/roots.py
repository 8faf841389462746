"""From the host to the root: which school (or the alliance) a request can reach, and what every request knows."""

import random
import time

from pyramid.httpexceptions import HTTPClientError

from ..changes import gather
from ..model.schools import School

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
    """The school's slug for a host (with or without its port); "" for the alliance itself; None when unknown."""
    host = host.lower().rstrip(".")
    hosts = alliance.hosts
    return hosts.get(host, hosts.get(host.rpartition(":")[0] or host))


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
    """Of the hosts of a school: a named one for those who came by name, one by port for those who came by number."""
    by_number = asked.rpartition(":")[0].replace(".", "").isdigit() and not asked.startswith("127.")
    numbered = [host for host in hosts if host.rpartition(":")[0].replace(".", "").isdigit()]
    named = [host for host in hosts if host not in numbered]
    ranked = (numbered + named) if by_number else (named + numbered)
    same_machine = [host for host in ranked if by_number and host.rpartition(":")[0] == asked.rpartition(":")[0]]
    return (same_machine or ranked or [asked])[0]


def address(request, host, path):
    port = request.host.rpartition(":")[2] if ":" in request.host else ""
    if ":" not in host and port and port.isdigit() and host.rpartition(".")[2] in ("localhost", "test"):
        host = f"{host}:{port}"
    return f"{request.registry.settings_.public_scheme}://{host}{path}"


def includeme(config):
    config.set_root_factory(root_factory)
    config.add_request_method(connection)
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
    def ask(request, hook, **arguments):
        return getattr(request.registry.host, name)(request.school, hook, **arguments) if request.school is not None else []

    return ask
