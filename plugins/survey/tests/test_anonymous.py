"""Anonymous means anonymous: on every page, in every table, in what is stored, and step by step."""

import itertools
from datetime import timedelta

import pytest
from survey_samples import SINGLE, WORDS

from mooctang_core.api import find
from mooctang_core.model.activities import Record

ROOM = "/courses/physics/2026-fall/r7"


@pytest.fixture
def url(hall):
    return hall.open(SINGLE, WORDS, anonymous=True)


def one(number):
    return {"q1": "a", "q2": f"murmur{number}"}


def everything(campus, url):
    """All that a teacher can see and take away."""
    browser = campus.browser("teacher").app
    pages = [browser.get(url).text, *campus.live("teacher", url).values(), campus.wall(url), browser.get(ROOM).text, *campus.live("teacher", ROOM).values()]
    with campus.activity(url) as survey:
        names = [table.name for table in survey.tables()]
    return "\n".join(pages + [browser.get(url + "table.csv", {"name": name}).body.decode("utf-8-sig") for name in names])


@pytest.mark.feature("SUR-03")
def test_the_record_says_only_took_part_and_answers_lie_apart(campus, hall, url):
    hall.crowd(url, range(1, 7), one)
    with campus.reading() as school:
        node = find(school, url)
        record = node.records[campus.aid("s2")]
        assert (record.status, record.score, record.at, dict(record.data), record.history, record.by) == ("done", None, None, {}, (), None)
        assert all(digest == "" for _key, digest, _outcome in record.seen)
        assert campus.host.drafts.get("east", node.__name__, campus.aid("s2")) is None
    page = campus.get("s2", url)
    assert "已提交" in page and "murmur" not in page


@pytest.mark.feature("SUR-03")
def test_while_answers_are_put_together_no_table_says_zero(campus, hall, url):
    hall.crowd(url, range(1, 7), one)
    campus.close_activity(url)
    assert [table.name for table in tables(campus, url)] == ["records"] and "正在汇总" in "".join(campus.live("teacher", url).values())
    hall.tick()
    assert [table.name for table in tables(campus, url)] == ["statistics", "details", "records"]


@pytest.mark.feature("SUR-03")
def test_no_table_and_no_page_ever_has_a_name_beside_an_answer(campus, hall, url):
    hall.crowd(url, range(1, 8), one)
    campus.close_activity(url)
    hall.tick()
    details = campus.table(url, "details")
    assert [column.title for column in details.columns] == ["1. 节奏怎么样？", "2. 想说什么？"]
    assert sorted(row[1] for row in details.rows) == [f"murmur{number}" for number in range(1, 8)]
    people = campus.table(url, "records")
    assert [row[2] for row in people.rows] == ["已参与"] * 7 + [""] * 6 and len(people.columns) == 3


@pytest.mark.feature("SUR-03")
def test_one_answer_a_person(campus, hall, url):
    hall.send("s1", url, **one(1), idem="k")
    hall.send("s1", url, **one(1), idem="k")
    assert "只能提交一次" in hall.send("s1", url, status=422, **one(2))
    with campus.activity(url) as survey:
        assert len(survey.urn) == 1


@pytest.mark.feature("BEY-24", "SUR-03")
def test_four_answers_are_never_shown(campus, hall, url):
    hall.crowd(url, range(1, 5), one)
    hall.tick()
    assert "murmur" not in everything(campus, url)
    campus.close_activity(url)
    hall.tick()
    seen = everything(campus, url)
    assert "murmur" not in seen and "不到 5 份" in seen and "100 %" not in seen
    assert "认不出是谁" in campus.wall(url)


@pytest.mark.feature("BEY-24")
def test_results_come_in_steps_and_no_step_gives_anybody_away(campus, hall, url):
    shown = []
    for number in range(1, 14):
        hall.crowd(url, [number], one)
        hall.tick()
        shown.append({row[1] for table in tables(campus, url) if table.name == "details" for row in table.rows})
    campus.close_activity(url)
    hall.tick()
    shown.append({row[1] for row in campus.table(url, "details").rows})
    assert shown[8] == set() and len(shown[9]) == 5 and len(shown[-1]) == 13
    assert all(before <= after and (before == after or len(after - before) >= 5) for before, after in itertools.pairwise(shown))


@pytest.mark.feature("BEY-24")
def test_while_it_is_open_nobody_learns_who_has_answered(campus, hall, url):
    empty = everything(campus, url)
    hall.crowd(url, range(1, 5), one)
    assert "不到 5 份" in campus.wall(url)
    texts = list(campus.live("teacher", url).values())
    hall.crowd(url, [5], one)
    hall.tick()
    assert "5+" in "".join(campus.live("teacher", url).values()) and texts != list(campus.live("teacher", url).values())
    now = "".join([*campus.live("teacher", url).values(), *campus.live("teacher", ROOM).values(), campus.wall(url)])
    assert not any(f"学生{number}" in now for number in range(1, 14)), "neither those who did nor those who did not"
    assert tables(campus, url) == [] and "已参与" not in empty


def tables(campus, url):
    with campus.activity(url) as survey:
        return survey.tables()


@pytest.mark.feature("BEY-24")
def test_credit_for_taking_part_comes_at_the_close(campus, hall, url):
    hall.crowd(url, range(1, 7), one)
    book = campus.get("teacher", ROOM + "/gradebook")
    assert "已参与" not in book
    campus.close_activity(url)
    assert campus.get("teacher", ROOM + "/gradebook").count("已参与") == 6


def test_the_order_of_the_details_is_not_the_order_of_coming(campus, hall):
    orders = set()
    for _again in range(3):
        url = hall.open(SINGLE, WORDS, anonymous=True)
        hall.crowd(url, range(1, 13), one)
        campus.close_activity(url)
        hall.tick()
        orders.add(tuple(row[1] for row in campus.table(url, "details").rows))
    assert len(orders) == 3 and tuple(f"murmur{number}" for number in range(1, 13)) not in orders


def test_the_log_says_nothing(campus, hall, url, caplog):
    with caplog.at_level("DEBUG"):
        hall.crowd(url, range(1, 7), one)
        campus.close_activity(url)
        hall.tick()
    assert "murmur" not in caplog.text


def test_what_was_saved_of_the_database_before_the_close_stays_sealed(campus, hall, url, tmp_path):
    hall.crowd(url, range(1, 7), one)
    assert b"murmur" not in (tmp_path / "store" / "main.fs").read_bytes()
    assert b"murmur" not in b"".join(path.read_bytes() for path in tmp_path.rglob("scratch*"))


def test_merged_accounts_are_one_person_who_took_part(campus, hall, url):
    hall.crowd(url, [1, 2], one)
    with campus.activity(url) as survey:
        first, second, none = (survey.record_of(campus.aid(who)) for who in ("s1", "s2", "s3"))
        assert survey.merge(first, second).status == "done" and survey.merge(none, second) is second
        assert survey.merge(Record("x"), first) is first


def test_merged_accounts_keep_the_earlier_sheet_where_there_are_names(campus, hall):
    url = hall.open(SINGLE)
    hall.send("s1", url, q1="a")
    campus.clock.forward(seconds=5)
    hall.send("s2", url, q1="b")
    with campus.activity(url) as survey:
        kept = survey.merge(survey.record_of(campus.aid("s1")), survey.record_of(campus.aid("s2")))
        assert kept.data["answers"]["q1"] == "a"


def test_two_rounds_are_one_crowd(campus, hall, url):
    hall.crowd(url, range(1, 7), one)
    campus.close_activity(url)
    hall.tick()
    campus.post("teacher", url, "reopen")
    hall.crowd(url, range(7, 9), one)
    hall.send("s1", url, status=422, **one(1))
    campus.close_activity(url)
    hall.tick()
    assert len(campus.table(url, "details").rows) == 6, "two more would be known by the difference"


def test_a_month_after_the_close_what_was_never_shown_is_gone(campus, hall, url):
    hall.crowd(url, range(1, 4), one)
    campus.close_activity(url)
    hall.tick()
    campus.clock.now += timedelta(days=31)
    campus.app.registry.jobs.opening._rests.clear()
    hall.tick()
    with campus.activity(url) as survey:
        assert len(survey.urn) == 0
