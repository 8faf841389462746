"""A student's way through a quiz, and what can go wrong on it."""

import pytest
from quiz_samples import ASKED, RIGHT, WRONG, Sheet

SECRETS = ("SECRET-EXPLAIN", "的变化率", "合力等于质量乘加速度", "有方向的量")


def everything_of(campus, url, who):
    """All that a student gets: page, stream, class page."""
    return "\n".join([campus.get(who, url), *campus.live(who, url).values(), campus.get(who, campus.room), *campus.live(who, campus.room).values()])


@pytest.mark.feature("QUZ-01")
@pytest.mark.feature("QUZ-02")
def test_each_type_is_asked_read_and_marked(quiz, campus):
    page = campus.get("s1", quiz.url)
    assert 'type="radio"' in page and 'type="checkbox"' in page and 'name="q4.0"' in page
    quiz.submit("s1", **RIGHT)
    quiz.submit("s2", **{**WRONG, "q2": ["a"]})
    assert quiz.record("s1")[:2] == ("done", 20)
    assert quiz.record("s2")[:2] == ("done", 2), "half of a multiple choice where nothing is wrong"


@pytest.mark.feature("QUZ-02")
def test_orders_differ_and_ids_do_not(campus):
    sheet = Sheet(campus, shuffle_questions="true", shuffle_options="true")
    with campus.activity(sheet.url) as one:
        orders = {tuple(each["id"] for each in one.for_person(f"east-s{n}")) for n in range(1, 30)}
        options = {tuple(o["id"] for each in one.for_person(f"east-s{n}") if each["id"] == "q1" for o in each["options"]) for n in range(1, 30)}
        assert len(orders) > 5 and len(options) > 2
        assert one.for_person("east-s1") == one.for_person("east-s1")
    sheet.submit("s3", **RIGHT)
    assert sheet.record("s3")[1] == 20


@pytest.mark.feature("QUZ-04")
def test_own_answers_at_once_and_the_rest_when_published(quiz, campus):
    answer = quiz.submit("s1", **RIGHT)
    page = campus.get("s1", quiz.url)
    assert "你的答案" in answer and "你的答案" in page and "F=ma" not in page.replace("Ｆ＝ＭＡ", "") and "20</b>" not in page
    campus.close_activity(quiz.url)
    assert "老师公布后" in campus.get("s1", quiz.url)
    quiz.teach("release")
    page = campus.get("s1", quiz.url)
    assert "20" in page and "SECRET-EXPLAIN" in page and "答对了" in page
    quiz.teach("unrelease")
    assert "SECRET-EXPLAIN" not in campus.get("s1", quiz.url)


@pytest.mark.feature("QUZ-04")
def test_no_key_leaves_the_server_before_it_may(quiz, campus):
    before = everything_of(campus, quiz.url, "s1") + campus.wall(quiz.url)
    quiz.draft("s1", **RIGHT)
    quiz.submit("s2", **WRONG)
    after = everything_of(campus, quiz.url, "s2") + everything_of(campus, quiz.url, "s1") + campus.wall(quiz.url)
    campus.close_activity(quiz.url)
    campus.run_jobs()
    closed = everything_of(campus, quiz.url, "s2") + everything_of(campus, quiz.url, "s3") + campus.wall(quiz.url)
    for html in (before, after, closed):
        assert not [word for word in SECRETS if word in html]
        assert "答错了" not in html and 'class="opt key"' not in html and "qz-score" not in html and "qz-points" not in html
    assert " 0 分" not in closed and "<b>0</b>" not in closed, "the score is not on the class page either"


@pytest.mark.feature("QUZ-04")
def test_when_the_teacher_allows_it(campus):
    for feedback, at_once, closed in (("release", False, False), ("close", False, True), ("submit", True, True)):
        sheet = Sheet(campus, feedback=feedback)
        sheet.submit("s1", **RIGHT)
        assert ("SECRET-EXPLAIN" in campus.get("s1", sheet.url)) is at_once
        assert "SECRET-EXPLAIN" not in campus.get("s2", sheet.url)
        campus.close_activity(sheet.url)
        assert ("SECRET-EXPLAIN" in campus.get("s1", sheet.url)) is closed


def test_once_is_once(quiz):
    quiz.submit("s1", **RIGHT)
    quiz.submit("s1", **RIGHT)
    assert "以第一次提交的为准" in quiz.submit("s1", status=422, **WRONG)
    assert quiz.record("s1")[1] == 20


def test_foreign_and_oversized_answers_are_refused(quiz):
    for fields in ({"q9": "a"}, {"q1": "b", "score": "100"}, {"q4.7": "x"}, {"q5": "长" * 6000}):
        quiz.submit("s1", status=422, **fields)
    assert quiz.record("s1")[0] is None


def test_an_option_that_is_not_there_is_no_answer(quiz):
    quiz.submit("s1", q1="zzz", q2=["a", "zzz"], q3="maybe")
    assert "q1" not in quiz.record("s1")[2]["answers"] and "q3" not in quiz.record("s1")[2]["answers"]


def test_somebody_elses_quiz_is_not_there(quiz, campus):
    for who in ("west:s1", "west:teacher"):
        campus.slug = "west"
        campus.post(who, quiz.url, "draft", status=404, q1="b")
        campus.post(who, quiz.url, "paper", status=404)
    campus.slug = "east"
    assert campus.get("s1", quiz.url + "paper?person=east-s2", status=403)
    assert campus.post("s1", quiz.url, "release", status=403)


def test_a_quiz_without_questions_is_not_published(campus):
    from mooctang_quiz.activity import Quiz

    url = campus.add(Quiz)
    assert "还没有题目" in campus.post("teacher", url, "publish", status=422)


def test_speed_counts_only_where_it_was_chosen(campus):
    sheet = Sheet(campus, minutes="10", speed="true", questions=ASKED[:1])
    with campus.writing() as school:
        room = school["courses"]["physics"]["2026-fall"]["r7"]
        room.set_member("east-s2", extra={"care": {"no_speed": True}})
    campus.at("10:05")
    sheet.submit("s1", q1="b")
    sheet.submit("s2", q1="b")
    assert sheet.record("s1")[1] == 3.75 and sheet.record("s2")[1] == 5
