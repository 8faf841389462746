"""S2: every view that is not safe, without its token, with somebody else's, and from a foreign page: refused, and nothing changed."""

import pytest

from .table import HOLD, OPEN, ROWS, TOKENLESS
from .test_matrix import address, browser, token_of

POSTS = [word for word in ROWS if word.endswith(" POST") and word not in TOKENLESS]


def who_may(word):
    row = ROWS[word]
    return ("s1", None) if row.permission == OPEN else tuple(who for who in HOLD[row.permission] if who not in row.less)[:1]


def forgeries(campus, one):
    """(fields, headers) of every way to send a form that this browser's page did not make."""
    good = token_of(one)
    others = [token_of(other) for other in (campus.browser("s2"), campus.browser(None), campus.browser("s1", slug="west"), campus.browser("west:s1", slug="west"))]
    yield {}, {}
    yield from (({"csrf_token": token}, {}) for token in ("", "x", good[:-1], good + "0", good.upper(), "é", *others) if token != good)
    yield {}, {"X-CSRF-Token": "x"}
    for headers in ({"Origin": "http://evil.test"}, {"Origin": "null"}, {"Origin": "http://west.test"}, {"Origin": "http://east.test.evil.test"},
                    {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}):
        yield {"csrf_token": good}, headers


@pytest.mark.parametrize("word", POSTS)
def test_a_form_that_ones_own_page_did_not_make_is_refused(settled, word):
    campus, urls, views = settled
    url = address(views[word], ROWS[word], urls)
    for who in who_may(word):
        one = browser(campus, who, views[word])
        tries = list(forgeries(campus, one))
        before = campus.store.main.lastTransaction()
        for fields, headers in tries:
            found = one.app.post(url, {"step": "off", "plugin": "buzzer", **fields}, headers=headers, status="*")
            assert found.status_int == 400 and "放得太久" in found.text, (who, fields, headers, found.status)
        # A token does not travel in the address, where it would stay in logs and in the history.
        separator = "&" if "?" in url else "?"
        assert one.app.post(f"{url}{separator}csrf_token={token_of(one)}", {}, status="*").status_int == 400
        assert campus.store.main.lastTransaction() == before


def test_with_its_own_token_each_of_them_is_heard(campus, urls):
    """The other half: what is refused above is refused for the token, and for nothing else."""
    from .views import views_of

    views = {view.word: view for view in views_of(campus.app.registry)}
    for word in POSTS:
        if word not in ("@logout POST", "Classroom/end POST"):
            who = who_may(word)[0]
            one = browser(campus, who, views[word])
            found = one.app.post(address(views[word], ROWS[word], urls), {"csrf_token": token_of(one)}, status="*")
            assert "放得太久" not in found.text, word


def test_an_old_token_is_worth_nothing_after_signing_in(campus):
    """What a page of the stranger carried is not good for whoever signs in on the same browser."""
    stranger = campus.browser(None)
    token = token_of(stranger)
    stranger.app.set_cookie("mooctang", campus.browser("s1").app.cookies["mooctang"])
    assert stranger.app.post("/language", {"locale": "en", "csrf_token": token}, status="*").status_int == 400


def test_few_posts_need_no_token_and_they_are_named(settled):
    campus, _urls, _views = settled
    found = [each["introspectable"] for each in campus.app.registry.introspector.get_category("views")]
    without = {f"@{facts['route_name']} {facts['request_methods']}" for facts in found if facts.get("require_csrf") is False and facts["route_name"]}
    assert without == set(TOKENLESS)
