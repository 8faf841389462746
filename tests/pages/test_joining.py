"""Into a classroom by code, by link, by scanning; and what those are told who may not."""

import pytest

from tests.pages.stage import ROOM, play


def test_the_code_and_its_qr_stand_large_for_everybody_to_copy_and_print(lesson):
    campus, _urls = lesson
    teacher = campus.browser("teacher")
    teacher.get(ROOM + "code")
    html = teacher.last.html
    assert html.find(id="the-code").text == "PHY 234" and html.find(class_="qr").svg
    assert {button.get("data-copy") for button in html.find_all("button")} >= {"PHY234", "http://east.test/join/PHY234"}
    assert html.find(attrs={"data-print": True}) and html.find(attrs={"data-fullscreen": True})


@pytest.mark.parametrize("code", ["phy234", "PHY 234", "ＰＨＹ２３４"])
def test_a_code_is_understood_as_it_was_meant(lesson, code):
    campus, _urls = lesson
    answer = campus.browser("outsider").app.get("/join/", params={"code": code})
    assert "教三 204" in answer.text and "林老师" in answer.text


def test_the_page_names_the_class_before_anybody_joins(campus):
    page = campus.browser("outsider").get("/join/PHY234")
    for fact in ("大学物理", "物理一班", "林老师", "教三 204", "周一 1–2 节", "外人"):
        assert fact in page
    assert not campus.browser("outsider").app.get(ROOM, status="*").status_int == 200


def test_an_uncertified_person_gives_number_and_name_once(campus):
    person = campus.browser("outsider")
    text = person.post("/join/", code="PHY234", number="2026099", name="新同学")
    assert "大学物理" in text and person.last.request.path == ROOM
    assert "新同学" in campus.browser("teacher").get(ROOM + "roster") and "未认证" in campus.browser("teacher").last.text
    # A second join is no error and asks nothing again.
    assert "大学物理" in person.post("/join/", code="PHY234", number="2026099", name="新同学")
    with campus.reading() as school:
        assert len(school["courses"]["physics"]["2026-fall"]["r7"].member(campus.aid("outsider")).spans) == 1


def test_each_reason_not_to_join_has_its_own_words(campus):
    person = campus.browser("outsider")
    assert "没有这个课堂码" in person.get("/join/?code=ZZZZZZ", status=422)
    assert person.last.html.find("input", {"name": "code"})["aria-invalid"] == "true"
    assert "西山大学" in person.get("/join/?code=WES234")
    with campus.writing() as school:
        school["courses"]["physics"]["2026-fall"]["r7"].archived = campus.clock()
    assert "已经结束" in person.get("/join/?code=PHY234", status=422)


def test_a_full_classroom_says_so(tmp_path):
    from tests.pages.stage import play_campus

    campus = play_campus(tmp_path, students=2, members_max=2)
    try:
        assert "已经满了" in campus.browser("outsider").post("/join/", status=422, code="PHY234", number="1", name="新同学")
    finally:
        campus.close()


def test_who_is_signed_out_comes_back_to_the_class_after_the_login(campus):
    stranger = campus.browser(None)
    answer = stranger.app.post("/join/", {"code": "PHY234", "csrf_token": stranger.token()})
    assert answer.status_int == 303 and answer.location.endswith("/login?next=%2Fjoin%2FPHY234")


@pytest.mark.feature("ALL-02")
def test_the_alliance_lists_its_schools_in_their_own_colours_and_codes_lead_home(campus):
    visitor = campus.browser(None, "alliance")
    visitor.get("/")
    members = visitor.last.html.find_all(class_="member")
    assert [(m.b.text, m.path["fill"], m["href"]) for m in members] == [
        ("东湖大学", "#2746b8", "http://east.test/"), ("西山大学", "#8f1d2c", "http://west.test/")]
    visitor.get("/join/?code=WES234")
    assert visitor.last.html.find("a", class_="btn-primary")["href"] == "http://west.test/join/WES234"
    # Entering a school switches colour and name.
    assert "东湖大学" in campus.browser(None, "east").get("/") and "西山大学" in campus.browser(None, "west").get("/")
    stamps = {slug: campus.browser(None, slug).last.html.find("link", href=lambda h: h.startswith("/brand/"))["href"] for slug in ("east", "west")}
    assert stamps["east"] != stamps["west"]


def test_running_classes_come_first_among_ones_own(campus):
    from mooctang_core.model.classrooms import Classroom

    with campus.writing() as school:
        term = school["courses"]["physics"]["2026-fall"]
        quiet = term["r1"] = Classroom("安静的课堂", "QQQ222")
        quiet.teachers[campus.aid("teacher")] = "teacher"
        school.places[campus.aid("teacher")] = ("/courses/physics/2026-fall/r1", "/courses/physics/2026-fall/r7")
    campus.browser("teacher").get("/my")
    rows = campus.browser("teacher").last.html.find_all("a", class_="row2")
    assert ["正在上课" in row.text for row in rows] == [True, False]


def test_messages_gather_what_was_published_in_all_classes(campus):
    campus.open(play().Ask, title="Momentum")
    assert "Momentum" in campus.browser("s1").get("/messages")
    assert "Momentum" not in campus.browser("outsider").get("/messages")
