"""Every page renders, for whom it is meant, in both languages; and for nobody else."""

import re

import pytest

from tests.pages.places import NAMES, pages
from tests.pages.stage import ROOM

HAN = re.compile(r"[\u4e00-\u9fff]+")
# What people and schools are called is not translated.
NAMES_OF_PEOPLE = re.compile("|".join((
    "东湖大学", "西山大学", "测试联盟", "大学物理", "物理一班", "一班", r"学生\d*", "林老师", "王老师", "教务", "运营", "外人",
    r"教三 \d+", r"周一 \S+ 节", "2026 秋", "中文")))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language, lang", [("zh_CN", "zh-CN"), ("en", "en")])
def test_a_page_stands_in_its_language(lesson, name, language, lang):
    campus, urls = lesson
    _name, who, url = next(page for page in pages(urls) if page[0] == name)
    browser = campus.browser(who, language=language)
    text = browser.get(url)
    html = browser.last.html
    assert html.html["lang"] == lang
    assert len(html.find_all("h1")) == 1 and html.find("main")
    assert html.title.text.strip(" ·") and "${" not in text


@pytest.mark.feature("I18N-01")
@pytest.mark.parametrize("name", NAMES)
def test_no_chinese_word_is_left_in_english(lesson, name):
    campus, urls = lesson
    _name, who, url = next(page for page in pages(urls) if page[0] == name)
    browser = campus.browser(who, language="en")
    browser.get(url)
    html = browser.last.html
    for quiet in html.find_all(attrs={"translate": "no"}):
        quiet.decompose()
    assert not HAN.findall(NAMES_OF_PEOPLE.sub("", str(html)))


@pytest.mark.feature("I18N-01")
def test_times_are_those_of_the_school(campus):
    campus.at("23:30")
    with campus.writing("west") as west:
        west.timezone = "Europe/Berlin"
    campus.end("west")
    assert "10:00" in campus.browser("teacher", "east").get(ROOM + "sessions/1/")
    campus.slug = "west"
    assert "04:00" in campus.browser("west:teacher", "west").get(ROOM + "sessions/1/")


@pytest.mark.parametrize("url, allowed", [
    ("", {"s1", "teacher"}), ("end", {"teacher"}), ("code", {"s1", "teacher"}), ("history", {"s1", "teacher"}), ("gradebook", {"teacher"}),
    ("gradebook.xlsx", {"teacher"}), ("roster", {"teacher"}), ("roster.csv", {"teacher"}), ("add?kind=playask", {"teacher"}), ("live", {"s1", "teacher"}),
    ("/manage/plugins", {"manager"}), ("/manage/plugins/export?plugin=play", {"manager"}),
])
@pytest.mark.parametrize("who", ["s1", "teacher", "outsider", "manager"])
def test_who_may_open_what(lesson, url, allowed, who):
    campus, _urls = lesson
    status = campus.browser(who).app.get(url if url.startswith("/") else ROOM + url, status="*").status_int
    if who in allowed:
        assert status in (200, 303)
    elif who != "manager":  # a manager sees the whole school, and may not teach in it
        assert status in (403, 404)


def test_a_stranger_is_sent_to_the_login_and_back(lesson):
    campus, _urls = lesson
    answer = campus.browser(None).app.get(ROOM)
    assert answer.status_int == 303 and "next=%2Fcourses%2Fphysics" in answer.location
