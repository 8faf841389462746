"""An operator sees with somebody's eyes: for a reason, for a while, with a banner, written down, and never their own affairs."""

import pytest

from mooctang_core.testing.campus import ROOM

PAGE = "/operate/visits"
WHY = "学生打不开历史课堂，帮忙看看"


def begin(operator, status=200, **more):
    return operator.post(PAGE, page="/operate", status=status, **{"step": "begin", "school": "east", "login": "100012026001", "reason": WHY, "minutes": "30", **more})


@pytest.fixture
def there(campus):
    """The operator's browser at the school."""
    return campus.browser("operator", "east")


def test_it_wants_a_person_of_the_school_and_a_reason(campus, operator):
    for more, words in (({"login": "nobody"}, "没有这个人"), ({"reason": "x"}, "写清楚原因"), ({"minutes": "600"}, "写清楚原因"), ({"school": "moon"}, "请选择学校"),
                        ({"school": "west", "login": "s1"}, "没有这个人"), ({"login": "operator@east.test"}, "没有这个人")):
        assert words in begin(operator, 422, **more), more
    assert campus.browser("manager", "alliance").app.get(PAGE, status="*").status_int == 404


def test_the_operator_sees_what_the_person_sees_and_can_change_nothing(campus, operator, there):
    assert "物理一班" not in there.get("/my")
    begin(operator)
    assert "物理一班" in there.get("/my") and "代为查看：学生1" in there.last.text and "只能看，不能改" in there.last.text
    assert "代为查看" not in campus.browser("s1").get("/my")
    before = campus.store.main.lastTransaction()
    assert "只能看" in there.post(ROOM + "/leave", status=(404, 422), page="/my") or there.last.status_int == 404
    assert there.app.post("/messages", {"csrf_token": there.token("/my"), "name": "x"}, status="*").status_int == 422
    assert campus.store.main.lastTransaction() == before
    assert there.app.get(ROOM + "/space").status_int == 200
    for own in (f"{ROOM}/space-private?with=east-teacher", f"{ROOM}/space-part?with=east-teacher", f"{ROOM}/space-file/east-teacher/1/x", "/account", "/devices", "/password", "/switch", "/handover?host=west.test", "/login"):
        assert there.app.get(own, status="*").status_int == 404, own
    assert operator.app.get("/operate").status_int == 200, "on the alliance's host they are themselves"


def test_everybody_concerned_is_told_and_the_school_may_end_it(campus, operator, there):
    begin(operator)
    assert WHY in campus.browser("s1").get("/messages")
    manager = campus.browser("manager")
    assert WHY in manager.get("/manage/visits") and WHY in manager.get("/manage/log") and WHY in operator.get("/operate/log")
    visit = (manager.get("/manage/visits"), manager.last.html.find("input", {"name": "visit"})["value"])[1]
    manager.post("/manage/visits", visit=visit)
    assert "物理一班" not in there.get("/my")
    with campus.reading() as school:
        assert [entry.deed for entry in school.audit.newest()][:2] == ["visit-ended", "visit-begun"]


def test_it_ends_by_itself_and_with_the_banners_button(campus, operator, there):
    campus.at("10:00")
    begin(operator, minutes="10")
    assert "代为查看" in there.get("/my") and "先结束" in begin(operator, 422)
    campus.at("10:11")
    assert "代为查看" not in there.get("/my")
    begin(operator)
    there.post("/visit/end", page="/my")
    assert "代为查看" not in there.get("/my")
    with campus.writing("alliance") as alliance:
        kept = next(iter(alliance.visits.values()))
        assert kept["until"]
    begin(operator)
    with campus.writing("alliance") as alliance:
        alliance.operators.remove(campus.aid("operator"))
    assert "物理一班" not in there.get("/my")


def test_with_leave_to_act_every_deed_is_written_down(campus, operator, there):
    begin(operator, login="teacher@east.test", writes="yes")
    there.post("/introduction", page="/my", status=404, text="x")
    there.post(ROOM + "/end", page="/my")
    with campus.reading() as school:
        entry = next(iter(school.audit.newest()))
        assert (entry.deed, entry.by, entry.facts["name"]) == ("visit-wrote", "east-operator", "林老师") and entry.about.endswith("/end")


def test_operators_must_show_a_second_factor_where_the_setting_says_so(tmp_path):
    from mooctang_core.testing import Campus

    strict = Campus(tmp_path, settings={"operator_second_factor": "yes"})
    try:
        for page in ("/operate", PAGE, "/operate/suitcases", "/operate/schools/new"):
            answer = strict.browser("operator", "alliance").app.get(page)
            assert answer.status_int == 303 and page.partition("?")[0].replace("/", "%2F") in answer.location, page
    finally:
        strict.close()


def test_what_the_operator_reads_best_is_not_set_for_the_person(campus, operator, there):
    begin(operator)
    there.post("/language", page="/my", locale="en")
    there.post("/appearance", page="/my", mode="dark")
    with campus.reading("alliance") as alliance:
        person = alliance.accounts[campus.aid("s1")]
        assert person.locale != "en" and person.mode == "auto"
