"""The same engines with nothing on them: what the ratios are taken against."""

import json
import time
from datetime import UTC, datetime
from types import SimpleNamespace

from chameleon import PageTemplate
from pyramid.config import Configurator
from pyramid.response import Response

from mooctang_core.changes import changed
from mooctang_core.committer import Command, Committer, Outcome, digest_of, look_up, remember
from mooctang_core.live.bus import open_bus
from mooctang_core.live.hub import Hub
from mooctang_core.model.base import find
from mooctang_core.store import open_store

ROWS = PageTemplate("""<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>${title}</h1>
<table><tr><th>Number</th><th>Name</th><th>Status</th><th>At</th></tr>
<tr tal:repeat="row rows" class="${'odd' if repeat.row.odd else 'even'}"><td>${row[0]}</td><td><a href="/people/${row[0]}">${row[1]}</a></td>
<td><span class="pill ${row[2]}">${row[2]}</span></td><td>${row[3]}</td></tr></table></body></html>""")
TABLE = [(10001_2026_000 + n, f"学生{n}", ("present", "late", "absent")[n % 3], f"10:{n:02d}") for n in range(40)]


def keep(school, command, host, now):
    """The barest submit: look the key up, write the record, remember the key."""
    node = find(school, command.path)
    node._p_activate()
    node._p_jar.readCurrent(node)
    record = node.own_records[command.aid]
    known = look_up(record.seen, command.key, command.digest)
    if known is None:
        record.status, record.at = "present", command.at
        known = Outcome("done")
        remember(record, command.key, command.digest, known)
        changed(school, command.path, "record", (command.aid,))
    return known


def application(settings):
    """A Pyramid application of three views, with our store, committer, hub and bridge, and none of our pages."""
    config = Configurator()
    registry = config.registry
    registry.store, registry.bus = open_store(settings), open_bus(settings)
    registry.publish = registry.bus.publish
    registry.hub = Hub(lambda key, _since: f"<p>{key.face} {time.time()}</p>", registry.bus)
    registry.committer = Committer(registry.store, SimpleNamespace(failed=print), registry.publish, lambda: datetime.now(UTC), settings, executors={"submit": keep})
    for name, view in (("submit", submit), ("live", live), ("page", page)):
        config.add_route(name, f"/{name}")
        config.add_view(view, route_name=name)
    app = config.make_wsgi_app()
    app.registry = registry
    return app


def submit(request):
    if "mooctang.outcome" in request.environ:
        return Response(request.environ["mooctang.outcome"].state, status=500)
    fields, answer = request.POST, {}
    request.environ["mooctang.when_done"] = True
    request.environ["mooctang.pending"] = request.registry.committer.put(Command(
        "submit", "east", fields["path"], "bare", fields["aid"], answer, datetime.now(UTC), fields["idem"], digest_of(answer)))
    return Response(status=204)


def live(request):
    path, aid, kind = request.GET["path"], request.GET["aid"], request.GET["kind"]
    fragments = [["mine", path, "mine", aid]] if kind == "student" else [["face", path, "teacher", None]]
    grant = {"school": "east", "aid": aid, "device": aid, "room": path, "kind": kind, "fragments": fragments}
    return Response("{}", headers={"X-Mooctang-Stream": json.dumps(grant)})


def page(request):
    return Response(ROWS.render(title="大学物理", rows=TABLE))


