"""Hostile cases, as a clever person would try them on what stands now."""

import threading

import pytest

from mooctang_core.model.base import find
from mooctang_core.testing.campus import ROOM

from .test_matrix import token_of

WHO = {"name": "外人", "number": "x1"}


def send(campus, who, url, **fields):
    return campus.browser(who).app.post(url, {"csrf_token": token_of(campus.browser(who)), **fields}, status="*")


@pytest.mark.parametrize("code", ["phy234", " PHY 234 ", "ＰＨＹ２３４", "p h y\t2 3 4", "\u3000phy234\u00a0", "pHy２３4"])
def test_a_code_as_people_type_it_joins(campus, code):
    assert send(campus, "outsider", "/join", code=code, **WHO).status_int == 303
    with campus.reading() as school:
        assert find(school, ROOM).member(campus.aid("outsider")).active


@pytest.mark.parametrize("code", ["PHY\n234\n\nX", "PHY\u202e234", "😀" * 6, "A" * 10_000, "<xss7>", "PHY234;", "../../x", "'--", "%"])
def test_a_code_that_is_none_is_one_sentence_and_comes_back_clean(campus, code):
    posted, asked = send(campus, "outsider", "/join", code=code, **WHO), campus.browser("outsider").app.get("/join", {"code": code}, status="*")
    assert posted.status_int == asked.status_int == 422
    for page in (posted, asked):
        assert page.text.count("没有这个课堂码") == 1 and code not in page.text and "\u202e" not in page.text


def test_a_nul_in_a_code_is_refused(campus):
    assert send(campus, "outsider", "/join", code="PHY\x00234", **WHO).status_int == 422


def test_codes_are_not_tried_for_ever(campus):
    for number in range(10):
        assert send(campus, "outsider", "/join", code=f"ZZZ2{number:02d}", **WHO).status_int == 422
    late = send(campus, "outsider", "/join", code="PHY234", **WHO)
    assert late.status_int == 429 and int(late.headers["Retry-After"]) > 0, "the right one among many is not worth more"
    stranger = campus.browser(None)
    tries = [stranger.app.get(f"/join/QQQ2{number:02d}", status="*").status_int for number in range(9)]
    assert tries[:7] == [422] * 7 and tries[7:] == [429] * 2
    assert send(campus, "s9", "/join", code="PHY234", **WHO).status_int == 303, "and nobody else is kept from joining"


def test_two_devices_that_join_at_once_are_one_member(campus):
    answers = []
    browsers = [campus.browser("outsider"), campus.browser("outsider", language="en")]
    [token_of(browser) for browser in browsers]

    def join(browser):
        answers.append(browser.app.post("/join", {"csrf_token": browser.kept_token, "code": "PHY234", **WHO}, status="*").status_int)

    together([lambda one=one: join(one) for one in browsers * 2])
    assert answers == [303] * 4
    with campus.reading() as school:
        member = find(school, ROOM).member(campus.aid("outsider"))
        assert len(member.spans) == 1 and school.places[campus.aid("outsider")] == (ROOM,)


def together(steps):
    threads = [threading.Thread(target=step) for step in steps]
    [thread.start() for thread in threads]
    [thread.join(30) for thread in threads]


@pytest.mark.parametrize("name, kept", [(" 张\u202e三 ", "张三"), ("张\n三\t四", "张 三 四"), ("e\u0301", "é"), ("\u2066张三\u2069", "张三"), ("张\x1b[31m三", "张[31m三")])
def test_a_name_is_one_line_and_turns_nothing_round(campus, name, kept):
    assert send(campus, "outsider", "/join", code="PHY234", name=name, number="x1").status_int == 303
    with campus.reading() as school:
        assert find(school, ROOM).member(campus.aid("outsider")).name == kept


@pytest.mark.parametrize("name", ["", "   ", "\u202e", "\n", "名" * 41])
def test_a_name_that_is_none_is_refused(campus, name):
    assert send(campus, "outsider", "/join", code="PHY234", name=name, number="x1").status_int == 422


@pytest.mark.parametrize("field", ["role", "tenant_id", "school", "__class__", "_p_oid", "aid", "person", "person_id", "by", "status", "score", "at", "certified", "limit", "spans"])
def test_a_field_nobody_asked_for_changes_nothing(campus, urls, field):
    before = campus.record("s1", urls["checkin"])
    assert send(campus, "s1", urls["checkin"] + "submit", **{field: "east-s2"}).status_int == 422
    assert campus.record("s1", urls["checkin"]) == before and campus.record("s2", urls["checkin"])[0] is None
    send(campus, "teacher", urls["draft"] + "edit", title_="x", late_after="7", **{field: "evil"})
    send(campus, "outsider", "/join", code="PHY234", **{**WHO, field: "evil"})
    with campus.reading() as school:
        assert field not in find(school, urls["draft"]).settings
        member = find(school, ROOM).member(campus.aid("outsider"))
        assert member is None or (member.certified is False and member.aid == campus.aid("outsider"))
        assert not find(school, ROOM).teachers.get(campus.aid("outsider"))


def test_the_servers_clock_decides(campus):
    checkin = campus.host.kinds["checkin"][1]
    url = campus.open(checkin, at="10:00", late_after=5)
    campus.at("10:05")
    an_hour_ago = {"Date": "Mon, 07 Sep 2026 01:00:00 GMT", "X-Client-Time": "2026-09-07T09:00:00"}
    app, token = campus.browser("s1").app, token_of(campus.browser("s1"))
    assert app.post(url + "submit", {"csrf_token": token}, headers=an_hour_ago).status_int == 303
    campus.clock.forward(milliseconds=1)
    send(campus, "s2", url + "submit")
    assert (campus.record("s1", url)[0], campus.record("s2", url)[0]) == ("present", "late")


def test_after_the_end_nothing_is_taken(campus, urls):
    for word in ("closed", "missing"):
        answer = send(campus, "s2", urls[word] + "submit")
        assert answer.status_int in (409, 422)
    assert campus.record("s2", urls["closed"]) == (None, None, {})


def test_the_teachers_word_stands_and_both_are_written_down(campus, urls):
    url = urls["checkin"]
    together([lambda: send(campus, "teacher", url + "correct", person=campus.aid("s1"), status="excused", why="病假"), lambda: send(campus, "s1", url + "submit")])
    send(campus, "s1", url + "submit")
    assert campus.record("s1", url)[0] == "excused"
    with campus.reading() as school:
        history = find(school, url).records[campus.aid("s1")].history
    assert [entry[1] for entry in history if entry[1] != campus.aid("s1")] == [campus.aid("teacher")]
    assert any(entry[1] == campus.aid("s1") and entry[3][0] == "present" for entry in history) and len(history) <= 3


def test_sent_twice_is_once_and_another_answer_under_the_same_key_is_refused(campus, urls):
    buzzer = urls["buzzer"]
    first, second = (send(campus, "s1", buzzer + "submit", idem="k1") for _twice in range(2))
    assert first.status_int == second.status_int == 303
    url = campus.open(campus.host.kinds["checkin"][1], code="true")
    with campus.reading() as school:
        digits = campus.host.live(find(school, url), school).code_at(campus.clock()).digits
    assert send(campus, "s1", url + "submit", code=digits, idem="k2").status_int == 303
    assert send(campus, "s1", url + "submit", code="", idem="k2").status_int == 409
    assert campus.record("s1", url)[0] == "present"


@pytest.mark.parametrize("score", ["nan", "NaN", "inf", "-inf", "1e400", "1e9", "-1e9", "x", "0x10", "１e９９"])
def test_a_score_is_a_number(campus, urls, score):
    before = campus.record("s1", urls["closed"])
    assert send(campus, "teacher", urls["closed"] + "correct", person=campus.aid("s1"), score=score, why="x").status_int == 422
    assert campus.record("s1", urls["closed"]) == before


@pytest.mark.parametrize("place, view, fields", [
    ("missing", "reopen", {}), ("missing", "correct", {"person": "east-s1", "score": "5", "why": "x"}), ("missing", "extend", {"seconds": "60"}), ("missing", "publish", {}),
    ("draft", "correct", {"person": "east-s1", "status": "late", "why": "x"}), ("draft", "reopen", {}), ("closed", "extend", {"seconds": "60"}),
    ("closed", "publish", {}), ("closed", "remove", {}), ("checkin", "remove", {}), ("checkin", "edit", {"title_": "x"}), ("closed", "place", {"latitude": "1", "longitude": "1", "radius": "100"}),
    ("checkin", "extend", {"seconds": "-60"}), ("checkin", "extend", {"seconds": "999999999999"}), ("checkin", "extend", {"seconds": "nan"}),
    ("checkin", "place", {"latitude": "nan", "longitude": "1", "radius": "100"}), ("checkin", "place", {"latitude": "91", "longitude": "1", "radius": "100"}),
])
def test_what_makes_no_sense_is_refused_and_nothing_is_written(campus, urls, place, view, fields):
    token_of(campus.browser("teacher"))
    before = campus.store.main.lastTransaction()
    assert send(campus, "teacher", urls[place] + view, **fields).status_int == 422
    assert campus.store.main.lastTransaction() == before


def test_a_plugin_that_is_off_answers_as_if_it_were_not_there(campus, urls):
    """Also to those who might not have used it: they are not told that they may not."""
    with campus.writing() as school:
        school.enabled_plugins.remove("projection")
    for who in ("s1", "teacher", "manager", "outsider"):
        for view in ("wall-start", "wall-stop"):
            assert send(campus, who, f"{ROOM}/{view}").status_int == send(campus, who, f"{ROOM}/wall-qqqqq").status_int == 404
        assert campus.browser(who).app.get(ROOM + "/projection", status="*").status_int == 404


def test_two_teachers_who_begin_and_end_at_once_hold_one_class(campus):
    campus.end()
    together([lambda who=who: send(campus, who, ROOM + "/start") for who in ("teacher", "colleague", "assistant", "lead")])
    with campus.reading() as school:
        sessions = find(school, ROOM)["sessions"]
        assert len(sessions) == 2 and sessions.running.__name__ == "2"
    together([lambda who=who: send(campus, who, ROOM + "/end") for who in ("teacher", "colleague")])
    with campus.reading() as school:
        assert find(school, ROOM)["sessions"].running is None


def test_two_processes_cannot_both_give_the_last_place(campus):
    """Each with a transaction of its own that saw the room before the other filled it."""
    from ZODB.POSException import ConflictError

    from mooctang_core.flows.joining import add_member

    with pytest.raises(ConflictError), campus.writing() as mine, campus.writing() as theirs:
        for school, who in ((mine, "outsider"), (theirs, "s9")):
            add_member(find(school, ROOM), school, campus.host, campus.aid(who), campus.clock(), limit=4, name=who, number=who)
    with campus.reading() as school:
        assert len(find(school, ROOM).present()) == 4


def test_guesses_at_once_are_no_free_ones(campus):
    url = campus.open(campus.host.kinds["checkin"][1], code="true")
    browser, answers = campus.browser("s1"), []
    token_of(browser)
    together([lambda n=n: answers.append(send(campus, "s1", url + "submit", code=f"{n:06d}").status_int) for n in range(25)])
    assert answers.count(422) <= 10 and answers.count(422) + answers.count(429) == 25


def test_the_last_place_is_given_once(tmp_path):
    from .town import build

    campus = build(tmp_path, members_max=5)
    try:
        people = ("outsider", "s9", "operator", "manager", "chemist")
        [token_of(campus.browser(who)) for who in people]
        answers = []
        together([lambda who=who: answers.append(send(campus, who, "/join", code="PHY234", name=who, number=who).status_int) for who in people])
        assert sorted(answers) == [303, 303, 422, 422, 422]
        with campus.reading() as school:
            assert len(find(school, ROOM).present()) == 5
    finally:
        campus.close()
