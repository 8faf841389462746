"""PRJ-01: the screen and the class find each other, both ways, from any host, without a login on the hall's machine."""

import pytest
from projection_hall import Screen, Teacher

from mooctang_core.testing.campus import ROOM


@pytest.mark.feature("PRJ-01")
def test_the_digits_of_the_phone_typed_at_the_short_address_show_the_class(campus, teacher, screen):
    code = teacher.starts()
    page = screen.types(code)
    assert screen.went == ["alliance.test", "east.test", "east.test"] and page.request.path == "/tp/wall"
    assert "物理一班" in page and "PHY 234" in page and "加入课堂的二维码" in page
    assert "已连接 1 块屏幕" in teacher.sees()


@pytest.mark.feature("PRJ-01")
def test_the_short_address_is_one_for_the_whole_installation(campus):
    west = Teacher(campus, "west")
    for host in ("alliance", "east", "west"):
        west.browser.post(f"{ROOM}/wall-start")
        west.does("code")
        screen = Screen(campus, host)
        page = screen.types(west.digits())
        assert screen.host == "west.test" and "WES 234" in page


@pytest.mark.feature("PRJ-01")
@pytest.mark.parametrize("typed", ["{0}{1}", "{0} {1}", " {0}-{1} ", "full"])
def test_digits_are_taken_as_they_were_meant(campus, teacher, screen, typed):
    code = teacher.starts()
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in code)
    text = f"{wide[:3]}\u3000{wide[3:]}" if typed == "full" else typed.format(code[:3], code[3:])
    assert "物理一班" in screen.types(text)


@pytest.mark.feature("PRJ-01")
def test_the_digits_of_the_screen_typed_by_the_teacher_show_the_class(campus, teacher, screen):
    code = screen.digits()
    assert screen.asks(code) == {}
    teacher.does("pair", code=f" {code[:3]} {code[3:]} ")
    go = screen.asks(code)["go"]
    assert go.startswith("http://east.test/tp/in?ticket=")
    assert "物理一班" in screen.get(go.removeprefix("http://east.test"), "east.test")
    assert "已连接 1 块屏幕" in teacher.sees()


@pytest.mark.feature("PRJ-01")
def test_the_picture_of_the_screen_leads_a_phone_to_the_teachers_classes(campus, screen):
    code = screen.digits()
    phone = campus.browser("teacher")
    schools = campus.browser("teacher", "alliance").get(f"/tp/{code}")
    assert "东湖大学" in schools and "西山大学" in schools
    page = phone.get(f"/tp/{code}")
    assert "物理一班" in page and "正在上课" in page
    phone.post(f"{ROOM}/wall-pair", code=code)
    assert "go" in screen.asks(code)


@pytest.mark.feature("PRJ-01")
def test_a_phone_remembers_its_school(campus, screen):
    code = screen.digits()
    phone = campus.browser("teacher", "alliance").app
    assert phone.get(f"/tp/{code}?school=east").location == f"http://east.test/tp/{code}"
    assert phone.get(f"/tp/{code}").location == f"http://east.test/tp/{code}"
    assert "东湖大学" in phone.get(f"/tp/{code}?school=")


@pytest.mark.feature("PRJ-01")
def test_who_does_not_teach_here_finds_no_class_for_a_screen(campus, screen):
    code = screen.digits()
    assert "只有课堂的老师可以投屏" in campus.browser("s1").get(f"/tp/{code}")
    campus.browser("s1").post(f"{ROOM}/wall-pair", code=code, status=403)
    campus.browser("outsider").post(f"{ROOM}/wall-pair", code=code, status=404)
    assert screen.asks(code) == {}


@pytest.mark.feature("PRJ-01")
def test_the_computer_is_remembered_for_the_day_and_no_longer(campus, teacher, screen):
    screen.types(teacher.starts())
    campus.at("17:00")
    assert "物理一班" in screen.get("/tp", "alliance.test"), "from the short address"
    assert screen.get("/tp", "east.test").request.path == "/tp/wall"
    campus.clock.forward(hours=18)
    assert "把这块屏幕连到课堂" in screen.get("/tp", "east.test")
    assert "把这块屏幕连到课堂" in screen.get("/tp", "alliance.test")


@pytest.mark.feature("PRJ-01")
def test_a_remembered_computer_can_be_given_to_another_class(campus, teacher, screen):
    screen.types(teacher.starts())
    page = screen.get("/tp?other=", "east.test")
    assert "把这块屏幕连到课堂" in page and "回到原来的课堂" in page
    west = Teacher(campus, "west")
    assert "WES 234" in screen.types(west.starts(), "east.test") and screen.host == "west.test"


@pytest.mark.feature("PRJ-01")
def test_on_https_the_cookies_are_for_this_host_alone(tmp_path):
    from mooctang_core.testing import Campus

    campus = Campus(tmp_path, settings={"public_scheme": "https"})
    try:
        answer = campus.browser(None).app.get("/tp", extra_environ={"wsgi.url_scheme": "https"})
        cookies = answer.headers.getall("Set-Cookie")
        assert any(cookie.startswith("__Host-screen=") and "secure" in cookie and "HttpOnly" in cookie for cookie in cookies)
        assert not any("domain" in cookie.lower() for cookie in cookies)
    finally:
        campus.close()


@pytest.mark.feature("PRJ-01")
def test_the_class_page_offers_it_to_the_teacher_only(campus, teacher):
    assert f"{ROOM}/projection" in teacher.browser.get(ROOM)
    assert f"{ROOM}/projection" not in campus.browser("s1").get(ROOM)
    campus.browser("s1").get(f"{ROOM}/projection", status=403)
    campus.browser("outsider").get(f"{ROOM}/projection", status=404)
    campus.browser("colleague").get(f"{ROOM}/projection")
