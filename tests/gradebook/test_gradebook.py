"""平时成绩 through the running application: parts, weights, the policy, the teacher's own columns, corrections, undo, as it was."""

import io
from urllib.parse import urlencode

import pytest
from python_calamine import CalamineWorkbook

from .stage import hold_term, moment, online

BOOK = "gradebook"


@pytest.fixture
def term(campus):
    campus.plug(online())
    campus.urls = hold_term(campus)
    return campus


def lines(campus, **query):
    text = campus.browser("teacher").app.get(f"{campus.room}/gradebook.csv", query).body.decode("utf-8-sig")
    head, *rows = [line.split(",") for line in text.splitlines()]
    return {row[1]: dict(zip(head, row, strict=True)) for row in rows}


def column(row, word):
    return next(value for name, value in row.items() if name.startswith(word))


def asking(url, query):
    return f"{url}?{urlencode(query)}"


def correct(campus, url, **fields):
    browser = campus.browser("teacher")
    browser.app.post(url + "correct", {"csrf_token": browser.token(), **fields}, status=303)


def weights(**wanted):
    return {f"w-{word}": str(wanted.get(word, 0)) for word in ("checkin", "quiz", "discussion", "rollcall", "online", "buzzer")}


@pytest.mark.feature("GRD-01", "STA-07")
def test_a_group_of_columns_for_each_part_and_a_composite_score(term):
    rows = lines(term)
    assert list(rows["学生1"])[:3] == ["学号", "姓名", "行政班"]
    assert column(rows["学生1"], "签到（") == "100" and column(rows["学生2"], "签到（") == "93.3" and column(rows["学生3"], "签到（") == "0"
    assert column(rows["学生1"], "线上学习（") == "80" and column(rows["学生1"], "课程总分") == "80"
    term.post("teacher", term.room + "/", "rules", **weights(checkin=50, buzzer=30, online=20))
    rows = lines(term)
    assert column(rows["学生1"], "抢答（30 %）") == "100" and column(rows["学生2"], "抢答（30 %）") == "0"
    assert column(rows["学生1"], "总评") == "96" and column(rows["学生2"], "总评") == f"{0.5 * 93.3333 + 0.2 * 40:.1f}"
    assert "第2次 抢答" in list(rows["学生1"]) and "第2次 抢答" not in list(lines(term, open="checkin")["学生1"])


@pytest.mark.feature("GRD-01")
def test_weights_are_tried_on_the_real_data_before_they_are_kept(term):
    page = term.get("teacher", asking(term.room + "/gradebook", weights(checkin=60, online=40)))
    assert "试算，还没有保存" in page and "人的总评会变" in page
    assert "试算" not in term.get("teacher", f"{term.room}/{BOOK}")
    assert "等于 100，现在是 90" in term.get("teacher", asking(term.room + "/gradebook", weights(checkin=90)))
    term.post("teacher", term.room + "/", "rules", status=422, **weights(checkin=90))
    term.post("teacher", term.room + "/", "rules", status=422, **weights(checkin="many"))
    term.post("s1", term.room + "/", "rules", status=403, **weights(checkin=100))


@pytest.mark.feature("GRD-03")
def test_online_figures_are_up_to_date_at_once(term):
    from . import stage

    stage.WATCHED["east-s3"] = 55
    try:
        assert column(lines(term)["学生3"], "课程总分") == "55"
    finally:
        del stage.WATCHED["east-s3"]


@pytest.mark.feature("BEY-13")
def test_the_attendance_policy_is_a_sentence_that_is_previewed(term):
    strict = {**weights(checkin=100), "p-late": "50", "p-free": "1", "p-lates": "0", "p-after": "3", "p-warn": "90"}
    page = term.get("teacher", asking(term.room + "/gradebook", strict))
    assert "考勤预警 0 → 2 人" in page
    term.post("teacher", term.room + "/", "rules", **strict)
    rows = lines(term)
    assert column(rows["学生2"], "签到（") == "83.3", "two of three in time, one late at half"
    assert column(rows["学生3"], "签到（") == "0", "one absence is free, two are not"
    term.post("teacher", term.room + "/", "rules", **{**strict, "p-lates": "1"})
    assert column(lines(term)["学生2"], "签到（") == "100", "the late one became an absence, and that one is free"
    said = term.get("teacher", asking(f"{term.room}/why", {"person": "east-s2", "of": "part:checkin"}))
    assert "1 次迟到算作缺课" in said and "1 次缺课免计" in said


@pytest.mark.feature("BEY-12")
def test_every_number_explains_itself(term):
    browser = term.browser("teacher")
    browser.get(f"{term.room}/{BOOK}")
    links = {link["href"] for link in browser.last.html.find_all("a", class_="why")}
    assert len(links) > 12
    for link in sorted(links):
        page = browser.get(f"{term.room}/{link}")
        assert 'id="why"' in page
    said = term.get("teacher", asking(f"{term.room}/why", {"person": "east-s3", "of": "total"}))
    assert "有几部分还没有数据" in said and "签到" in said
    assert "还没有这名学生的课程总分" in term.get("teacher", asking(f"{term.room}/why", {"person": "east-s3", "of": "part:online"}))
    for word in ("nothing", "part:x", "9/9", "", "own:0"):
        browser.app.get(f"{term.room}/why", {"person": "east-s1", "of": word}, status=404)
    term.get("s1", f"{term.room}/why?person=east-s1&of=total", status=403)


@pytest.mark.feature("GRD-05")
def test_columns_and_corrections_of_the_teachers_own_with_reason_and_history(term):
    term.post("teacher", term.room + "/", "add-column", title="期中考试", most="50")
    term.post("teacher", term.room + "/", "fill-column", column="m1", lines="100012026001 45\n100012026002,20", why="第九周")
    term.post("teacher", term.room + "/", "fill-column", status=422, column="m1", lines="100012026001 45\n7 20")
    term.post("teacher", term.room + "/", "fill-column", status=422, column="m1", lines="100012026001 51")
    rows = lines(term)
    assert column(rows["学生1"], "期中考试") == "45" and column(rows["学生2"], "期中考试") == "20"
    term.post("teacher", term.room + "/", "rules", **weights(checkin=50), **{"w-m1": "50"})
    assert column(lines(term)["学生1"], "总评") == "95"
    term.post("teacher", term.room + "/", "remove-column", status=422, column="m1")
    term.post("teacher", term.room + "/", "grade", person="east-s3", column="=checkin", value="60", status=422)
    term.post("teacher", term.room + "/", "grade", person="east-s3", column="=checkin", value="60", why="住院，有证明")
    assert column(lines(term)["学生3"], "签到（") == "60"
    said = term.get("teacher", asking(f"{term.room}/why", {"person": "east-s3", "of": "part:checkin"}))
    assert "住院，有证明" in said and "林老师" in said and "系统算的是 0" in said
    for bad in ({"column": "=nothing"}, {"column": "m9"}, {"value": "101"}, {"value": "nan"}, {"person": "east-nobody"}):
        term.post("teacher", term.room + "/", "grade", status=422, **{"person": "east-s3", "column": "=checkin", "value": "6", "why": "x", **bad})


@pytest.mark.feature("BEY-14")
def test_what_was_done_is_taken_back_within_a_day_and_the_book_is_seen_as_it_was(term):
    term.at(moment(20, 10, 0))
    term.post("teacher", term.room + "/", "add-column", title="期中考试", most="100")
    term.post("teacher", term.room + "/", "fill-column", column="m1", lines="100012026001 45\n100012026002 20")
    page = term.browser("teacher")
    assert "在“期中考试”改了 2 人的分" in page.get(f"{term.room}/{BOOK}") and "林老师" in page.last.text
    deed = next(field["value"] for field in page.last.html.find_all("input", attrs={"name": "deed"}))
    term.post("teacher", term.room + "/", "undo-grading", deed=deed)
    assert column(lines(term)["学生1"], "期中考试") == ""
    term.post("teacher", term.room + "/", "undo-grading", status=422, deed=deed)
    correct(term, term.urls[0][0], person="east-s3", status="present", why="签到机坏了")
    term.post("teacher", term.room + "/", "rules", **weights(checkin=100))
    term.at(moment(22, 10, 0))
    assert "一天以内的更改" not in term.get("teacher", f"{term.room}/{BOOK}")
    now, then, early = lines(term), lines(term, asof="2026-09-18"), lines(term, asof="2026-09-14")
    assert column(now["学生3"], "签到（100 %）") == "33.3" and column(then["学生3"], "签到（") == "0"
    assert "期中考试" not in "".join(then["学生1"]) and "第2次 签到" in list(then["学生1"]) and "第3次 签到" not in list(early["学生1"])
    assert "只能看" in term.get("teacher", f"{term.room}/{BOOK}?asof=2026-09-18")
    said = term.get("teacher", asking(f"{term.room}/why", {"person": "east-s3", "of": "2/1"}))
    assert "签到机坏了" in said and "林老师" in said


@pytest.mark.feature("GRD-02")
def test_a_students_own_page_for_themselves_and_for_the_teacher(term):
    mine = term.get("s1", term.room + "/results")
    assert "学生1" in mine and "抢答" in mine and "第 2 次课" in mine and "看过的视频" in mine and "课程总分" in mine
    assert "学生2" in term.get("teacher", term.room + "/results?person=east-s2")
    assert "学生2" not in term.get("s1", term.room + "/results?person=east-s2"), "one's own, whoever is asked for"
    term.get("outsider", term.room + "/results", status=(403, 404))


@pytest.mark.feature("GRD-04")
def test_what_is_on_the_screen_is_taken_away_for_a_chinese_excel(term):
    with term.writing() as school:
        room = school["courses"]["physics"]["2026-fall"]["r7"]
        room.set_member("east-s3", name="=1+1")
    app = term.browser("teacher").app
    raw = app.get(f"{term.room}/gradebook.csv").body
    assert raw.startswith(b"\xef\xbb\xbf") and "'=1+1" in raw.decode("utf-8-sig")
    book = CalamineWorkbook.from_filelike(io.BytesIO(app.get(f"{term.room}/gradebook.xlsx", {"find": "学生2", "open": ""}).body))
    rows = book.get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows] == ["姓名", "学生2"] and not any("第2次" in head for head in rows[0]), "closed groups and others stay at home"
