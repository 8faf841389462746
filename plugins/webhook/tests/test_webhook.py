"""消息接口: signed, tried again, and never led into our own network."""

import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from mooctang_webhook.handing import signature

from mooctang_core.api import Notice, outward, send_notice
from mooctang_core.testing.campus import ROOM, Campus


class Service(BaseHTTPRequestHandler):
    """Notes what it is handed, answers what it is told to."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.headers, body))
        self.send_response(self.server.says)
        for name, value in self.server.more.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def service():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    server.got, server.says, server.more = [], 200, {}
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    server.url = f"http://127.0.0.1:{server.server_port}/in"
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def campus(tmp_path, service):
    made = Campus(tmp_path, settings={"webhook_hosts": "127.0.0.1"})
    made.confirm("manager")
    made.post("manager", "/manage/webhook", step="keep", target=service.url)
    yield made
    made.close()


def tell(campus, who="s1", key=""):
    with campus.writing() as school:
        send_notice(school, campus.host, Notice("明天停课", "请互相转告。", ROOM, (campus.aid(who),), "announcement", key), campus.clock())
    campus.app.registry.jobs.delivery.run()


@pytest.mark.feature("MSG-02")
def test_a_notice_is_handed_on_signed(campus, service):
    secret = campus.browser("manager").app.get("/manage/webhook").html.find("code").text
    tell(campus)
    (headers, body), = service.got
    said = json.loads(body)
    assert said["data"]["title"] == "明天停课" and said["data"]["to"]["id"] == campus.aid("s1") and "物理" in said["data"]["place"]
    assert headers["Webhook-Signature"] == signature(secret, headers["Webhook-Id"], headers["Webhook-Timestamp"], body)
    campus.post("manager", "/manage/webhook", step="turn")
    tell(campus)
    headers, body = service.got[1]
    assert headers["Webhook-Signature"] != signature(secret, headers["Webhook-Id"], headers["Webhook-Timestamp"], body)


@pytest.mark.feature("MSG-03")
def test_it_is_tried_again_with_the_same_id_and_as_late_as_asked(campus, service):
    service.says, service.more = 503, {"Retry-After": "600"}
    tell(campus)
    campus.clock.forward(minutes=9)
    campus.app.registry.jobs.delivery.run()
    assert len(service.got) == 1
    service.says = 204
    campus.clock.forward(minutes=2)
    campus.app.registry.jobs.delivery.run()
    assert len({headers["Webhook-Id"] for headers, _body in service.got}) == 1 and len(service.got) == 2
    service.says = 410
    tell(campus)
    assert "410" in campus.get("manager", "/manage/outbox?show=trouble")


def test_the_page_says_at_once_whether_it_works(campus, service):
    assert "对方收到了" in campus.post("manager", "/manage/webhook", step="test")
    service.says, service.more = 302, {"Location": "http://127.0.0.1:1/"}
    assert "302" in campus.post("manager", "/manage/webhook", status=422, step="test")
    assert len(service.got) == 2, "a redirect is not followed"


@pytest.mark.feature("ADM-12")
def test_who_changes_it_shows_who_they_are_and_the_log_keeps_no_address_and_no_secret(campus, service):
    campus.post("manager", "/manage/webhook", target=f"{service.url}?key=s3cret")
    campus.post("manager", "/manage/webhook", step="turn")
    campus.post("manager", "/manage/webhook", target="")
    with campus.reading() as school:
        told = [(entry.by, entry.deed, entry.about, dict(entry.facts)) for entry in school.audit.newest()][::-1]
    me, where = campus.aid("manager"), {"fields": ("url",), "server": "127.0.0.1"}
    assert told == [(me, "plugin-settings", "webhook", where)] * 2 + [(me, "plugin-secret", "webhook", {}), (me, "plugin-cleared", "webhook", {})]
    campus.app.registry.store.scratch.delete("fresh", campus.browser("manager").app.cookies["mooctang"].split(".")[1])
    browser = campus.browser("manager")
    for fields in ({"target": service.url}, {"step": "turn"}):
        assert "/account/confirm?" in browser.app.post("/manage/webhook", {**fields, "csrf_token": browser.token()}, status=303).location
    with campus.reading() as school:
        assert len(school.audit) == len(told)


PRIVATE = [
    "http://127.0.0.1/", "https://127.0.0.1/", "https://localhost/", "https://[::1]/", "https://[::ffff:7f00:1]/", "https://[::ffff:10.0.0.1]/", "https://2130706433/",
    "https://0x7f.1/", "https://0177.0.0.1/", "https://10.0.0.7/", "https://172.16.3.4/", "https://192.168.1.1/", "https://169.254.169.254/latest/meta-data",
    "https://100.64.0.1/", "https://0.0.0.0/", "https://224.0.0.1/", "https://[fd00::1]/", "https://[fe80::1]/", "https://[64:ff9b::7f00:1]/", "https://[2002:7f00:1::]/",
    "gopher://example.org/", "file:///etc/passwd", "ftp://example.org/", "https://user:pass@example.org/", "https://exa mple.org/", "https://", "//example.org/", "https://example.org:99999/",
    "https://例子.test\r\nHost: x/",
]


@pytest.mark.feature("MSG-02")
@pytest.mark.parametrize("url", PRIVATE)
def test_no_address_leads_into_a_private_network(url):
    with pytest.raises((outward.Refused, outward.Unreachable)):
        outward.resolve(url, schemes=("https", "http"))


def test_the_page_refuses_them_and_a_name_that_moves_is_refused_when_asked(campus, service, monkeypatch):
    assert "内部网络" in campus.post("manager", "/manage/webhook", status=422, target="https://169.254.169.254/")
    answers = [[(2, 1, 6, "", ("93.184.216.34", 443))], [(2, 1, 6, "", ("10.0.0.7", 443))]]
    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *args, **more: answers.pop(0) if host == "moves.test" else real(host, *args, **more))
    campus.post("manager", "/manage/webhook", target="https://moves.test/")
    tell(campus)
    assert "private network" in campus.get("manager", "/manage/outbox?show=trouble") and service.got == []


@pytest.mark.feature("MSG-02")
@pytest.mark.parametrize("opened", [{"inner_hosts": "127.0.0.1 10.0.0.0/8"}, {"inner_hosts": "127.0.0.1", "webhook_hosts": "elsewhere.test"}])
def test_what_is_open_to_login_servers_is_not_open_to_webhooks(tmp_path, service, opened):
    made = Campus(tmp_path, settings=opened)
    made.confirm("manager")
    for url in (service.url, service.url.replace("http:", "https:"), "https://10.0.0.7/"):
        assert "webhook_hosts" in made.post("manager", "/manage/webhook", status=422, target=url)
    with made.writing() as school:
        school.shelf("webhook")["url"] = service.url
    tell(made)
    assert service.got == [] and "没有送到" in made.get("manager", "/manage/outbox")
    made.close()


def test_an_answer_that_drips_is_cut_off(service):
    """A letter every now and then keeps within each single wait; the whole has an end."""
    class Dripping(threading.Thread):
        def __init__(self):
            super().__init__(daemon=True)
            self.held = socket.create_server(("127.0.0.1", 0))
            self.over = threading.Event()

        def run(self):
            one, _address = self.held.accept()
            one.sendall(b"HTTP/1.1 200 OK\r\n")
            try:
                while not self.over.wait(0.05):
                    one.sendall(b"X")
            except OSError:
                pass
            one.close()

    slow = Dripping()
    slow.start()
    with pytest.raises(outward.Unreachable):
        outward.ask("POST", f"http://127.0.0.1:{slow.held.getsockname()[1]}/", b"", inside=("127.0.0.1",), seconds=0.5)
    slow.over.set()
    slow.held.close()
