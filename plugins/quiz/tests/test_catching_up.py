"""Who missed the class finds the quiz on the catch-up page: its key only once the results are out."""

import pytest

from mooctang_core.testing.campus import ROOM


@pytest.mark.feature("BEY-16")
def test_the_catch_up_page_shows_the_key_only_when_it_is_released(quiz, campus):
    quiz.submit("s1", q1="b")
    quiz.teach("close")
    campus.end()
    page = f"{ROOM}/sessions/1/catch-up"
    campus.at("11:00")
    before = campus.get("s2", page)
    assert "老师公布以后，题目、答案和解析在这里" in before and "几秒内" not in before and "SECRET-EXPLAIN" not in before
    quiz.teach("release")
    after = campus.get("s2", page)
    assert "加速度的单位是" in after and "SECRET-EXPLAIN" in after
