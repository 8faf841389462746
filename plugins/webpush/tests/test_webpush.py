"""浏览器推送: sealed for one browser only, introduced to its push service, and forgotten when the browser is gone."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from mooctang_webpush.sealing import b64, derived, public_bytes, read_public, sealed, unb64

from mooctang_core.api import Notice, outward, send_notice
from mooctang_core.testing.campus import ROOM, Campus


def test_the_example_of_the_standard_comes_out_to_the_byte():
    """RFC 8291, section 5."""
    key = ec.derive_private_key(int.from_bytes(unb64("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"), "big"), ec.SECP256R1())
    public = unb64("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4")
    body = sealed(b"When I grow up, I want to be a watermelon", public, unb64("BTBZMqHH6r4Tts7J_aSIgg"), key, unb64("DGv6ra1nlYgDCS1FRnbzlw"))
    assert b64(body) == ("DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN")


class Phone:
    """A browser: its keys, and how it opens what comes."""

    def __init__(self, endpoint):
        self.key, self.auth, self.endpoint = ec.generate_private_key(ec.SECP256R1()), bytes(range(16)), endpoint

    @property
    def form(self):
        return {"endpoint": self.endpoint, "p256dh": b64(public_bytes(self.key)), "auth": b64(self.auth)}

    def open(self, body):
        salt, theirs = body[:16], body[21:21 + body[20]]
        shared = self.key.exchange(ec.ECDH(), read_public(theirs))
        secret = derived(self.auth, shared, b"WebPush: info\0" + public_bytes(self.key) + theirs, 32)
        key, nonce = derived(salt, secret, b"Content-Encoding: aes128gcm\0", 16), derived(salt, secret, b"Content-Encoding: nonce\0", 12)
        return json.loads(AESGCM(key).decrypt(nonce, body[21 + body[20]:], None).rstrip(b"\0")[:-1])


OUTSIDE = "https://push.example.org"


class Service(BaseHTTPRequestHandler):
    def do_POST(self):
        self.server.got.append((self.path, dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.server.says.get(self.path, 201))
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def service():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    server.got, server.says = [], {}
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    server.base = f"http://127.0.0.1:{server.server_port}"
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def campus(tmp_path, service, monkeypatch):
    """A push service is asked over https and outside; what is asked there comes to the one on this table."""
    real = outward.ask

    def ask(method, url, body, headers, inside, schemes):
        assert url.startswith(OUTSIDE) and inside == () and schemes == ("https",)
        return real(method, url.replace(OUTSIDE, service.base), body, headers, inside=("127.0.0.1",))

    monkeypatch.setattr(outward, "ask", ask)
    made = Campus(tmp_path, settings={"inner_hosts": "127.0.0.1"})
    yield made
    made.close()


def tell(campus, who="s1"):
    with campus.writing() as school:
        send_notice(school, campus.host, Notice("明天停课", "请互相转告。", ROOM, (campus.aid(who),), "announcement"), campus.clock())
    campus.app.registry.jobs.delivery.run()


def proved(header, audience):
    """The claims of an introduction, its signature checked with the key that it brings."""
    token, key = (part.partition("=")[2] for part in header.removeprefix("vapid ").split(", "))
    head, claims, signature = token.split(".")
    r, s = (int.from_bytes(half, "big") for half in (unb64(signature)[:32], unb64(signature)[32:]))
    read_public(unb64(key)).verify(encode_dss_signature(r, s), f"{head}.{claims}".encode(), ec.ECDSA(SHA256()))
    said = json.loads(unb64(claims))
    assert said["aud"] == audience
    return said, key


@pytest.mark.feature("MSG-02")
def test_a_notice_reaches_the_browser_that_allowed_it_and_nobody_else_reads_it(campus, service):
    phone = Phone(OUTSIDE + "/one")
    key = campus.browser("s1").app.get("/push").html.find(id="push")["data-key"]
    campus.post("s1", "/push", **phone.form)
    assert "1 个浏览器" in campus.get("s1", "/messages/settings")
    tell(campus)
    (path, headers, body), = service.got
    said = phone.open(body)
    assert path == "/one" and said["title"] == "明天停课" and "物理" in said["body"] and said["url"] == ROOM and "明天".encode() not in body
    assert headers["Content-Encoding"] == "aes128gcm" and proved(headers["Authorization"], OUTSIDE)[1] == key


def test_a_browser_that_is_gone_is_forgotten_and_the_other_still_gets_it(campus, service):
    for name in ("/gone", "/here"):
        campus.post("s1", "/push", **Phone(OUTSIDE + name).form)
    service.says = {"/gone": 410}
    tell(campus)
    tell(campus)
    assert [path for path, _headers, _body in service.got] == ["/gone", "/here", "/here"]
    service.says = {"/here": 404}
    tell(campus)
    assert "没有送到" in campus.get("manager", "/manage/outbox") and "1 个浏览器" not in campus.get("s1", "/messages/settings")


def test_one_takes_it_back_and_five_browsers_are_enough(campus, service):
    for number in range(6):
        campus.post("s1", "/push", **Phone(f"{OUTSIDE}/{number}").form)
    page = campus.browser("s1")
    page.get("/push")
    words = [box["value"] for box in page.last.html.find_all("input", {"name": "browser"})]
    assert len(words) == 5
    page.post("/push", step="remove", browser=words[0])
    campus.post("s2", "/push", step="remove", browser=words[1])
    assert page.get("/push").count('name="browser"') == 4


@pytest.mark.parametrize("wrong", [
    {"endpoint": "http://192.168.1.1/"}, {"endpoint": "gopher://x/"}, {"endpoint": "http://127.0.0.1/"}, {"endpoint": "https://127.0.0.1/"}, {"endpoint": "https://192.168.1.1/"},
    {"endpoint": "https://[::1]/"}, {"endpoint": "https://[::ffff:10.0.0.1]/"}, {"endpoint": "http://push.example.org/"}, {"endpoint": "http://inner.test/"}, {"p256dh": "AAAA"}, {"p256dh": "é"}, {"auth": "AAAA"}, {"endpoint": "https://u:p@push.example/"},
])
def test_what_no_browser_says_is_refused(tmp_path, wrong):
    campus = Campus(tmp_path, settings={"inner_hosts": "127.0.0.1 192.168.0.0/16 inner.test", "webhook_hosts": "127.0.0.1"})
    campus.post("s1", "/push", status=422, **{**Phone("https://push.example.org/x").form, **wrong})
    campus.post(None, "/push", status=422, **Phone("https://push.example.org/x").form)
    campus.close()


def test_a_name_that_leads_inside_is_not_asked_though_schools_may(tmp_path, service, caplog):
    made = Campus(tmp_path, settings={"inner_hosts": "localhost 127.0.0.0/8", "webhook_hosts": "localhost"})
    made.post("s1", "/push", **Phone(service.base.replace("http://127.0.0.1", "https://localhost")).form)
    tell(made)
    assert service.got == [] and "could not carry a letter: Refused" in caplog.text
    made.close()
