"""For whoever runs the installation: is it alive, is it ready, how much is it doing. Answers its own machine and trusted proxies only."""

import ipaddress

from pyramid.httpexceptions import HTTPNotFound
from pyramid.response import Response
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config

from ...store import StoreError
from ..logs import BUCKETS

VIEWS = {"healthz": "/healthz", "readyz": "/readyz", "metrics": "/metrics"}


class Nowhere:
    """The root of these pages: no host and no school is asked for, so they answer when there is none."""

    def __init__(self, request):
        self.request = request


def ours(request):
    """Whether the address may see it: this machine, or a proxy of ours; not what a proxy we do not know brought along."""
    if request.environ.get("mooctang.forwarded"):
        return False
    address = request.environ.get("REMOTE_ADDR", "")
    if address in request.registry.settings_.trusted_proxies:
        return True
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def watch(name):
    return view_config(route_name=name, permission=NO_PERMISSION_REQUIRED, request_method=("GET", "HEAD"))


def refuse_strangers(request):
    if not ours(request):
        raise HTTPNotFound()


@watch("healthz")
def healthz(request):
    """The process answers. Nothing else is asked, so that a slow database gets nobody restarted."""
    refuse_strangers(request)
    return Response("ok\n", content_type="text/plain", charset="utf-8")


@watch("readyz")
def readyz(request):
    """Whether requests may be sent here: the store takes a test commit. What is set aside is named, and stops nobody."""
    refuse_strangers(request)
    registry, trouble = request.registry, None
    try:
        registry.store.ready()
    except StoreError as error:
        trouble = str(error)
    host = registry.host
    answer = {
        "ready": trouble is None, "store": trouble or "ok",
        "plugins": {"loaded": sorted(host.plugins), "quarantined": {name: problem.message for name, problem in sorted(host.quarantined.items())}},
        "themes": dict(sorted(registry.themes.problems.items())),
    }
    return Response(json_body=answer, status=200 if trouble is None else 503)


@watch("metrics")
def metrics(request):
    """The figures of this process in Prometheus' text form."""
    refuse_strangers(request)
    return Response("\n".join(lines(request.registry)) + "\n", content_type="text/plain", charset="utf-8")


def lines(registry):
    yield from requests_served(registry.requests)
    yield from committed(registry.committer)
    yield from watched(registry.hub)
    yield from plugins(registry.host)


def requests_served(served):
    yield from family("mooctang_requests_total", "counter", "Requests answered, by kind of status.")
    yield from (value("mooctang_requests_total", number, status=kind) for kind, number in sorted(served.by_status.items()))
    yield from family("mooctang_request_seconds", "histogram", "How long requests took.")
    total = 0
    for edge, number in zip((*BUCKETS, "+Inf"), served.buckets, strict=True):
        total += number
        yield value("mooctang_request_seconds_bucket", total, le=edge)
    yield value("mooctang_request_seconds_sum", round(served.seconds, 6))
    yield value("mooctang_request_seconds_count", total)
    yield from single("mooctang_slow_requests_total", "counter", "Requests slower than slow_request_ms.", served.slow)


def committed(committer):
    counts = committer.counts
    yield from single("mooctang_commands_total", "counter", "Submissions and other commands answered by the committer.", counts["commands"])
    yield from single("mooctang_commits_total", "counter", "Transactions of the committer.", counts["groups"])
    yield from single("mooctang_commit_conflicts_total", "counter", "Transactions that had to be repeated.", counts["conflicts"])
    yield from single("mooctang_commands_turned_away_total", "counter", "Commands answered with busy.", counts["busy"])
    yield from single("mooctang_queue_length", "gauge", "Commands that wait for the committer.", committer.waiting())


def watched(hub):
    count, seconds = hub.drawn()
    yield from single("mooctang_streams", "gauge", "Open live pages.", hub.count())
    yield from single("mooctang_drawings_total", "counter", "Fragments drawn for live pages.", count)
    yield from single("mooctang_drawing_seconds_total", "counter", "Seconds of a core that drawing them took.", round(seconds, 3))


def plugins(host):
    yield from family("mooctang_plugin_calls_total", "counter", "Calls of a plugin's hooks and faces, by school.")
    health = sorted(host.health.items())
    yield from (value("mooctang_plugin_calls_total", one.calls, school=school, plugin=name) for (school, name), one in health)
    yield from family("mooctang_plugin_failures_total", "counter", "Calls that raised.")
    yield from (value("mooctang_plugin_failures_total", one.failures, school=school, plugin=name) for (school, name), one in health)
    yield from family("mooctang_plugin_resting", "gauge", "1 while a plugin rests after failing again and again.")
    yield from (value("mooctang_plugin_resting", int(one.resting()), school=school, plugin=name) for (school, name), one in health)
    yield from single("mooctang_plugins_quarantined", "gauge", "Plugins that could not be loaded.", len(host.quarantined))


def single(name, kind, words, number):
    yield from family(name, kind, words)
    yield value(name, number)


def family(name, kind, words):
    yield f"# HELP {name} {words}"
    yield f"# TYPE {name} {kind}"


def value(name, number, **labels):
    inside = ",".join(f'{label}="{escaped(text)}"' for label, text in labels.items())
    return f"{name}{{{inside}}} {number}" if inside else f"{name} {number}"


def escaped(text):
    return str(text).replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def includeme(config):
    for name, path in VIEWS.items():
        config.add_route(name, path, factory=Nowhere)
