"""Signing in and out through the running application, on the hosts of two schools and the alliance."""
import errno
import time
from urllib.parse import parse_qs, urlsplit

import pytest
from pyramid.request import Request

from mooctang_core.committer import Outcome
from mooctang_core.identity import passwords
from mooctang_core.identity.login import Attempt
from mooctang_core.testing.browser import Browser
from mooctang_core.web.views.login import Looked

from .conftest import GOOD

NEW = "山有木兮木有枝 9"


@pytest.fixture
def people(campus, hashed):
    """Everybody's password is the same good one."""
    with accounts(campus) as alliance:
        for account in alliance.accounts.values():
            account.credential = hashed
    return campus


def accounts(campus):
    from contextlib import contextmanager

    import transaction

    @contextmanager
    def opened():
        manager = transaction.TransactionManager(explicit=True)
        manager.begin()
        connection = campus.store.connection("main", manager)
        yield connection.root()["alliance"]
        manager.commit()
        connection.close()

    return opened()


def stranger(campus, host="east.test"):
    return Browser(campus.app, host)


def sign_in(browser, name="2026001", password=GOOD, status=200, **more):
    fields = {"next": "/devices", "name": name, "password": password, "keep": "yes", **more}
    return browser.post("/login", status=status, page="/login", **fields)


def signed_in(browser):
    """Whether this browser may see its devices."""
    return browser.app.get("/devices", status="*").status_int == 200


@pytest.mark.feature("ACC-02")
@pytest.mark.parametrize("name", ["2026001", "100012026001", "１０００１２０２６００１"])
def test_a_student_signs_in_with_the_number(people, name):
    browser = stranger(people)
    sign_in(browser, name, next="/devices")
    assert browser.last.request.path == "/devices" and signed_in(browser)


@pytest.mark.feature("ACC-02")
def test_on_the_alliances_host_a_bare_number_needs_its_school(people):
    browser = stranger(people, "alliance.test")
    sign_in(browser, "2026001", status=422)
    sign_in(browser, "2026001", school="east")
    assert signed_in(browser)


def test_wrong_words_say_one_thing_and_keep_what_was_typed(people):
    browser = stranger(people)
    for name in ("2026001", "nobody<b>"):
        sign_in(browser, name, "wrong password", status=422)
        assert "登录名或密码不对" in browser.last.text
    assert "nobody&lt;b&gt;" in browser.last.text and not signed_in(browser)


@pytest.mark.feature("ACC-02")
def test_too_many_tries_say_how_long_to_wait(people):
    browser = stranger(people)
    statuses = [browser.app.post("/login", {"name": "2026001", "password": f"wrong {n}", "csrf_token": browser.token("/login")}, status="*").status_int
                for n in range(8)]
    assert statuses[:4] == [422] * 4 and 429 in statuses
    sign_in(browser, "2026001", status=429)
    assert int(browser.last.headers["Retry-After"]) >= 1
    sign_in(stranger(people), "2026002")


def test_the_cookie_of_one_school_is_nothing_at_another(people):
    browser = stranger(people)
    sign_in(browser)
    stolen = browser.app.cookies["mooctang"]
    other = stranger(people, "west.test")
    other.app.set_cookie("mooctang", stolen)
    assert signed_in(browser) and not signed_in(other)


@pytest.mark.feature("ACC-09")
def test_signing_out_kills_the_cookie_at_once(people):
    browser = stranger(people)
    sign_in(browser)
    stolen = browser.app.cookies["mooctang"]
    browser.post("/logout", page="/login", next="/login")
    thief = stranger(people)
    thief.app.set_cookie("mooctang", stolen)
    assert not signed_in(browser) and not signed_in(thief)


@pytest.mark.feature("ACC-09")
def test_my_devices_are_listed_and_signed_out_one_by_one_or_all(people):
    phone, desk, library = (stranger(people) for _one in range(3))
    for browser in (phone, desk, library):
        sign_in(browser)
    page = phone.app.get("/devices")
    assert page.text.count("登录于") == 3 and page.text.count("这台设备") >= 1
    page.forms[0].submit()
    assert [signed_in(browser) for browser in (phone, desk, library)].count(True) == 2 and signed_in(phone)
    library.post("/login", page="/login", name="2026001", password=GOOD, next="/devices")
    phone.post("/logout", page="/login", next="/devices", everywhere="others")
    assert signed_in(phone) and not signed_in(desk) and not signed_in(library) and "东湖大学" in phone.last.text
    phone.post("/logout", page="/login", next="/login", everywhere="yes")
    assert not any(signed_in(browser) for browser in (phone, desk, library))


def test_a_full_disk_takes_no_page_away(people, monkeypatch):
    def full(*_what, **_how):
        raise OSError(errno.ENOSPC, "No space left on device")

    browser = stranger(people)
    sign_in(browser)
    people.clock.forward(minutes=10)
    monkeypatch.setattr(people.store.scratch, "put", full)
    assert signed_in(browser)


def test_a_new_password_signs_the_other_devices_out(people):
    phone, desk = stranger(people), stranger(people)
    sign_in(phone)
    sign_in(desk)
    phone.post("/password", page="/password", next="/devices", status=422, old="wrong", new=NEW, again=NEW)
    phone.post("/password", page="/password", next="/devices", status=422, old=GOOD, new=NEW, again="else")
    phone.post("/password", page="/password", next="/devices", status=422, old=GOOD, new="12345678", again="12345678")
    assert signed_in(desk)
    phone.post("/password", page="/password", next="/devices", old=GOOD, new=NEW, again=NEW)
    assert signed_in(phone) and not signed_in(desk)
    sign_in(desk, status=422)
    sign_in(desk, password=NEW)


@pytest.mark.feature("ACC-05")
def test_an_issued_password_must_be_changed_before_anything_else(people):
    with accounts(people) as alliance:
        secret = passwords.give_one_time(alliance.accounts["east-s1"], people.clock())
    browser = stranger(people)
    sign_in(browser, password=secret, next="/devices")
    assert "一次性密码" in browser.last.text and not signed_in(browser)
    form = browser.last.forms[0]
    form["new"] = form["again"] = "2026001x"[:7]
    weak = form.submit(status=422)
    form = weak.forms[0]
    form["new"] = form["again"] = NEW
    browser.last = form.submit().follow()
    assert browser.last.request.path == "/devices" and signed_in(browser)
    sign_in(stranger(people), password=secret, status=422)


def test_the_form_for_the_first_password_is_no_use_to_another_browser(people):
    with accounts(people) as alliance:
        secret = passwords.give_one_time(alliance.accounts["east-s1"], people.clock())
    browser, thief = stranger(people), stranger(people)
    sign_in(browser, password=secret)
    ticket = browser.last.forms[0]["word"].value
    thief.post("/password/first", status=422, page="/login", word=ticket, new=NEW, again=NEW)
    assert not signed_in(thief)


@pytest.mark.parametrize("evil", ["//evil.test", "https://evil.test/", "/\\evil.test", "javascript:alert(1)"])
def test_signing_in_never_leads_off_the_host(people, evil):
    browser = stranger(people)
    answer = browser.app.post("/login", {"name": "2026001", "password": GOOD, "next": evil, "csrf_token": browser.token("/login")})
    assert urlsplit(answer.location).netloc in ("", "east.test") and urlsplit(answer.location).path == "/"


@pytest.mark.parametrize("path", ["/login", "/logout", "/devices", "/password", "/password/first", "/language", "/appearance"])
def test_no_form_is_taken_without_its_token(people, path):
    browser = stranger(people)
    sign_in(browser)
    for token in ("", "made up", stranger(people).token("/login"), stranger(people, "west.test").token("/login")):
        assert browser.app.post(path, {"csrf_token": token, "locale": "en", "mode": "dark", "everywhere": "yes"}, status="*").status_int == 400
    good = browser.token("/devices")
    assert browser.app.post(path, {"csrf_token": good}, headers={"Origin": "http://evil.test"}, status="*").status_int == 400
    assert signed_in(browser) and "language" not in browser.app.cookies


def test_the_cookies_are_for_this_host_and_no_script(people):
    browser = stranger(people)
    answer = browser.app.post("/login", {"name": "2026001", "password": GOOD, "keep": "yes", "csrf_token": browser.token("/login")})
    [line] = [one for one in answer.headers.getall("Set-Cookie") if one.startswith("mooctang=")]
    assert "HttpOnly" in line and "SameSite=Lax" in line and "omain" not in line and "Max-Age" in line


@pytest.mark.feature("I18N-01")
def test_the_language_is_chosen_once_and_goes_with_the_account(people):
    browser = stranger(people)
    browser.post("/language", page="/login", locale="en", next="/login")
    assert "Sign in" in browser.last.text and "登录" not in browser.last.text
    sign_in(browser)
    browser.post("/language", page="/devices", locale="en", next="/devices")
    elsewhere = stranger(people)
    sign_in(elsewhere, next="/devices")
    assert "My devices" in elsewhere.last.text


def test_dark_and_contrast_are_remembered(people):
    browser = stranger(people)
    browser.post("/appearance", page="/login", mode="dark", contrast="more", next="/login")
    assert 'data-bs-theme="dark"' in browser.last.text and 'data-contrast="more"' in browser.last.text
    browser.post("/appearance", page="/login", mode="<script>", next="/login")
    assert 'data-bs-theme="dark"' in browser.last.text


# Behind the server's bridge, which waits for passwords without holding a thread

def twice(browser, fields, outcome=None):
    """Post to /login as the bridge does: ask, wait for what was promised, ask again with it. Returns the answer."""
    fields = {**fields, "csrf_token": browser.token("/login")}
    for _pass in range(2):
        asked = Request.blank("/login", POST=fields, host=browser.host, headers={"Cookie": f"visitor={browser.app.cookies['visitor']}"})
        asked.environ.update({"mooctang.bridge": True, "REMOTE_ADDR": "127.0.0.1"})
        if outcome is not None:
            asked.environ["mooctang.outcome"] = outcome
        answer = asked.get_response(browser.app.app)
        if "mooctang.pending" not in asked.environ:
            return answer
        outcome = asked.environ["mooctang.pending"].result(10)
    pytest.fail("the second pass asked again")


def test_the_password_is_looked_at_off_the_threads_that_answer(people):
    fields = {"name": "2026001", "password": GOOD, "next": "/devices"}
    assert twice(stranger(people), fields).location.endswith("/devices")
    assert twice(stranger(people), {**fields, "password": "wrong"}).status_int == 422


def test_a_pool_that_cannot_follow_says_so_and_signs_nobody_in(people):
    answer = twice(stranger(people), {"name": "2026001", "password": GOOD}, Outcome("busy"))
    assert answer.status_int == 503 and int(answer.headers["Retry-After"]) and "Set-Cookie" not in answer.headers


def test_what_was_looked_at_before_the_password_changed_is_not_good(people):
    looked = Looked(Attempt("east-s1", "an older credential", "x.0"), True)
    assert twice(stranger(people), {"name": "2026001", "password": GOOD}, looked).status_int == 422


# Between hosts ------------------------------------------------------------------------------------------------------

def goes_to(answer):
    """Where a redirect leads, or a page that leads to another host (a browser follows no redirect out of a form)."""
    return answer.location or answer.html.find("main").find("a")["href"]


def hop(browsers, answer):
    """Take the next step in the browser of its host."""
    target = urlsplit(goes_to(answer))
    return browsers[target.netloc].app.get(f"{target.path}?{target.query}", status="*")


@pytest.fixture
def browsers(people):
    """One browser, as it is seen from three hosts."""
    made = {host: stranger(people, host) for host in ("alliance.test", "east.test", "west.test")}
    sign_in(made["alliance.test"], "100012026001")
    return made


def test_the_sign_in_goes_along_to_a_school(people, browsers):
    ticket = hop(browsers, browsers["east.test"].app.get("/enter?next=/devices"))
    landed = hop(browsers, ticket)
    assert urlsplit(landed.location).path == "/devices" and signed_in(browsers["east.test"])
    assert not signed_in(browsers["west.test"])
    again = hop(browsers, ticket)
    assert urlsplit(again.location).path == "/login"              # the same ticket a second time


def test_it_goes_from_school_to_school_as_well(people, browsers):
    sign_in(browsers["east.test"])
    step = browsers["west.test"].app.get("/enter?from=east.test&next=/devices")
    hop(browsers, hop(browsers, step))
    assert signed_in(browsers["west.test"])


def walk_on(browsers, source, target):
    """From host to host without a password."""
    hop(browsers, hop(browsers, browsers[target].app.get(f"/enter?from={source}&next=/devices")))
    assert signed_in(browsers[target])


@pytest.mark.parametrize("where", ["alliance.test", "east.test", "west.test"])
def test_logging_out_on_one_host_ends_what_was_handed_on(people, browsers, where):
    walk_on(browsers, "alliance.test", "east.test")
    walk_on(browsers, "east.test", "west.test")
    phone = stranger(people, "west.test")
    sign_in(phone, "100012026001")
    told = []
    people.app.registry.bus.subscribe(told.extend)
    browsers[where].post("/logout", page="/login", next="/login")
    assert not any(signed_in(browser) for browser in browsers.values()) and signed_in(phone), "another browser is another matter"
    deadline = time.monotonic() + 2
    while not told and time.monotonic() < deadline:
        time.sleep(0.01)
    assert [len(change["d"]) for change in told if change["k"] == "revoke"] == [3], "their live pages end, too"


def test_logging_in_once_more_keeps_the_chain_and_an_own_sign_in_there_is_no_part_of_it(people, browsers):
    sign_in(browsers["west.test"], "100012026001")
    walk_on(browsers, "alliance.test", "east.test")
    sign_in(browsers["alliance.test"], "100012026001")
    assert signed_in(browsers["east.test"])
    browsers["alliance.test"].post("/logout", page="/login", next="/login")
    assert not signed_in(browsers["east.test"]) and signed_in(browsers["west.test"])


def test_who_logs_out_while_the_ticket_is_on_its_way_does_not_arrive(people, browsers):
    ticket = hop(browsers, browsers["east.test"].app.get("/enter?next=/devices"))
    browsers["alliance.test"].post("/logout", page="/login", next="/login")
    assert urlsplit(hop(browsers, ticket).location).path == "/login" and not signed_in(browsers["east.test"])


def test_a_ticket_sent_as_a_link_signs_nobody_else_in(people, browsers):
    ticket = goes_to(hop(browsers, browsers["east.test"].app.get("/enter")))
    victim = stranger(people)
    victim.app.get("/login")
    victim.app.get(urlsplit(ticket).path + "?" + urlsplit(ticket).query)
    assert not signed_in(victim)


def test_who_is_not_signed_in_there_signs_in_first_and_comes_back(people):
    alliance, east = stranger(people, "alliance.test"), stranger(people)
    browsers = {"alliance.test": alliance, "east.test": east}
    asked = hop(browsers, east.app.get("/enter?next=/devices"))
    back = parse_qs(urlsplit(asked.location).query)["next"][0]
    sign = alliance.app.post("/login", {"name": "100012026001", "password": GOOD, "next": back, "csrf_token": alliance.token("/login")})
    hop(browsers, hop(browsers, sign))
    assert signed_in(east)


@pytest.mark.parametrize("url", ["/enter?from=evil.test", "/handover?host=evil.test&browser=x", "/handover", "/handover?host=east.test@evil.test"])
def test_nothing_is_handed_to_a_host_that_is_not_ours(people, browsers, url):
    assert browsers["alliance.test"].app.get(url, status="*").status_int == 404


def test_looking_at_a_ticket_with_head_or_a_made_up_one_writes_nothing(people, browsers):
    east = browsers["east.test"]
    assert urlsplit(east.app.get("/arrive?ticket=made.up").location).path == "/login"
    assert east.app.head("/arrive?ticket=made.up", status="*").status_int == 404


def test_the_schools_one_belongs_to_are_one_tap_away(people, browsers):
    with accounts(people) as alliance:
        alliance.accounts["east-s1"].certifications["west"] = "1"
    sign_in(browsers["east.test"])
    page = browsers["east.test"].get("/switch")
    assert "西山大学" in page and "http://west.test/enter?from=east.test" in page and "测试联盟" in page


def test_signing_out_ends_the_live_pages_of_that_device(people):
    browser, told = stranger(people), []
    sign_in(browser)
    people.app.registry.bus.subscribe(told.extend)
    device = browser.app.cookies["mooctang"].split(".")[1]
    browser.post("/logout", page="/login", next="/login")
    deadline = time.monotonic() + 2
    while not told and time.monotonic() < deadline:
        time.sleep(0.01)
    assert [(change["k"], change["d"]) for change in told] == [("revoke", [device])]
