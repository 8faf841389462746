"""Messages find their language, and times and numbers are said as people say them."""
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mooctang_core.words import (
    Catalogues,
    both,
    day,
    duration,
    either,
    exact,
    number,
    percent,
    translator,
    when,
)

HERE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
_ = translator("mooctang_mood")


@pytest.fixture
def words(tmp_path):
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "mooctang_mood.po").write_text(
        'msgid "心情"\nmsgstr "Mood"\n\n'
        'msgid "共 ${n} 人"\nmsgstr "${n} ${n|person|people}"\n\n'
        'msgid "${who}很好"\nmsgstr "${who} is well"\n\n'
        'msgctxt "status"\nmsgid "心情"\nmsgstr "In the mood"\n\n'
        '#, fuzzy\nmsgid "猜"\nmsgstr "A guess"\n', "utf-8")
    return Catalogues().add("mooctang_core").add("mooctang_mood", path=tmp_path)


def test_chinese_needs_no_catalogue(words):
    assert words.translate(_("共 ${n} 人", n=3), "zh_CN") == "共 3 人"


def test_english_comes_from_the_po_file_of_the_domain(words):
    assert words.translate(_("心情"), "en") == words.translate("心情", "en_GB", "mooctang_mood") == "Mood"


def test_one_chinese_word_that_is_two_in_english(words):
    said = _("心情", context="status")
    assert words.translate(said, "zh_CN") == "心情" and words.translate(said, "en") == words.chameleon(said, target_language="en") == "In the mood"
    assert words.translate(_("${who}很好", who=said), "en") == "In the mood is well"
    assert words.translate(_("心情", context="unknown"), "en") == "心情"


def test_english_counts(words):
    assert [words.translate(_("共 ${n} 人", n=n), "en") for n in (0, 1, 2)] == ["0 people", "1 person", "2 people"]


def test_a_plugin_may_use_the_words_of_the_core(words):
    assert words.translate(_("昨天"), "en") == "Yesterday"


def test_a_label_without_a_domain_may_be_any_packages(words):
    assert words.translate("心情", "en") == "Mood"


def test_a_message_inside_a_message_is_translated_too(words):
    assert words.translate(_("${who}很好", who=_("心情")), "en") == "Mood is well"


def test_what_nobody_translated_or_only_guessed_stays_as_written(words):
    assert words.translate(_("猜"), "en") == "猜" and words.translate(_("新的"), "en") == "新的"


def test_names_of_people_are_never_filled_in(words):
    assert words.translate("${n} 的作业", "en") == "${n} 的作业"
    assert words.translate(_("${who}很好", who="${n}"), "en") == "${n} is well"


def test_a_template_hands_its_domain_its_places_and_its_language(words):
    assert words.chameleon("共 ${n} 人", "mooctang_mood", {"n": "<b>1</b>"}, None, "en", "共 ${n} 人") == "<b>1</b> person"
    assert words.chameleon(3, target_language="en") == 3


@pytest.mark.parametrize("ago, zh, en", [
    (timedelta(hours=1), "今天 11:00", "Today 11:00"),
    (timedelta(days=1), "昨天", "Yesterday"),
    (timedelta(days=3), "11-18", "18 Nov"),
    (timedelta(days=400), "2025-10-17", "17 Oct 2025"),
    (timedelta(hours=-1), "今天 13:00", "Today 13:00"),
    (timedelta(days=-1), "明天 12:00", "Tomorrow 12:00"),
    (timedelta(days=-3), "11-24 12:00", "24 Nov 12:00"),
])
def test_times_as_people_say_them(ago, zh, en):
    assert [when(NOW - ago, HERE, locale, NOW) for locale in ("zh_CN", "en")] == [zh, en]


def test_the_day_is_the_day_of_the_school_not_of_greenwich():
    late = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)          # one in the morning of the 21st in Shanghai
    assert when(late, "Asia/Shanghai", "zh_CN", NOW) == "今天 01:00"


def test_a_deadline_keeps_its_hour():
    assert exact(NOW - timedelta(days=1), HERE, "zh_CN", NOW) == "昨天 12:00"
    assert exact(NOW - timedelta(days=3), HERE, "en", NOW) == "18 Nov 12:00"


def test_numbers_with_units():
    assert [duration(s, "zh_CN") for s in (5, 60, 200, 3600, 7500)] == ["5 秒", "1 分钟", "3 分 20 秒", "1 小时", "2 小时 5 分"]
    assert duration(timedelta(minutes=5), "en") == "5 min"
    assert percent(0.873, "zh_CN") == "87%" and percent(0.873, "en", 1) == "87.3%" and percent(None, "en") == ""
    assert number(12345.6, "en") == "12,345.6" and number(None, "en") == ""


def test_lists_are_joined_as_each_language_joins_them():
    assert both("甲乙丙", "zh_CN") == "甲、乙和丙" and either("AB", "en") == "A or B"


def test_a_date_alone():
    assert day(NOW.date(), "zh_CN") == "2026-11-21"
