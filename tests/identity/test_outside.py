"""What this server calls on behalf of a school: public addresses over https, or what the operator named; short and soon."""

import socket
import threading

import pytest

from mooctang_core.identity.locking import lock, unlock
from mooctang_core.outside import NotAllowed, Outside, Unreachable
from mooctang_core.outward import MOST


@pytest.mark.parametrize("url", ["http://example.org/", "https://user@example.org/", "https://", "file:///etc/passwd", "//example.org", "", "https://a:b/", "https://[::1", "gopher://x/"])
def test_what_is_no_address_of_a_server_is_refused_unasked(url):
    with pytest.raises(NotAllowed):
        Outside().checked(url)


def test_a_name_that_leads_inside_is_refused(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: [(2, 1, 6, "", ("8.8.8.8", 443)), (2, 1, 6, "", ("10.0.0.1", 443))])
    with pytest.raises(NotAllowed):
        Outside().get("https://rebound.example.org/")


@pytest.fixture
def loud():
    """A server that answers whatever a test says."""
    listening = socket.create_server(("127.0.0.1", 0))
    answers = []

    def serve():
        while True:
            try:
                one, _address = listening.accept()
            except OSError:
                return
            with one:
                one.recv(65_536)
                try:
                    one.sendall(answers[0])
                except OSError:
                    pass

    threading.Thread(target=serve, daemon=True).start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}/", answers
    listening.shutdown(socket.SHUT_RDWR)
    listening.close()


def test_what_the_operator_named_is_called_and_no_redirect_followed(loud):
    url, answers = loud
    answers.append(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n")
    assert Outside(["127.0.0.1"]).get(url).status == 302
    with pytest.raises(Unreachable):
        Outside(["127.0.0.1"]).get(url).json()


@pytest.mark.parametrize("answer", [b"nonsense\r\n\r\n", b"", b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nshort", b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * (MOST + 70_000)])
def test_a_server_that_talks_nonsense_is_out_of_reach(loud, answer):
    url, answers = loud
    answers.append(answer)
    with pytest.raises(Unreachable):
        Outside(["127.0.0.1"]).get(url).json()


def test_a_locked_text_opens_for_its_purpose_on_its_server_only():
    locked = lock(b"s" * 32, "one", "密钥 k")
    assert unlock(b"s" * 32, "one", locked) == "密钥 k" and "密钥" not in locked
    assert locked != lock(b"s" * 32, "one", "密钥 k")
    for secret, purpose, text in ((b"t" * 32, "one", locked), (b"s" * 32, "two", locked), (b"s" * 32, "one", locked[:-4] + "AAAA"), (b"s" * 32, "one", ""), (b"s" * 32, "one", "ü")):
        assert unlock(secret, purpose, text) is None
