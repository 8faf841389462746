"""PRJ-04: codes that cannot be guessed, passes that cannot be made, and a wall that ends when the teacher says so."""

import json
from base64 import urlsafe_b64encode

import pytest
from mooctang_pollwall import Poll
from mooctang_projection.codes import Codes
from projection_hall import Screen, Teacher, room_in

from mooctang_core.testing.campus import ROOM


@pytest.mark.feature("PRJ-04")
def test_a_code_is_good_for_ten_minutes(campus, teacher, screen):
    code = teacher.starts()
    campus.at("10:11")
    assert screen.types(code).status_int == 422
    assert teacher.digits() is None and "显示 6 位数字" in teacher.sees()
    teacher.does("code")
    assert "物理一班" in screen.types(teacher.digits())


@pytest.mark.feature("PRJ-04")
def test_a_code_is_one_browsers_whose_answer_may_be_lost(campus, teacher, screen):
    code = teacher.starts()
    assert "物理一班" in screen.types(code)
    assert "物理一班" in screen.types(code, "alliance.test"), "the same machine once more"
    assert Screen(campus, address="10.0.0.2").types(code).status_int == 422
    teacher.does("code")
    assert "物理一班" in Screen(campus, address="10.0.0.2").types(teacher.digits()), "a second screen has its own digits"
    assert "已连接 2 块屏幕" in teacher.sees()


@pytest.mark.feature("PRJ-04")
def test_new_digits_make_the_old_ones_worthless(campus, teacher, screen):
    old = teacher.starts()
    teacher.does("code")
    assert teacher.digits() != old and screen.types(old).status_int == 422


@pytest.mark.feature("PRJ-04")
def test_guessing_in_bulk_looks_at_sixty_codes_a_day(campus, teacher, monkeypatch):
    from mooctang_projection.codes import Codes

    teacher.starts()
    looked = []
    take = Codes.take
    monkeypatch.setattr(Codes, "take", lambda self, *args: looked.append(args) or take(self, *args))
    guesser = Screen(campus).on("east.test")
    token = guesser.get("/tp").html.find("input", {"name": "csrf_token"})["value"]
    answers = set()
    for number in range(250):
        answers.add(guesser.post("/tp", {"code": f"{number:06d}", "csrf_token": token}, status="*").status_int)
        if number % 5 == 4:
            campus.clock.forward(seconds=20)
    assert answers == {422, 429} and len(looked) <= 60


@pytest.mark.feature("PRJ-04")
def test_many_addresses_together_find_a_hundred_and_the_teachers_side_still_connects(campus, teacher):
    code = teacher.starts()
    asked = [Screen(campus, address=f"10.0.{number}.1").types(f"{number:06d}").status_int for number in range(12) for _again in range(9)]
    assert asked.count(422) == 100 and asked.count(429) == 8
    hall = Screen(campus)
    assert hall.types(code).status_int == 429
    own = hall.digits()
    teacher.does("pair", code=own)
    assert "go" in hall.asks(own)


@pytest.mark.feature("PRJ-04")
def test_a_slip_of_the_hand_is_no_guess(campus, teacher, screen):
    code = teacher.starts()
    for _slip in range(15):
        assert screen.types("12 34").status_int == 422
    assert "物理一班" in screen.types(code)


@pytest.mark.feature("PRJ-04")
def test_no_two_codes_of_the_installation_are_the_same(campus, teacher, monkeypatch):
    from mooctang_projection import codes

    numbers = iter([7, 7, 7, 8])
    monkeypatch.setattr(codes, "randbelow", lambda _space: next(numbers))
    assert teacher.starts() == "000007" and Teacher(campus, "west").starts() == "000008"


@pytest.mark.feature("PRJ-04")
def test_many_waiting_screens_do_not_fill_the_space(campus, monkeypatch):
    from mooctang_projection import codes

    monkeypatch.setitem(codes.MOST_WAITING, "screen", 3)
    for number in range(3):
        assert Screen(campus, address=f"10.0.0.{number}").digits()
    full = Screen(campus)
    assert "请输入手机上的数字" in full.get("/tp") and full.get("/tp").status_int == 200


@pytest.mark.feature("PRJ-04")
def test_withdrawing_ends_every_screen_and_every_code(campus, teacher, screen):
    screen.types(teacher.starts())
    teacher.does("code")
    left = teacher.digits()
    told = []
    campus.app.registry.bus.subscribe(told.extend)
    teacher.does("stop")
    assert screen.wall() is None and screen.on("east.test").get("/tp/here", status=404)
    assert "把这块屏幕连到课堂" in screen.get("/tp/wall", "east.test") and "把这块屏幕连到课堂" in screen.get("/tp", "alliance.test")
    assert Screen(campus).types(left).status_int == 422
    campus.app.registry.bus.close()
    assert {"s": "east", "p": ROOM, "k": "revoke", "a": [None]} in told


@pytest.mark.feature("PRJ-04")
def test_a_screen_of_an_earlier_time_does_not_come_back_with_the_next_start(campus, teacher, screen):
    screen.types(teacher.starts())
    teacher.does("stop")
    teacher.starts()
    assert screen.wall() is None


@pytest.mark.feature("PRJ-04")
def test_the_ticket_between_hosts_opens_once_and_within_a_minute(campus, teacher):
    link = _ticket(campus, teacher.starts())
    assert Screen(campus, "west").get(link, "west.test").request.path == "/tp", "not on another school's host"
    first, second = Screen(campus, "east"), Screen(campus, "east")
    assert first.get(link).request.path == "/tp/wall" and second.get(link).request.path == "/tp" and second.wall() is None
    teacher.does("code")
    late = _ticket(campus, teacher.digits())
    campus.clock.forward(seconds=61)
    assert second.get(late).request.path == "/tp"
    assert second.get("/tp/in?ticket=%C3%A9.x").request.path == "/tp" and second.get("/tp/in").request.path == "/tp"


def _ticket(campus, code):
    """The link to the school's host that the alliance's host gives."""
    app = Screen(campus).on("alliance.test")
    page = app.post("/tp", {"code": code, "csrf_token": app.get("/tp").html.find("input", {"name": "csrf_token"})["value"]})
    return page.html.find("main").find("a")["href"].removeprefix("http://east.test")


@pytest.mark.feature("PRJ-04")
def test_a_pass_is_good_on_its_host_for_its_classroom_only(campus, teacher, screen):
    screen.types(teacher.starts())
    pass_ = screen.cookie()
    stranger = Screen(campus, "west")
    stranger.on("west.test").set_cookie("wall", pass_)
    assert stranger.wall() is None
    body, signature = pass_.split(".")
    for forged in (f"{body}.{signature[:-1]}{'0' if signature[-1] != '0' else '1'}", f"{_other_room(body)}.{signature}", f"{body}.", "x.y", "", "{}.é"):
        thief = Screen(campus, "east")
        thief.on("east.test").cookies.clear()
        answer = thief.on("east.test").get("/tp/live", headers={"Cookie": f"wall={forged}".encode().decode("latin-1")}, status="*")
        assert answer.status_int == 404


def _other_room(body):
    from base64 import urlsafe_b64decode

    given = json.loads(urlsafe_b64decode(body))
    return urlsafe_b64encode(json.dumps([given[0], "/courses/physics/2026-fall/r8", *given[2:]]).encode()).decode()


@pytest.mark.feature("PRJ-04")
def test_a_pass_opens_the_wall_and_nothing_else(campus, teacher, screen):
    url = campus.open(Poll)
    screen.types(teacher.starts())
    app = screen.on("east.test")
    for place in (ROOM, url, f"{ROOM}/projection", f"{ROOM}/live", f"{ROOM}/projection-live"):
        assert app.get(place, status="*").status_int in (303, 404)
    token = app.get("/tp/wall").html.find("form", id="hide").find("input")["value"]
    for view in ("wall-look", "wall-stop", "wall-code", "wall-rest"):
        assert app.post(f"{ROOM}/{view}", {"csrf_token": token, "privacy": "names"}, status="*").status_int in (403, 404)
    assert app.post("/tp/hide", {}, status="*").status_int == 400, "not without the page's token"


@pytest.mark.feature("PRJ-04")
def test_a_school_without_the_plugin_has_no_walls(campus, teacher, screen):
    screen.types(teacher.starts())
    teacher.does("code")
    code = teacher.digits()
    with campus.writing() as school:
        school.enabled_plugins.remove("projection")
    assert screen.wall() is None
    assert "把这块屏幕连到课堂" in screen.get("/tp/wall", "east.test")
    assert "把这块屏幕连到课堂" in screen.get("/tp", "alliance.test")
    assert Screen(campus).types(code).status_int == 422
    teacher.browser.get(f"{ROOM}/projection", status=404)
    assert "WES 234" in Screen(campus, "east").types(Teacher(campus, "west").starts()), "other schools' screens still find the door"
    with campus.writing() as school:
        school.enabled_plugins.add("projection")
    assert "物理一班" in screen.get("/tp/wall", "east.test"), "on again as before"


@pytest.mark.feature("PRJ-04")
def test_a_classroom_that_is_gone_has_no_wall(campus, teacher, screen):
    screen.types(teacher.starts())
    with campus.writing() as school:
        term = room_in(school).__parent__
        del term["r7"]
    assert screen.wall() is None and "把这块屏幕连到课堂" in screen.get("/tp/wall", "east.test")


@pytest.mark.feature("PRJ-04")
def test_an_archived_classroom_starts_no_wall(campus, teacher):
    with campus.writing() as school:
        room_in(school).archived = campus.clock()
    assert "已经归档" in teacher.does("start", status=422)


@pytest.mark.feature("PRJ-04")
def test_looking_writes_nothing(campus, teacher, screen):
    screen.types(teacher.starts())
    with campus.reading() as school:
        before = school._p_jar.db().lastTransaction()
    for path in ("/tp", "/tp?other=", "/tp/wall", "/tp/here", f"/tp/wait?code={screen.digits()}"):
        screen.get(path, "east.test")
    screen.wall()
    teacher.sees()
    with campus.reading() as school:
        assert school._p_jar.db().lastTransaction() == before


@pytest.mark.feature("PRJ-04")
def test_a_screen_asks_about_its_own_digits_only(campus, teacher, screen):
    code = screen.digits()
    teacher.does("pair", code=code)
    assert Screen(campus).asks(code) == {"over": True}
    assert "go" in screen.asks(code)
    assert "go" in screen.asks(code), "an answer that the hall's network lost is given again"
    assert screen.digits() != code


@pytest.mark.feature("PRJ-04")
def test_wrong_digits_on_the_phone_are_said_and_limited(campus, teacher, screen):
    screen.digits()
    said = teacher.does("pair", status=422, code="abc")
    assert "没有屏幕显示这组数字" in said
    for _guess in range(30):
        teacher.does("pair", status=422, code="999999")
    assert "试得太多了" in teacher.does("pair", status=422, code="999998")


@pytest.mark.feature("PRJ-01", "PRJ-04")
def test_a_stream_of_a_wall_is_nobodys_also_where_somebody_is_signed_in(campus, teacher):
    screen = Screen(campus, "east")
    screen.jars["east.test"] = campus.browser("teacher")
    screen.types(teacher.starts())
    answer = screen.on("east.test").get("/tp/live", headers={"Accept": "text/event-stream"})
    grant = json.loads(answer.headers["X-Mooctang-Stream"])
    assert grant["aid"] is None and grant["kind"] == "wall" and grant["room"] == ROOM and len(grant["device"]) == 24


@pytest.mark.feature("PRJ-04")
def test_digits_that_led_a_screen_to_one_wall_lead_it_to_no_second(campus, teacher, screen):
    code, registry = screen.digits(), campus.app.registry
    Codes(registry.store.scratch, registry.secret).answer(code, registry.clock(), {"school": "east", "path": "/courses/other", "epoch": "e"})
    assert "没有屏幕显示这组数字" in teacher.does("pair", status=422, code=code)
