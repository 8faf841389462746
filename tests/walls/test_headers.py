"""What every answer carries, whatever it is, and what no log ever holds."""

import logging

import pytest

from mooctang_core.identity import passwords
from mooctang_core.testing.campus import ROOM
from mooctang_core.web.gates import CSP

from .table import HOLD, OPEN, ROWS
from .test_matrix import address, browser, token_of

PUBLIC = {"@static_file GET", "@brand_css GET", "@plugins_css GET", "@worker GET", "@look_css GET"}
"""What is the same for everybody, and may be kept."""


def is_guarded(answer):
    policy = answer.headers["Content-Security-Policy"]
    assert policy in (CSP, "sandbox") and "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff" and answer.headers["Referrer-Policy"] == "same-origin"
    assert "Server" not in answer.headers and "X-Powered-By" not in answer.headers and "X-Mooctang-Stream" not in answer.headers


@pytest.mark.parametrize("word", [word for word in ROWS if word.endswith(" GET")])
def test_nothing_personal_is_kept_by_anybody(settled, word):
    campus, urls, views = settled
    for who in {None, *(("s1",) if ROWS[word].permission == OPEN else HOLD[ROWS[word].permission][:1])}:
        answer = browser(campus, who, views[word]).app.get(address(views[word], ROWS[word], urls), status="*")
        is_guarded(answer)
        assert word in PUBLIC or answer.headers["Cache-Control"] == "no-store"
        assert word not in PUBLIC or not answer.headers.getall("Set-Cookie")


@pytest.mark.parametrize("status, method, path", [(404, "get", "/nothing"), (421, "get", "evil"), (303, "get", ROOM), (400, "post", "/login"), (404, "put", "/login"), (403, "post", ROOM + "/start")])
def test_also_what_is_refused_is_guarded(settled, status, method, path):
    campus, _urls, _views = settled
    extra = {"HTTP_HOST": "evil.test"} if path == "evil" else {}
    answer = getattr(campus.browser(None).app, method)("/" if path == "evil" else path, extra_environ=extra, status=status)
    is_guarded(answer)
    assert answer.headers["Cache-Control"] == "no-store"


def test_an_error_of_ours_says_a_number_and_nothing_else(settled, monkeypatch, caplog):
    campus, _urls, _views = settled
    monkeypatch.setattr("mooctang_core.web.views.roster.table", lambda *_args: 1 / 0)
    answer = campus.browser("teacher").app.get(ROOM + "/roster?find=SECRETQUERY", status=500)
    is_guarded(answer)
    assert not any(word in answer.text for word in ("Traceback", "ZeroDivision", "roster.py", "site-packages", "/work", "SECRETQUERY", "mooctang_core/web/views"))
    assert "ZeroDivisionError" in caplog.text and "SECRETQUERY" not in caplog.text


def test_no_log_holds_a_password_a_cookie_or_a_ticket(campus, caplog):
    caplog.set_level(logging.DEBUG)
    with campus.writing("alliance") as alliance:
        account = alliance.accounts[campus.aid("s1")]
        passwords.set_password(account, passwords.hash("correct horse"))
        secret = passwords.give_one_time(alliance.accounts[campus.aid("s2")], campus.clock())
    stranger = campus.browser(None)
    words = ["correct horse", "wrong battery", secret, "n3w passphrase"]
    for name, password in (("100012026001", "wrong battery"), ("100012026002", secret), ("100012026001", "correct horse")):
        page = stranger.app.post("/login", {"name": name, "password": password, "csrf_token": stranger.token("/offline")}, status="*")
        words += [line.partition("=")[2].partition(";")[0] for line in page.headers.getall("Set-Cookie")]
    student = campus.browser("s1")
    gone = student.app.get("/handover?host=west.test&browser=x&next=/")
    words += [piece.partition('"')[0] for piece in gone.text.split("ticket=")[1:]]
    campus.browser("teacher").app.get("/arrive?ticket=" + words[-1], status="*")
    words += [student.app.cookies["mooctang"], token_of(student)]
    long_ones = [word for word in words if len(word) > 8]
    assert len(long_ones) > 8 and [word for word in long_ones if word in caplog.text] == []
