"""The teacher's side: live view, sheets, bands, two rounds, the wall, marking by hand and marking again."""

import pytest
from quiz_samples import ASKED, RIGHT, WRONG, Sheet


@pytest.mark.feature("QUZ-01")
def test_the_form_of_a_new_one_opens_in_class_and_in_the_library(campus):
    assert "题目" in campus.get("teacher", campus.room + "/add?kind=quiz")
    browser = campus.browser("teacher")
    browser.get(campus.room + "/library?kind=quiz")
    make = browser.last.html.find("form", action=lambda where: where and where.endswith("/make"))["action"]
    assert "题目" in browser.post(make, kind="quiz")


@pytest.mark.feature("QUZ-05")
def test_the_live_view_says_who_and_how(quiz, campus):
    quiz.submit("s1", **RIGHT)
    quiz.submit("s2", **WRONG)
    face = campus.live("teacher", quiz.url)["face"]
    assert "<b>2</b>" in face and "/ 3" in face and "学生3" in face
    assert "m/s²" in face and "50%" in face.replace(" ", "").replace("\u202f", "").replace("\xa0", "")
    assert "学生1" in campus.get("teacher", quiz.url + "students")
    paper = campus.get("teacher", quiz.url + "paper?person=" + campus.aid("s2"))
    assert "答错了" in paper and "SECRET-EXPLAIN" in paper


@pytest.mark.feature("QUZ-06")
@pytest.mark.feature("QUZ-05")
def test_the_tables_have_the_columns_of_the_rules(quiz, campus):
    campus.at("10:02")
    quiz.submit("s1", **RIGHT)
    quiz.submit("s2", **{**RIGHT, "q1": "a"})
    campus.close_activity(quiz.url)
    heads = campus.browser("teacher").app.get(quiz.url + "table.csv?name=records").text.splitlines()[0]
    assert heads.lstrip("\ufeff").startswith("学号,姓名,小组,状态,提交时间,用时（秒）,总分（满分 20）,第 1 题作答,第 1 题得分")
    first, second, third = quiz.table()
    assert first[1:4] == ("学生1", "", "已提交") and first[5:9] == (120, 20, "B", 5)
    assert second[6] == 15 and third[3] == "未提交" and third[6] is None
    asked = quiz.table("questions")
    assert asked[0][:7] == (1, "加速度的单位是？", 0.5, "A. m/s", "", 1, 0.5) and asked[1][3:6] == ("B. m/s²", "✓", 1)
    assert quiz.table("bands") == [("<60", 0, 0), ("60–69", 0, 0), ("70–79", 1, 0.5), ("80–89", 0, 0), ("≥90", 1, 0.5)]
    assert "分数段" in campus.get("teacher", quiz.url) and "svg" in campus.live("teacher", quiz.url)["face"]
    assert campus.browser("teacher").app.get(quiz.url + "tables.xlsx").body[:2] == b"PK"
    assert "20" in campus.get("teacher", campus.room + "/report?name=quiz.quizzes")


@pytest.mark.feature("QUZ-07")
def test_another_key_marks_everybody_again_and_says_who_and_why(quiz, campus):
    quiz.submit("s1", **RIGHT)
    quiz.submit("s2", **{**RIGHT, "q1": "a"})
    campus.close_activity(quiz.url)
    with campus.writing() as school:
        from mooctang_quiz import marking

        from mooctang_core.api import find, thawed

        one = campus.host.live(find(school, quiz.url), school)
        fresh = thawed(one.questions)
        fresh[0]["key"] = "a"
        assert marking.rekey(one, fresh, marking.By("east-teacher", "林老师", campus.clock(), "印错了")) == 2
    assert (quiz.record("s1")[1], quiz.record("s2")[1]) == (15, 20)
    row = quiz.table("changes")[0]
    assert row[1:3] == ("林老师", 1) and "[B]" in row[3] and "[A]" in row[4] and row[5:] == ("印错了", 2)
    assert "印错了" in campus.get("teacher", quiz.url + "paper?person=" + campus.aid("s1"))


@pytest.mark.feature("QUZ-07")
def test_the_form_for_another_key(quiz, campus):
    quiz.submit("s1", **RIGHT)
    page = campus.browser("teacher").app.get(quiz.url + "rekey")
    form = next(form for form in page.forms.values() if form.action.endswith("rekey"))
    assert "什么都没有改" in form_with(form, why="没有").text
    answer = form_with(form, why="第一题两个都对", **{"q1.right": "c"})
    assert answer.status_int == 303
    assert quiz.record("s1")[1] == 15
    assert quiz.table("changes")[0][5] == "第一题两个都对"


def form_with(form, **fields):
    for name, value in fields.items():
        form[name] = value
    return form.submit("save", status="*")


@pytest.mark.feature("QUZ-05")
def test_a_short_text_is_marked_by_hand(quiz, campus):
    for who in ("s1", "s2"):
        quiz.submit(who, **{**RIGHT, "q5": "静者恒静"})
    assert quiz.record("s1")[1] == 16
    page = campus.browser("teacher").app.get(quiz.url + "marking?question=q5")
    form = next(form for form in page.forms.values() if form.action.endswith("/mark"))
    form["points"], form["why"] = "3", "意思到了"
    form.submit()
    assert (quiz.record("s1")[1], quiz.record("s2")[1]) == (19, 19)
    quiz.teach("mark", question="q5", person=campus.aid("s1"), points="4")
    assert quiz.record("s1")[1] == 20 and quiz.record("s2")[1] == 19
    for points in ("5", "-1", "nan", "viel"):
        quiz.teach("mark", status=422, question="q5", person=campus.aid("s1"), points=points)
    quiz.teach("mark", status=422, question="q5", person=campus.aid("s3"), points="1")


@pytest.mark.feature("BEY-20")
def test_vote_discuss_vote_again(campus):
    sheet = Sheet(campus, questions=ASKED[:1], two_rounds="true")
    sheet.submit("s1", q1="a")
    sheet.submit("s2", q1="b")
    sheet.draft("s3", q1="c")
    sheet.teach("discuss")
    sheet.teach("second", status=422)
    campus.run_jobs()
    assert sheet.record("s3")[0] == "server"
    assert "讨论" in campus.get("s1", sheet.url) and "讨论" in campus.wall(sheet.url)
    sheet.submit("s1", status=409, q1="b")
    sheet.teach("second")
    assert 'id="sheet"' in campus.get("s1", sheet.url)
    campus.at("10:03")
    sheet.submit("s1", q1="b")
    assert sheet.record("s1")[1] == 5 and sheet.record("s1")[2]["first"] == {"q1": "a"}
    assert "<b>1</b>" in campus.live("teacher", sheet.url)["face"]
    sheet.submit("s2", q1="b")
    campus.close_activity(sheet.url)
    sheet.teach("release")
    sheet.teach("wall", question="q1", what="answer")
    wall = campus.wall(sheet.url)
    before, after = wall.split("讨论后")
    assert "讨论前" in before and ">1</span>" in before and ">2</span>" in after


@pytest.mark.feature("QUZ-05")
def test_the_wall_shows_how_people_answered_only_when_told_to(campus):
    sheet = Sheet(campus, questions=ASKED[:1])
    sheet.submit("s1", q1="b")
    assert "obars" not in campus.wall(sheet.url) and "加速度" in campus.wall(sheet.url)
    sheet.teach("wall", question="q1", what="votes")
    assert "obars" not in campus.wall(sheet.url), "not while people answer"
    campus.close_activity(sheet.url)
    wall = campus.wall(sheet.url)
    assert "obars" in wall and 'class="key' not in wall
    sheet.teach("wall", question="q1", what="answer")
    assert 'class="key' not in campus.wall(sheet.url)
    sheet.teach("release")
    assert 'class="key' in campus.wall(sheet.url)
    sheet.teach("wall", status=422, question="q99", what="votes")


@pytest.mark.feature("QUZ-05")
def test_the_five_best_are_on_the_wall_only_by_choice(campus):
    for setting, there in (("false", False), ("true", True)):
        sheet = Sheet(campus, leaderboard=setting)
        sheet.submit("s1", **RIGHT)
        assert "qz-best" not in campus.wall(sheet.url)
        sheet.teach("release")
        assert ("qz-best" in campus.wall(sheet.url) and "学生1" in campus.wall(sheet.url)) is there
        assert "学生1" not in campus.wall(sheet.url, privacy="anonymous")


@pytest.mark.parametrize("text, options, room", [
    ("单位是？", ("m/s", "m/s²", "N"), ""), ("题" * 70, ("3 m/s", "6 m/s", "9 m/s", "18 m/s"), "qz-pairs"),
    ("题" * 60, ("甲" * 24,) * 4, "qz-tight"), ("题" * 90, ("甲" * 30,) * 6, "qz-tight qz-small"),
])
def test_a_long_question_is_set_so_that_the_wall_shows_all_of_its_options(campus, text, options, room):
    asked = {"id": "q1", "type": "single", "text": text, "score": 5, "key": "a", "options": [{"id": word, "text": said + word} for word, said in zip("abcdef", options, strict=False)]}
    sheet = Sheet(campus, questions=[asked])
    assert f'class="qz-left {room}"' in campus.wall(sheet.url)
