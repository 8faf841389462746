"""For whoever runs it: health, readiness, metrics, the log; and the page that can be installed."""

import io
import json
import logging

import pytest
from webtest import TestApp

from mooctang_core.store import StoreDown
from mooctang_core.web.logs import JsonLines, masked
from tests.pages.stage import ROOM, play_campus


def asking(campus, address="127.0.0.1", host="10.1.2.3"):
    """Somebody at an address, on a host that no school has."""
    return TestApp(campus.app, extra_environ={"HTTP_HOST": host, "REMOTE_ADDR": address})


@pytest.mark.feature("OPS-04")
def test_alive_ready_and_counted(campus, monkeypatch):
    campus.host.set_aside("play", ImportError("no module named play"))
    campus.browser("s1").get("/my")
    ops = asking(campus)
    assert ops.get("/healthz").text == "ok\n"
    ready = ops.get("/readyz").json
    assert ready["ready"] and "no module named play" in ready["plugins"]["quarantined"]["play"]
    text = ops.get("/metrics").text
    for name in ("requests_total", "commits_total", "streams", "queue_length", "plugin_failures_total", "request_seconds_bucket"):
        assert f"mooctang_{name}" in text
    monkeypatch.setattr(campus.store, "ready", _down)
    assert "disk" in ops.get("/readyz", status=503).json["store"]
    assert ops.get("/healthz").status_int == 200


def _down():
    raise StoreDown("The disk is full: make room.")


@pytest.mark.feature("OPS-04")
def test_strangers_do_not_see_it(campus):
    for page in ("/healthz", "/readyz", "/metrics"):
        assert asking(campus, "203.0.113.9", "east.test").get(page, status="*").status_int == 404


@pytest.mark.feature("OPS-04")
def test_a_slow_request_is_named_without_a_person_in_it(tmp_path):
    campus, out = play_campus(tmp_path, slow_request_ms=1), io.StringIO()
    handler, logger = logging.StreamHandler(out), logging.getLogger("mooctang.requests")
    handler.setFormatter(JsonLines())
    logger.addHandler(handler)
    try:
        campus.browser("s1").get(ROOM)
    finally:
        logger.removeHandler(handler)
        campus.close()
    line = json.loads(out.getvalue().splitlines()[0])
    assert line["event"] == "slow_request" and line["view"] == "Classroom/" and line["school"] == "east" and line["ms"] >= 1
    assert not any(word in out.getvalue() for word in ("physics", "学生1", "s1", "100012026001"))


def test_numbers_and_addresses_of_people_are_masked():
    assert masked("no such user 100012026001 (lin@east.test)") == "no such user … (…@…)"
    assert masked("incident 1a2b3c4d: GET /courses/physics/2026-fall/r7") == "incident 1a2b3c4d: GET /courses/physics/2026-fall/r7"


def test_the_page_is_installable_on_a_secure_connection_only(campus):
    browser = campus.browser(None)
    browser.get("/")
    assert browser.last.html.find("link", rel="manifest") is None and browser.last.html.html.get("data-sw") is None
    secure = browser.app.get("/", extra_environ={"wsgi.url_scheme": "https"})
    assert secure.html.find("link", rel="manifest")["href"] == "/manifest.webmanifest"
    facts = browser.app.get("/manifest.webmanifest", extra_environ={"wsgi.url_scheme": "https"}).json
    assert (facts["name"], facts["theme_color"], facts["scope"]) == ("东湖大学", "#2746b8", "/")
    assert "/offline" in browser.app.get("/sw.js").text
