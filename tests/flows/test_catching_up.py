"""When a class ends, whoever was absent or late finds on one page what they missed, and the teacher sees who opened it."""

import pytest

from mooctang_core.flows import teaching
from mooctang_core.model.base import find
from mooctang_core.model.outbox import Outbox
from mooctang_core.testing.campus import ROOM

PACK = f"{ROOM}/sessions/1/catch-up"


@pytest.fixture
def kinds(campus):
    return {kind: cls for kind, (_plugin, cls) in campus.host.kinds.items()}


def packs(campus):
    with campus.reading() as school:
        return {aid: pack.why for aid, pack in (find(school, ROOM)["sessions"]["1"].packs or {}).items()}


@pytest.fixture
def held(campus, kinds):
    """s1 was there, s2 came late, s3 did not come; all could buzz."""
    checkin = campus.open(kinds["checkin"], at="10:00")
    campus.post("s1", checkin, "submit")
    campus.at("10:20").post("s2", checkin, "submit")
    buzzer = campus.open(kinds["buzzer"], title="BUZZ")
    campus.post("s1", buzzer, "submit")
    campus.at("10:45").post("teacher", ROOM, "/end")
    return buzzer


@pytest.mark.feature("BEY-16")
def test_absent_and_late_get_a_pack_and_a_notice(campus, held):
    assert packs(campus) == {"east-s2": "late", "east-s3": "absent"}
    with campus.reading() as school:
        letters = {letter.aid: letter.notice for letter in Outbox(school).all() if letter.notice["kind"] == "catch-up"}
    assert set(letters) == {"east-s2", "east-s3"} and letters["east-s3"]["href"] == PACK
    page = campus.get("s3", PACK)
    assert "缺课" in page and "BUZZ" in page and "课上做了什么" in page and "签到" not in page.split("<main")[1].split("</main>")[0]
    assert "补课包" in campus.get("s3", ROOM + "/"), "the class page leads to it"
    assert "迟到" in campus.get("s2", PACK) and "没有要补的内容" in campus.get("s1", PACK)


@pytest.mark.feature("BEY-16")
def test_the_teacher_sees_who_opened_it(campus, held):
    assert "0 人已经打开" in campus.get("teacher", PACK)
    campus.post("s3", PACK, "-opened", status=204)
    campus.at("11:00")
    for who in ("s3", "s1"):
        campus.post(who, PACK, "-opened", status=204)
    page = campus.get("teacher", PACK)
    assert "1 人已经打开" in page and "学生3" in page and "10:45" in page and "学生1" not in page
    assert "发给 2 人，1 人已经打开" in campus.get("teacher", f"{ROOM}/sessions/1/")
    assert "补课包" not in campus.get("s3", ROOM + "/"), "once opened it is no longer offered first"


@pytest.mark.feature("BEY-16")
def test_what_can_still_be_handed_in_stands_first(campus, held, kinds):
    with campus.writing() as school:
        room = find(school, ROOM)
        node = teaching.add(room["tasks"], kinds["buzzer"], {}, "HOMEWORK", "east-teacher")
        teaching.publish(campus.host.live(node, school), school, campus.host, campus.clock())
    page = campus.get("s3", PACK)
    assert page.index("还可以交") < page.index("HOMEWORK") < page.index("课上做了什么")
    campus.post("s3", f"{ROOM}/tasks/1/", "submit")
    assert "HOMEWORK" not in campus.get("s3", PACK)


@pytest.mark.feature("BEY-16")
def test_without_a_check_in_absent_is_who_took_part_in_nothing(campus, kinds):
    buzzer = campus.open(kinds["buzzer"])
    campus.post("s1", buzzer, "submit")
    campus.end()
    assert packs(campus) == {"east-s2": "absent", "east-s3": "absent"}


def test_a_class_in_which_nothing_was_done_makes_no_pack(campus, kinds):
    campus.add(kinds["buzzer"])
    campus.end()
    assert packs(campus) == {}


@pytest.mark.feature("BEY-16")
def test_a_class_that_ends_by_itself_makes_its_packs_too(campus, kinds):
    campus.post("s1", campus.open(kinds["checkin"]), "submit")
    campus.clock.forward(hours=25)
    campus.run_jobs()
    assert packs(campus) == {"east-s2": "absent", "east-s3": "absent"}


@pytest.mark.feature("SES-07")
def test_the_history_says_what_oneself_and_the_class_did_with_charts(campus, held, kinds):
    campus.start("east")
    for title in ("一", "二"):
        url = campus.open(kinds["buzzer"], title=title)
        campus.post("s2", url, "submit")
    campus.end()
    mine, ours = campus.get("s2", f"{ROOM}/history"), campus.get("teacher", f"{ROOM}/history")
    assert "我每次课参加的比例" in mine and "<svg" in mine and "第 2 次课" in mine
    assert "每次课参加的比例" in ours and "<svg" in ours
    one = campus.get("s2", f"{ROOM}/sessions/2/")
    assert "每个活动参加的人数" in one and "1 / 3 人参加" in one and "我参加了" in one
    assert "1 / 3 人参加" in campus.get("teacher", f"{ROOM}/sessions/2/")


def test_what_was_never_published_is_not_called_open_afterwards(campus, kinds):
    campus.post("s1", campus.open(kinds["buzzer"]), "submit")
    campus.add(kinds["buzzer"])
    campus.end()
    page = campus.get("teacher", f"{ROOM}/sessions/1/").split("<main")[1]
    assert "还没有发布" in page and "进行中" not in page
