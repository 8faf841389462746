"""What no browser sends: letters that are none, forms without end, files where a text is wanted. Never an error of ours."""

import asyncio
import gc
import threading

import pytest
from webtest import TestApp

from mooctang_core.testing.campus import ROOM
from mooctang_core.web.asgi_bodies import FORM_MAX, BodyRefused, read_body

from .table import ROWS
from .test_matrix import address, browser, token_of
from .town import build, fill
from .views import views_of

# WebOb leaves the files that it reads long fields into to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")
ANONYMOUS = {"HTTP_HOST": "east.test", "REMOTE_ADDR": "127.0.0.1"}
URLENCODED, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"


@pytest.fixture(scope="module")
def settled(tmp_path_factory):
    """A town of their own: some of these press a button all the same."""
    campus = build(tmp_path_factory.mktemp("unreadable"))
    yield campus, fill(campus), {view.word: view for view in views_of(campus.app.registry)}
    campus.close()


@pytest.fixture(scope="module")
def stranger(settled):
    """A client that keeps to no rule."""
    return TestApp(settled[0].app, extra_environ=ANONYMOUS, lint=False)


@pytest.mark.parametrize("path", [
    "/%ff", "/%c0%af", "/%ED%A0%80", "/courses/%ff/2026-fall/r7", "/s/x/mooctang_core/%ff", "/?x=%ff", "/join?code=%ff", "/login?next=%ff", "/join/%ff", "/tp?other=%FE", "/a%ffb/..",
])
def test_an_address_that_is_no_text_is_a_bad_request(stranger, path):
    answer = stranger.get(path, status=400)
    assert answer.content_type == "text/plain" and answer.headers["Content-Security-Policy"] and answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", [
    "/s/x/../theme.cfg", "/s/x/%2e%2e/theme.cfg", "/s/x/..%2f..%2f..%2fsetup.cfg/x", "/s/x/mooctang_core/..%2f..%2fgates.py", "/s/x/mooctang_core/../../gates.py", "/s/x/vendor/../../gates.py",
    "/s/x/./mooctang_core/ds.css", "/s/x/mooctang_core//etc/passwd", "/s/x/mooctang_core/%00", "/s/x/mooctang_core/ds.css%00.png", "/s/x/mooctang_core/" + "a" * 3000, "/s/x/os/path", "/s/x//ds.css",
    "/s/x/mooctang_core/", "/s/x/mooctang_core/.", "/s/x/vendor/" + "+".join(["bootstrap.min.css"] * 2), "/s/x/mooctang_core/" + "+".join(f"{n}.css" for n in range(9)), "/s/x/mooctang_store/x",
    "/s/x/mooctang_core/ds.css+../../gates.py", "/s/x/mooctang_checkin/../activity.py", "/s/x/json/tool.py", "/s/x/%2e%2e%2f/x", "/" + "a/" * 3000, "/courses/" + "%00" * 50 + "x",
])
def test_what_climbs_out_or_never_ends_is_not_there(stranger, path):
    answer = stranger.get(path, status="*")
    assert answer.status_int in (303, 404) and "extends" not in answer.text and "def " not in answer.text


def test_a_file_that_is_not_what_its_stamp_names_is_not_kept_for_ever(stranger):
    page = stranger.get("/login")
    named = page.html.find("link", {"rel": "stylesheet"})["href"]
    assert "immutable" in stranger.get(named).headers["Cache-Control"]
    assert "immutable" not in stranger.get(named.replace(named.split("/")[2], "x" * 12)).headers["Cache-Control"]


BODIES = {
    "bytes": (b"name=%ff&code=\xff\xfe&old=%ED%A0%80&person=\x80", URLENCODED), "no form": (b"garbage", MULTIPART), "no boundary": (b"garbage", "multipart/form-data"),
    "json": (b'{"name": {"$gt": ""}}', "application/json"), "xml": (b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x>&a;</x>", "text/xml"), "charset": (b"name=x", URLENCODED + "; charset=gbk"),
    "utf-16": ("name=x".encode("utf-16"), URLENCODED), "boundary": (b"--\r\n", "multipart/form-data; boundary="), "unknown": (b"x", "\xff/\xff"), "deep": (b"&".join([b"__start__=a:mapping"] * 4000), URLENCODED),
    "unbalanced": (b"__end__=a:mapping&__end__=b:sequence&__start__=x", URLENCODED), "a rename": (b"__start__=x:rename&__end__=x:rename", URLENCODED), "many": (b"&".join(b"f%d=1" % n for n in range(10_000)), URLENCODED),
    "empty ones": (b"&" * 300_000, URLENCODED), "parts": (b"--x\r\n" * 20_000, MULTIPART), "a megabyte": (b"name=" + b"a" * 1_000_000 + b"&code=" + b"1" * 900_000, URLENCODED),
    "three megabytes": (b"name=" + b"a" * 3_000_000, URLENCODED), "nul": (b"name=%00&code=%00&person=%00&idem=%00&title_=%00&why=%00&device=%00&ticket=%00", URLENCODED),
    "twice": (b"name=a&name=b&person=a&person=b&code=1&code=2&idem=1&idem=2", URLENCODED), "lists": (b"name[]=a&person[0]=b&code.x=1", URLENCODED), "long names": (b"a" * 500_000 + b"=1", URLENCODED),
}
FILES = b"".join(b'--x\r\nContent-Disposition: form-data; name="%s"; filename="f.txt"\r\nContent-Type: text/html\r\n\r\n<xss7>\r\n' % name for name in
                 (b"name", b"password", b"code", b"person", b"why", b"status", b"seconds", b"idem", b"back", b"next", b"old", b"new", b"again", b"ticket", b"device", b"locale", b"mode",
                  b"title_", b"late_after", b"latitude", b"privacy", b"plugin", b"step", b"kind", b"here", b"right", b"number")) + b"--x--\r\n"
BODIES["files"] = (FILES, MULTIPART)


@pytest.mark.parametrize("name", BODIES)
def test_every_form_stands_every_body(settled, name):
    """Whatever is sent with a good token to every view that takes forms: a sentence, nothing written, and never an error of ours."""
    campus, urls, views = settled
    body, kind = BODIES[name]
    wrote = []
    for word in ROWS:
        if word.endswith(" POST") and word not in NEED_NOTHING:
            who = {"teach": "teacher", "manage": "manager"}.get(ROWS[word].permission, "s1")
            headers = {"Content-Type": kind, "X-CSRF-Token": token_of(browser(campus, who))}
            before = campus.store.main.lastTransaction()
            client = TestApp(campus.app, extra_environ={**ANONYMOUS, "HTTP_COOKIE": cookies(browser(campus, who))}, lint=False)
            answer = client.post(address(views[word], ROWS[word], urls), body, headers=headers, status="*", expect_errors=True)
            assert answer.status_int < 500, f"{word}: {answer.status}"
            if answer.status_int < 400 and campus.store.main.lastTransaction() != before and word not in HARMLESS:
                wrote.append(word)
            assert "xss7" not in answer.text and "root:" not in answer.text
    assert not wrote
    gc.collect()


# A press of the button is all they want; a form full of nonsense is such a press.
NEED_NOTHING = {"@logout POST", "Classroom/end POST", "Activity/publish POST", "Activity/close POST", "Activity/reopen POST", "Activity/remove POST"}
HARMLESS = {
    "Classroom/start POST", "Classroom/shown POST", "Activity/shown POST", "Activity/submit POST", "Activity/extend POST", "@language POST", "@appearance POST", "Classroom/wall-start POST",
    "Classroom/wall-code POST", "Classroom/wall-stop POST", "Classroom/wall-look POST", "Classroom/wall-rest POST", "Activity/edit POST", "Session/add POST", "@devices POST", "@message_settings POST", "@webhook POST", "Buzzer/judge POST", "Classroom/add POST",
    "School/join POST", "RollCall/draw POST", "Announcement/remind POST", "LessonPlan/give POST", "LessonPlan/take-back POST",
    "Activity/keep POST", "School/messages POST", "Activity/count POST", "Activity/unpublish POST", "Classroom/simulate POST", "Activity/draft POST", "Quiz/wall POST", "Quiz/discuss POST", "Quiz/second POST", "Survey/wall POST",
}


def cookies(one):
    return "; ".join(f"{name}={value}" for name, value in one.app.cookies.items())


HEADERS = {
    "HTTP_COOKIE": ("mooctang=\xff\xfe", "visitor=\xff; a", "a" * 10_000, "mooctang=a.b.c; mooctang=d", "language=\xff", "mode=<xss7>", "claim=\xff.x", "wall=e30=.x", "mooctang=" + "." * 299, "=;=;;"),
    "HTTP_ACCEPT_LANGUAGE": ("\xff", "a" * 50_000, "zh;q=1," * 10_000, "*;q=x"), "HTTP_ACCEPT": ("\xff", "text/event-stream;q=x"), "HTTP_ACCEPT_ENCODING": ("\xff", "gzip;q=x"), "HTTP_RANGE": ("bytes=9-1", "x"),
    "HTTP_IF_MODIFIED_SINCE": ("x", "\xff"), "HTTP_IF_NONE_MATCH": ("\xff", '"x'), "HTTP_USER_AGENT": ("\xff", "a" * 60_000), "HTTP_ORIGIN": ("http://[::1", "\xff"), "HTTP_X_CSRF_TOKEN": ("\xff",),
    "HTTP_HX_REQUEST": ("true", "\xff"), "CONTENT_LENGTH": ("x", "-1"), "HTTP_REFERER": ("\xff", "http://[::1"), "HTTP_SEC_FETCH_SITE": ("\xff",), "HTTP_IDEMPOTENCY_KEY": ("\xff" * 100,),
}


@pytest.mark.parametrize("name", HEADERS)
def test_no_header_breaks_a_page(stranger, settled, name):
    for value in HEADERS[name]:
        for path, method in (("/", "GET"), ("/s/x/mooctang_core/ds.css", "GET"), ("/tp", "GET"), (settled[1]["checkin"] + "claimed", "GET"), ("/login", "POST")):
            answer = stranger.request(path, method=method, environ={name: value}, status="*", expect_errors=True)
            assert answer.status_int < 500 and "<xss7>" not in answer.text


@pytest.mark.parametrize("query", ["page=²", "page=" + "9" * 5000, "page=-1", "page=1e3", "page=٣", "sort=--1", "sort=999", "sort=-", "sort=²", "sort=" + "1" * 5000, "find=%00", "find=" + "a" * 8000,
                                   "find=%EF%BF%BF", "page=0", "page=+1", "page=0x1", "sort=1&sort=2", "page[]=1"])
def test_no_wish_about_a_table_breaks_it(settled, query):
    campus, urls, _views = settled
    for page in (ROOM + "/roster", ROOM + "/gradebook", ROOM + "/report?name=checkin.checkin", urls["closed"] + "table", urls["closed"] + "people"):
        campus.browser("teacher").app.get(f"{page}{'&' if '?' in page else '?'}{query}".encode().decode("latin-1"), status=200)


# Before anything is read ------------------------------------------------------------------------------------------------

def read(headers, pieces=(b"",)):
    """The length that a body was taken with, or the status it was refused with."""
    waiting = [{"type": "http.request", "body": piece, "more_body": number < len(pieces) - 1} for number, piece in enumerate(pieces)]

    async def receive():
        return waiting.pop(0)

    async def ask():
        try:
            return (await read_body({"headers": headers}, receive, 500 << 20, 5)).length
        except BodyRefused as refusal:
            return refusal.status

    told = []
    # A loop of its own, whatever else a test left running on this thread.
    thread = threading.Thread(target=lambda: told.append(asyncio.run(ask())))
    thread.start()
    thread.join(20)
    return told[0]


@pytest.mark.parametrize("cookie", [[], [(b"cookie", b"mooctang=x")]])
def test_a_form_has_an_end_also_for_whoever_shows_a_cookie(cookie):
    form = (b"content-type", b"Application/X-WWW-Form-URLencoded ; charset=utf-8")
    assert read([form, (b"content-length", b"%d" % (FORM_MAX + 1)), *cookie]) == 413
    assert read([form, (b"transfer-encoding", b"chunked"), *cookie], [b"a" * (1 << 20)] * 3) == 413
    assert read([form, (b"content-length", b"5"), *cookie], [b"a=b&c"]) == 5
