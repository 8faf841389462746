"""学情统计 through the running application: the class, those who need somebody, what to teach again, a stranger's activity in all of it."""

import pytest

from .stage import hold_term, online


@pytest.fixture
def term(campus):
    campus.plug(online())
    campus.urls = hold_term(campus)
    return campus


@pytest.mark.feature("STA-04", "STA-05", "STA-06", "STA-07")
def test_a_strangers_activity_stands_in_every_part_of_the_statistics(term):
    browser = term.browser("teacher")
    text = browser.get(term.room + "/reports?type=buzzer")
    html = browser.last.html
    assert "抢答 正确率" in html.find("dl", class_="kpi").text, "the head"
    assert "抢答" in html.find("section", attrs={"aria-labelledby": "trend-h"}).text
    assert "心脏有几个腔？" in html.find("section", attrs={"aria-labelledby": "again-h"}).text and "50 %" in text
    one = html.find("section", id="type")
    assert "用过的活动" in one.text and "抢答" in one.find("h3").text
    boards = [[item.find("a").text for item in board.find_all("li")] for board in one.find("div", class_="boards").find_all("section")]
    assert boards[0][:2] == ["学生1", "学生2"] and boards[1] == ["学生3"], "taking part"
    assert boards[2] == ["学生1"] and boards[3] == ["学生2"], "being right"
    checkin = browser.get(term.room + "/reports?type=checkin")
    boards = [[item.find("a").text for item in board.find_all("li")] for board in browser.last.html.find("div", class_="boards").find_all("section")]
    assert boards == [["学生1", "学生2"], ["学生3", "学生2"]] and "第 3 次" in checkin
    assert "红榜" not in term.get("s1", term.room + "/history")
    term.get("s1", term.room + "/reports", status=403)


@pytest.mark.feature("STA-08")
def test_who_falls_behind_is_named_with_reasons_and_hears_of_it_in_one_step(term):
    browser = term.browser("teacher")
    assert "连续缺课 3 次" in browser.get(term.room + "/reports") and "抢答 正确率 0 %" in browser.last.text
    ticked = [box["value"] for box in browser.last.html.find_all("input", attrs={"name": "person"})]
    assert ticked == ["east-s3", "east-s2"], "the most urgent first"
    assert "1 名学生发了消息" in term.post("teacher", term.room + "/", "warn", person="east-s3", text="来找我聊聊")
    letter = term.get("s3", "/messages")
    assert "连续缺课 3 次" in letter and "来找我聊聊" in letter
    assert "连续缺课" not in term.get("s2", "/messages")
    term.post("teacher", term.room + "/", "warn", status=422)
    term.post("teacher", term.room + "/", "warn", status=422, person="east-s1")
    term.post("s1", term.room + "/", "warn", status=403, person="east-s3")


@pytest.mark.feature("STA-01", "STA-02", "STA-03")
def test_the_online_half_with_who_has_watched_and_done_what(term):
    page = term.get("teacher", term.room + "/reports")
    assert "线上进度" in page and "1 人还没有开始" in page and "谁看了" in page
    assert "第一讲" in term.get("teacher", term.room + "/online?kind=video&from=2026-09-01&to=2026-09-30")
    app = term.browser("teacher").app
    assert "学生1,一班,是" in app.get(term.room + "/online.csv?kind=video").text
    tests = app.get(term.room + "/online.csv?kind=test&from=2026-09-01").text
    assert "第一章测验（2 / 3 人）" in tests and "学生2,一班,60" in tests and "学生3,一班,否" in tests
    assert app.get(term.room + "/online.xlsx?kind=test&from=nonsense").body[:2] == b"PK"


def test_a_correction_after_sealing_and_a_plugin_that_is_gone_are_counted(term):
    term.clock.forward(hours=2)
    term.run_jobs()
    with term.reading() as school:
        node = school["courses"]["physics"]["2026-fall"]["r7"]["sessions"]["2"]["2"]
        assert node.sealed is not None and node.sums.content == [("心脏有几个腔？", 0.5)]
        assert node.sums.marks["east-s1"] == (True, 1.0, 1.0)
    before = term.get("teacher", term.room + "/reports?type=buzzer")
    with term.writing() as school:
        school.enabled_plugins.remove("buzzer")
    after = term.get("teacher", term.room + "/reports?type=buzzer")
    assert "心脏有几个腔？" in before and "心脏有几个腔？" not in after and "需要关注" in after
