"""A course goes from one school to the alliance and on to another: recommended, taken in, licensed, dated, online, and over."""

import io
from datetime import date

import pytest

from mooctang_core.flows import describing
from mooctang_core.model.activities import KEPT, ActivityNode
from mooctang_core.model.courses import APPROVED, Course, Term
from mooctang_core.store import files

DAYS = {"starts": "2026-09-10", "ends": "2026-12-20", "enrol_from": "2026-09-01", "enrol_until": "2026-10-01"}
OFFER = "/operate/courses"


def lay(campus, name, title):
    """An approved course of the school east, with something in its library that holds a file."""
    with campus.writing() as school:
        course = school["courses"][name] = Course(title, lead=campus.aid("teacher"))
        course["2026-fall"] = Term("2026 秋", date(2026, 9, 1), date(2027, 1, 10))
        course.state, course.summary, course.details = APPROVED, "推理", {"subject": "哲学", "intro": "什么是推理"}
        hash = files.keep(school, io.BytesIO(b"a picture of " + name.encode()))
        course["library"].add(ActivityNode("quiz", "SHARED", {"questions": [], "picture": {"hash": hash, "name": "x.png"}}, KEPT))
        own = course["library"].add(ActivityNode("quiz", "NOT SHARED", {"questions": []}, KEPT))
        own.by = campus.aid("teacher")
    return hash


def people(campus):
    return campus.browser("manager"), campus.browser("operator", slug="alliance"), campus.browser("west:manager", "west")


@pytest.mark.feature("ADM-13", "ALL-03", "ADM-10")
def test_from_one_school_to_another(town):
    hash = lay(town, "logic", "逻辑学")
    east, operator, west = people(town)
    # Recommended, and the operator reads why.
    assert "逻辑学" in east.get("/manage/recommendations")
    east.post("/manage/courses/logic", step="recommend", note="开了三年，反响很好")
    assert "已推荐" in east.get("/manage/recommendations") and "已经推荐过" in east.post("/manage/courses/logic", status=422, step="recommend")
    assert all(said in operator.get(OFFER) for said in ("逻辑学", "东湖大学", "开了三年，反响很好", "什么是推理"))
    operator.post(OFFER, step="take", school="east", course="logic")
    path = operator.last.request.path
    assert "联盟已接受" in east.get("/manage/recommendations") and "来自东湖大学" in operator.last.text and "题库里有 1 项" in operator.last.text
    # A later "not approved" keeps the mark.
    east.post("/manage/courses/logic", step="reject", reason="重新编写")
    assert "联盟已接受" in east.get("/manage/courses") and "不通过" in east.last.text
    # Licensed with dates and a fee; west finds it first in its list.
    assert "逻辑学" not in west.get("/manage/courses")
    operator.post(path, step="grant", school="west", starts="2026-09-01", until="2026-12-31", fee="每学期 2000 元", note="仅限本科")
    assert "待提交" in west.get("/manage/courses") and "逻辑学" in west.last.text
    offer = f"/manage/licences/{path.rpartition('/')[2]}"
    assert all(said in west.get(offer) for said in ("2026-09-01 – 2026-12-31", "每学期 2000 元", "仅限本科"))
    assert "逻辑学" not in west.get("/") and east.get(offer, status=404)
    # Its own dates, within the licence, and exactly one operating teacher.
    lead = town.aid("west:teacher")
    assert "不能晚于授权的截止日期" in west.post(offer, status=422, step="save", lead=lead, **{**DAYS, "ends": "2027-02-01"})
    assert "请在本校的教师中" in west.post(offer, status=422, step="save", lead=town.aid("teacher"), **DAYS)
    west.post(offer, step="save", lead=lead, **DAYS)
    own = west.last.request.path
    assert "逻辑学" not in west.get("/")
    west.post(own, step="online")
    assert "逻辑学" in west.get("/") and "上线" in west.get("/manage/courses?source=alliance")
    west.post(own, step="offline")
    assert "逻辑学" not in west.get("/")
    west.post(own, step="online")
    with town.reading("west") as school:
        course = school["courses"][own.rpartition("/")[2]]
        assert course.lead == lead and describing.dates_of(describing.term_of(course))["starts"] == date(2026, 9, 10)
        assert [node.title for node in course.borrowed.in_order()] == ["SHARED"] and b"".join(files.chunks(files.open(school, hash))) == b"a picture of logic"
    # What the alliance writes is read at the school; a licence that is over takes the course offline, once.
    operator.post(path, step="describe", title="逻辑学导论", summary="推理", subject="哲学")
    town.run_jobs()
    assert "逻辑学导论" in west.get("/")
    operator.post(path, step="end", school="west")
    town.run_jobs()
    town.run_jobs()
    assert "逻辑学" not in west.get("/") and "授权已到期" in west.get(own)
    assert "不在有效期" in west.post(own, status=422, step="online") and west.get("/manage/log?area=courses").count("把课程“逻辑学导论”下线") == 1
    # Renewed, it may come back.
    operator.post(path, step="grant", school="west", starts="", until="", fee="", note="")
    west.post(own, step="online")
    assert "逻辑学导论" in west.get("/") and "授权给“西山大学”" in operator.get("/operate/log")


@pytest.mark.feature("ADM-13")
def test_a_recommendation_is_declined_with_a_reason_withdrawn_and_not_repeated_for_ever(town):
    lay(town, "rhetoric", "修辞学")
    east, operator, _west = people(town)
    at = "/manage/courses/rhetoric"
    east.post(at, step="recommend", note="")
    east.post(at, step="unrecommend")
    assert "修辞学" not in operator.get(OFFER)
    east.post(at, step="recommend")
    assert "请写明理由" in operator.post(OFFER, status=422, step="decline", school="east", course="rhetoric", reason="")
    operator.post(OFFER, step="decline", school="east", course="rhetoric", reason="内容太少")
    assert "联盟没有接受：内容太少" in east.get(at) and "内容太少" in east.get("/manage/recommendations") and "修辞学" not in operator.get(OFFER)
    town.clock.forward(days=1)
    east.post(at, step="recommend", note="增加了两章")
    assert "以前没有接受，理由：内容太少" in operator.get(OFFER)
    town.clock.forward(minutes=1)
    operator.post(OFFER, step="decline", school="east", course="rhetoric", reason="不合适", firm="yes")
    town.clock.forward(minutes=1)
    assert "再次推荐" not in east.get(at) and "不再考虑" in east.post(at, status=422, step="recommend")


@pytest.mark.feature("ADM-13")
def test_only_what_is_approved_and_ones_own_is_recommended(town):
    lay(town, "ethics", "伦理学")
    east, operator, west = people(town)
    with town.writing() as school:
        school["courses"]["ethics"].state = "waiting"
    assert "只有已通过" in east.post("/manage/courses/ethics", status=422, step="recommend")
    operator.post(OFFER, status=404, step="take", school="east", course="ethics")
    operator.post(OFFER, status=404, step="take", school="nowhere", course="ethics")
    assert east.post(OFFER, status=404, step="take", school="east", course="ethics") is not None and west.get("/manage/courses/ethics", status=404)


@pytest.mark.feature("ALL-03")
def test_the_alliance_has_courses_of_its_own_and_licences_have_sense(town):
    _east, operator, west = people(town)
    operator.post(OFFER, step="create", title="公共卫生导论", summary="人人都要懂")
    path = operator.last.request.path
    assert "不能早于开始日期" in operator.post(path, status=422, step="grant", school="west", starts="2026-09-02", until="2026-09-01")
    assert "不是日期" in operator.post(path, status=422, step="grant", school="west", starts="soon")
    assert "请选一所别的学校" in operator.post(path, status=422, step="grant", school="nowhere")
    operator.post(path, step="grant", school="west", starts="2027-01-01", until="2027-12-31")
    assert "公共卫生导论" not in west.get("/manage/courses"), "a licence that has not begun"
    assert "公共卫生导论" in operator.get(OFFER) and "Courses of the alliance" in town.browser("operator", slug="alliance", language="en").get(OFFER)
