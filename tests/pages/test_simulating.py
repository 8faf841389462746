"""A teacher sees the class as a student does, answers like one, and is counted nowhere."""

import pytest

from mooctang_core.model.base import find
from mooctang_core.testing.campus import ROOM

SIM = "/simulated"


@pytest.fixture
def kinds(campus):
    return {kind: cls for kind, (_plugin, cls) in campus.host.kinds.items()}


def come_in(campus, who="teacher"):
    browser = campus.browser(who)
    page = browser.post(f"{ROOM}/simulate")
    assert browser.last.request.path == f"{SIM}{ROOM}/"
    return page


@pytest.mark.feature("CLS-09")
def test_one_tap_in_the_page_of_a_student_and_one_tap_out(campus, kinds):
    campus.open(kinds["playhello"], title="HELLO")
    page = come_in(campus)
    assert 'id="console"' not in page and 'id="room"' in page and "模拟学生" in page
    assert f'action="{SIM}{ROOM}/sessions/1/1/submit"' in page, "its links stay in the simulation"
    assert f'data-live="{SIM}{ROOM}/live"' in page
    assert 'id="console"' in campus.get("teacher", ROOM + "/"), "in another tab the teacher is the teacher"
    assert SIM + ROOM in campus.live("teacher", SIM + ROOM)["room"], "so do the links of what comes live"
    campus.browser("teacher").post(f"{SIM}{ROOM}/unsimulate", page=SIM + ROOM + "/")
    assert campus.browser("teacher").last.request.path == f"{ROOM}/"
    campus.get("teacher", f"{SIM}{ROOM}/", status=404)


@pytest.mark.feature("CLS-09")
def test_what_it_answers_counts_nowhere(campus, kinds):
    hello, ask = campus.open(kinds["playhello"]), campus.open(kinds["playask"], title="Q")
    come_in(campus)
    teacher = campus.browser("teacher")
    teacher.post(f"{SIM}{hello}submit", page=SIM + ROOM + "/")
    teacher.post(f"{SIM}{ask}submit", page=SIM + ROOM + "/", choice="B")
    campus.post("s1", hello, "submit")
    mine = campus.live("teacher", f"{SIM}{ROOM}/")["mine"]
    assert 'data-done="1/2 1/1"' in mine, "it sees that it has answered"
    with campus.activity(hello) as activity:
        assert [person.aid for person in activity.people()] == [campus.aid(f"s{n}") for n in range(1, 7)]
        assert [aid for aid, record in activity.records.items() if not record.blank] == ["east-s1"]
        assert activity.person("~east-teacher").simulated and len(activity.records) == 6
    for url in (hello, ask):
        assert "模拟学生" not in campus.get("teacher", url) + campus.wall(url)
        campus.close_activity(url)
    with campus.writing() as school:
        room = find(school, ROOM)
        assert not [member for member in room.everyone() if member.simulated] and room.number_present() == 6
        for url in (hello, ask):
            find(school, url).seal()
            assert "~east-teacher" not in list(find(school, url).records)
    assert "模拟学生" not in campus.get("teacher", f"{ROOM}/gradebook") + campus.get("teacher", f"{ROOM}/roster")
    csv = campus.browser("teacher").app.get(f"{ROOM}/gradebook.csv").text + campus.browser("teacher").app.get(f"{hello}table.csv").text
    assert "模拟" not in csv and "~" not in csv


@pytest.mark.feature("CLS-09")
def test_it_is_nobody_elsewhere(campus):
    come_in(campus)
    teacher = campus.browser("teacher")
    assert teacher.app.get(f"{SIM}/my").location.endswith("/my")
    teacher.post(f"{SIM}/join/PHY234", status=404)
    teacher.post(f"{SIM}{ROOM}/end", page=SIM + ROOM + "/", status=(403, 404))
    for stranger in ("s1", "outsider", "manager"):
        campus.get(stranger, f"{SIM}{ROOM}/", status=404)
        campus.post(stranger, ROOM, "/simulate", status=(403, 404))
    with campus.writing() as school:
        del find(school, ROOM).teachers[campus.aid("teacher")]
        del find(school, "/courses/physics").team[campus.aid("teacher")]
    campus.get("teacher", f"{SIM}{ROOM}/", status=404)
