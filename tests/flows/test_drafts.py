"""Drafts, release and time for one person: what the core does for any type that asks for it."""

import sys
import types
from datetime import timedelta

import pytest

from mooctang_core.api import Activity, colander, hookimpl


class Essay(Activity):
    kind = "essay"
    title = "作文"
    drafts = True
    releasable = True
    closes_at_deadline = True

    class Answer(colander.MappingSchema):
        text = colander.SchemaNode(colander.String(), validator=colander.Length(max=100))

    def on_publish(self, now):
        self.deadline = now + timedelta(minutes=10)


class Tap(Activity):
    kind = "plaintap"
    title = "点"


@pytest.fixture
def essay(campus):
    module = types.ModuleType("mooctang_essay")
    module.activity_types = hookimpl(lambda: [Essay, Tap])
    module.__file__ = __file__
    sys.modules["mooctang_essay"] = module
    campus.host.add("essay", module)
    for slug in ("east", "west"):
        with campus.writing(slug) as school:
            school.enabled_plugins.add("essay")
    yield campus.open(Essay, at="10:00")
    del sys.modules["mooctang_essay"]


def draft(campus, who, url, status=204, **fields):
    browser = campus.browser(who)
    return browser.app.post(url + "draft", {**fields, "csrf_token": browser.token()}, headers={"HX-Request": "true"}, status=status)


def test_the_last_draft_is_submitted_at_the_end(campus, essay):
    draft(campus, "s1", essay, text="一半")
    draft(campus, "s1", essay, text="全部")
    with campus.activity(essay) as one:
        assert one.draft_of("east-s1") == {"text": "全部"} and one.draft_of("east-s2") is None
    campus.at("10:10:01").run_jobs()
    assert campus.record("s1", essay) == ("done", None, {"text": "全部"})
    draft(campus, "s1", essay, status=409, text="还有")


def test_what_cannot_be_submitted_stays_and_holds_nobody_up(campus, essay):
    draft(campus, "s1", essay, text="字" * 200)
    draft(campus, "s2", essay, text="好")
    campus.at("10:10:01").run_jobs()
    assert campus.record("s1", essay)[0] is None and campus.record("s2", essay)[0] == "done"
    assert [each.aid for each in campus.host.drafts.under("east", essay.rstrip("/"))] == [campus.aid("s1")]


def test_whoever_has_submitted_needs_no_draft(campus, essay):
    campus.post("s1", essay, "submit", text="交了")
    draft(campus, "s1", essay, status=409, text="改")


def test_without_script_a_draft_leads_back(campus, essay):
    assert campus.post("s1", essay, "draft", text="一半")
    assert len(campus.host.drafts.under("east", essay.rstrip("/"))) == 1


def test_a_type_without_drafts_takes_none_and_publishes_nothing(campus, essay):
    url = campus.open(Tap)
    draft(campus, "s1", url, status=404)
    campus.post("teacher", url, "release", status=422)


def test_results_are_published_and_taken_back(campus, essay):
    campus.post("teacher", essay, "release")
    with campus.activity(essay) as one:
        assert one.state == "closed" and one.released == campus.clock(), "publishing closes: answers and right ones must not meet"
    assert "收回成绩" in campus.get("teacher", essay)
    campus.post("teacher", essay, "unrelease")
    assert "公布成绩" in campus.get("teacher", essay)
    campus.post("teacher", essay, "release")
    campus.post("teacher", essay, "reopen")
    with campus.activity(essay) as one:
        assert one.released is None, "a new round has results of its own"


def test_more_time_for_one(campus, essay):
    campus.post("teacher", campus.room, "/care", person=campus.aid("s1"), time="1.5")
    with campus.activity(essay) as one:
        assert one.deadline_of("east-s1") - one.deadline == timedelta(minutes=5)
        assert one.deadline_of("east-s2") == one.deadline
    campus.post("teacher", campus.room, "/care", status=422, person=campus.aid("s1"), time="9")


def test_what_was_filled_in_waits_for_a_plugin_that_was_switched_off(essay, campus):
    draft(campus, "s1", essay, text="写到一半")
    with campus.writing() as school:
        school.enabled_plugins.remove("essay")
    campus.at("10:20").run_jobs()
    campus.run_jobs()
    with campus.writing() as school:
        school.enabled_plugins.add("essay")
    campus.at("10:21").run_jobs()
    campus.run_jobs()
    assert campus.record("s1", essay)[2]["text"] == "写到一半"
