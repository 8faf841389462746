"""A survey with names: from the editor to the sheets that a teacher takes away."""

import pytest
from mooctang_survey.activity import Survey
from survey_samples import ALL, RATING, SINGLE, TRUTH, WORDS, filled


@pytest.mark.feature("SUR-01")
def test_every_type_is_asked_answered_and_counted(campus, hall):
    url = hall.open()
    page = campus.get("s1", url)
    assert all(question["text"].partition("____")[0] in page for question in ALL)
    hall.send("s1", url, **filled())
    hall.send("s2", url, **filled(q1="b", q2="实验太少", q3="5", q4="abc", q5=("a",), q6="false", q7="力学"))
    rows = hall.statistics(url)
    assert ("A. 太快", 1, 0.5, "") in rows and ("B. 合适", 1, 0.5, "") in rows and ("C. 太慢", 0, 0.0, "") in rows
    assert ("A. 课件", 2, 1.0, "") in rows and ("B. 作业", 1, 0.5, "") in rows
    assert ("对", 1, 0.5, "") in rows and ("4", 1, 0.5, "") in rows and ("回答人数", 2, "", 4.5) in rows
    assert ("例题", 1, 0.5, 1.5) in rows and ("实验", 1, 0.5, 1.5) in rows and ("讨论", 0, 0.0, 3.0) in rows
    assert ("光学", 1, 0.5, "") in rows and ("实验", 1, 0.5, "") in rows


@pytest.mark.feature("SUR-01")
def test_the_editor_offers_the_types_without_scores_and_keys(campus):
    browser = campus.browser("teacher").app
    url = campus.add(Survey, questions=[SINGLE])
    page = browser.get(url + "edit").text
    for title in ("单选题", "多选题", "填空题", "判断题", "文本题", "评分题", "偏好排序题"):
        assert title in page
    assert "数值题" not in page and "分值" not in page and "正确答案" not in page


def test_what_is_edited_is_checked(campus):
    url = campus.add(Survey, questions=[RATING])
    form = next(form for form in campus.browser("teacher").app.get(url + "edit").forms.values() if form.action.endswith("edit"))
    form["q3.steps"] = "77"
    assert "3 至 10" in form.submit("save", status=422).text
    form["q3.steps"] = "7"
    form.submit("save", status=303)
    with campus.activity(url) as survey:
        assert survey.asked_questions[0]["steps"] == 7


@pytest.mark.feature("SUR-02", "BEY-28")
def test_teacher_and_wall_see_shares_and_a_cloud(campus, hall):
    url = hall.open(SINGLE, WORDS)
    for number, text in enumerate(("多讲例题", "例题很好", "例题"), start=1):
        hall.send(f"s{number}", url, q1="a" if number < 3 else "b", q2=text)
    shown = "".join(campus.live("teacher", url).values())
    assert "67 %" in shown and 'class="chart wide cloud"' in shown and "例题 3" in shown and "多讲例题" in shown
    assert "67 %" in campus.wall(url) and "节奏怎么样" in campus.wall(url) and "cloud" not in campus.wall(url)
    campus.post("teacher", url, "wall", question="q2")
    assert "例题 3" in campus.wall(url) and "67 %" not in campus.wall(url)
    campus.post("teacher", url, "wall", question="q9", status=422)
    assert "例题" in campus.wall(url, language="en")


@pytest.mark.feature("SUR-02")
def test_statistics_and_details_are_taken_away(campus, hall):
    url = hall.open(SINGLE, WORDS)
    hall.send("s1", url, q1="b", q2="=1+1")
    campus.close_activity(url)
    details = campus.table(url, "details")
    assert details.rows[0][:4] == ("100012026001", "学生1", "一班", "已参与") and details.rows[0][5:] == ("B", "=1+1")
    assert details.rows[1][3:] == ("", None, "", "")
    browser = campus.browser("teacher").app
    book = browser.get(url + "tables.xlsx")
    assert book.body[:2] == b"PK"
    csv = browser.get(url + "table.csv", {"name": "details"}).body.decode("utf-8-sig")
    assert "学生1" in csv and "'=1+1" in csv
    assert "占比" in browser.get(url + "table.csv", {"name": "statistics"}).body.decode("utf-8-sig")


def test_one_sheet_a_person(campus, hall):
    url = hall.open(SINGLE)
    hall.send("s1", url, q1="a")
    before = campus.record("s1", url)
    assert "只能提交一次" in hall.send("s1", url, q1="b", status=422)
    assert campus.record("s1", url) == before
    page = campus.get("s1", url)
    assert "已提交" in page and 'type="radio"' not in page


def test_what_is_left_out_is_named_and_texts_may_be(campus, hall):
    url = hall.open(SINGLE, WORDS, TRUTH)
    assert "第 1、3 题" in hall.send("s1", url, status=422, q2="好")
    hall.send("s1", url, q1="a", q6="true")
    free = hall.open(SINGLE, WORDS, TRUTH, needed=False)
    assert "一道题都没有" in hall.send("s1", free, status=422)
    hall.send("s1", free, q2="只写这一题")


def test_foreign_and_oversized_answers_are_refused(campus, hall):
    url = hall.open(SINGLE, WORDS)
    for fields in ({"q1": "z"}, {"q1": "a" * 6000}, {"q1": "a", "q2": "好" * 2001}, {"q1": "a", "q2": "好" * 6000}, {"q1": "a", "q99": "x"},
                   {"q1": "a", "person_id": "east-s2"}):
        hall.send("s1", url, status=422, **fields)
        assert campus.record("s1", url) == (None, None, {})


def test_only_members_of_this_class_answer(campus, hall):
    url = hall.open(SINGLE)
    hall.send("outsider", url, status=(403, 404), q1="a")
    hall.send("teacher", url, status=(403, 404), q1="a")
    campus.close_activity(url)
    hall.send("s1", url, status=409, q1="a")


def test_only_the_teacher_chooses_for_the_wall(campus, hall):
    url = hall.open(SINGLE, WORDS)
    campus.post("s1", url, "wall", status=(403, 404), question="q2")


def test_without_the_plugin_the_sheets_stay(campus, hall):
    url = hall.open(SINGLE)
    hall.send("s1", url, q1="a")
    with campus.writing() as school:
        school.enabled_plugins.remove("survey")
    assert "学生1" in campus.browser("teacher").app.get(url).text
    hall.send("s2", url, status=422)
    with campus.writing() as school:
        school.enabled_plugins.add("survey")
    assert ("A. 太快", 1, 1.0, "") in hall.statistics(url)
