"""One person, two accounts, used in everything there is: merged, nothing is lost; taken back, everything is as it was."""

import pytest

from mooctang_core.flows import merging
from mooctang_core.model.base import find
from mooctang_core.testing.campus import ROOM

from .conftest import photos
from .photograph import differences, mentions


@pytest.mark.feature("ACC-04", "BEY-07")
def test_merged_and_taken_back_is_as_it_was(lived):
    campus, _urls = lived
    before = photos(campus)
    name = campus.merge("s1", into="s2")
    between = photos(campus)
    assert between["east"] != before["east"] and between["west"] == before["west"]
    left = [path for path in mentions(between["east"], campus.aid("s1")) if not {"postings", "outbox"} & set(path)]
    assert left == [], "somewhere the old account is still named"
    campus.unmerge(name)
    found = differences(photos(campus), before)
    assert not found, "\n".join(map(str, found))


@pytest.mark.feature("ACC-04")
def test_everything_of_both_is_the_one_accounts(lived):
    campus, urls = lived
    campus.merge("s1", into="s2")
    new = campus.aid("s2")
    with campus.reading() as school:
        room = find(school, ROOM)
        assert campus.aid("s1") not in room.members and room.members[new]["spans"][-1][1] is None
        live = {kind: campus.host.live(find(school, url), school) for kind, url in urls.items()}
        posts = [post for thread in live["discussion"].threads() for post in (thread, *thread.replies)]
        assert {post.text for post in posts if post.aid == new} == {"First of the old.", "First of the new.", "Second of the old."}
        first = next(post for post in posts if post.text == "First of the old.")
        assert [reply.text for reply in first.replies] == ["I agree."] and first.likes == 2, "replies and likes found their way"
        assert live["quiz"].record_of(new).score == live["quiz"].record_of(new).score is not None
        assert [call["n"] for call in live["rollcall"].record_of(new).data["calls"]] == [1, 2, 3]
        assert live["announcement"].record_of(new).status is not None
        said = [message for key, message in room.peek_many("classspace", "private").items() if campus.aid("s3") in key]
        assert [(one["n"], one["text"]) for one in said] == [(1, "a"), (2, "b"), (3, "c"), (4, "d")]
        assert room.book.value("m1", new) == 7
        titles = [str(school.postings[name].notice["title"]) for name in school.inboxes[new].names]
        assert {"Hello one", "Hello two"} <= set(titles) and len(titles) > 2
        groups = campus.host.first(school, "classroom_groups", classroom=room)
        assert sum(new in group.members for group in groups) == 1


@pytest.mark.feature("ACC-04")
def test_every_way_to_log_in_leads_to_the_kept_account(campus):
    with campus.reading("alliance") as alliance:
        old = alliance.accounts[campus.aid("s1")].methods
    campus.browser("s1").get("/my")
    with campus.writing("alliance") as alliance:
        one = merging.begin(alliance, alliance.accounts[campus.aid("s2")], alliance.accounts[campus.aid("s1")], ["east"], {"east": "100012026001"}, campus.clock())
    campus.run_jobs()
    with campus.reading("alliance") as alliance:
        kept, gone = alliance.accounts[campus.aid("s2")], alliance.accounts[campus.aid("s1")]
        assert [alliance.account_by(method) for method in old] == [kept] and gone.disabled and not gone.methods
        assert kept.certifications["east"] == "100012026001" and not gone.certifications
        assert alliance.account_by("user:100012026002") is None, "the number that was given up is free again"
    with campus.reading() as school:
        assert school["people"]["100012026001"].aid == campus.aid("s2") and school["people"]["100012026002"].aid is None
        assert find(school, ROOM).members[campus.aid("s2")]["number"] == "100012026001"
    campus.unmerge(one.name)
    with campus.reading() as school:
        assert [school["people"][f"10001202600{n}"].aid for n in (1, 2)] == [campus.aid("s1"), campus.aid("s2")]


@pytest.mark.feature("BEY-07")
def test_what_was_done_since_stays_with_the_kept_account(lived):
    campus, urls = lived
    name = campus.merge("s1", into="s2")
    campus.post("s2", urls["quiz"], "submit", status=(200, 422, 409), q1="true")
    campus.at("10:20").post("s2", campus.room + "/", "space-say", text="after the merge")
    campus.post("s2", campus.room + "/", "space-say", text="e", **{"with": campus.aid("s3")})
    with campus.writing() as school:
        activity = campus.host.live(find(school, urls["survey"]), school)
        activity.save(campus.aid("s2"), "done", score=5, by=campus.aid("teacher"), why="seen", when=campus.clock())
    campus.close_activity(urls["quiz"])
    with campus.writing() as school:
        find(school, urls["quiz"]).seal()
        find(school, urls["assignment"]).seal()
    campus.unmerge(name)
    with campus.reading() as school:
        room = find(school, ROOM)
        assert room.member(campus.aid("s1")).active and room.member(campus.aid("s2")).active
        quiz, survey, work = (find(school, urls[kind]).records for kind in ("quiz", "survey", "assignment"))
        assert quiz[campus.aid("s1")].status is not None, "sealed meanwhile, and back all the same"
        assert work[campus.aid("s1")].data["text"] == "work of s1" and work[campus.aid("s2")].data["text"] == "work of s2"
        assert survey[campus.aid("s2")].score == 5 and survey[campus.aid("s1")].data
        texts = {message["text"]: message["by"] for message in room.peek_many("classspace", "messages").values()}
        assert texts["hello from the old"] == campus.aid("s1") and texts["after the merge"] == campus.aid("s2")


def test_a_job_that_stops_in_the_middle_is_begun_again(lived):
    campus, _urls = lived
    before = photos(campus)
    from mooctang_core.flows.merging import school as halves
    done = []
    whole = halves.do_place

    def stopping(*arguments):
        if not done:
            done.append(1)
            raise RuntimeError("the process dies here")
        return whole(*arguments)

    halves.do_place = stopping
    try:
        name = campus.merge("s1", into="s2")
        with campus.reading("alliance") as alliance:
            assert alliance.merges[name].schools["east"] == "waiting"
    finally:
        halves.do_place = whole
    campus.app.registry.jobs.ground._resting.clear()
    campus.run_jobs()
    with campus.reading("alliance") as alliance:
        assert alliance.merges[name].schools["east"] == "moved"
    campus.unmerge(name)
    found = differences(photos(campus), before)
    assert not found, "\n".join(map(str, found))


def test_what_came_in_on_the_way_follows_a_minute_later(campus):
    url = campus.open(campus.host.kinds["checkin"][1])
    name = campus.merge("s1", into="s2")
    with campus.writing() as school:
        room = find(school, ROOM)
        room.set_member(campus.aid("s1"), name="late", number="9", spans=((campus.clock(), None),))
        campus.host.live(find(school, url), school).save(campus.aid("s1"), "present", at=campus.clock())
    campus.at("10:05").run_jobs()
    with campus.reading() as school:
        assert campus.aid("s1") not in find(school, ROOM).members and find(school, url).records[campus.aid("s2")].status == "present"
    with campus.reading("alliance") as alliance:
        assert alliance.merging == () and set(alliance.merges[name].schools.values()) == {"settled"}


def test_a_month_later_nothing_is_kept_of_it(lived):
    campus, _urls = lived
    name = campus.merge("s1", into="s2")
    campus.clock.forward(days=31)
    campus.run_jobs()
    with campus.reading() as school:
        assert len(school.merges[name].changes) == 0
    with campus.writing("alliance") as alliance, pytest.raises(merging.Refused):
        merging.undo(alliance, alliance.merges[name], "x", campus.clock())


def test_two_merges_are_taken_back_the_last_first(campus):
    before = photos(campus)
    first = campus.merge("s1", into="s2")
    campus.at("10:05").run_jobs()
    second = campus.merge("s2", into="s3")
    campus.at("10:10").run_jobs()
    with campus.writing("alliance") as alliance, pytest.raises(merging.Refused):
        merging.undo(alliance, alliance.merges[first], "x", campus.clock())
    campus.unmerge(second)
    campus.unmerge(first)
    found = differences(photos(campus), before)
    assert not found, "\n".join(map(str, found))


def test_accounts_that_cannot_become_one(campus):
    with campus.writing("alliance") as alliance:
        one, other, operator = (alliance.accounts[campus.aid(who)] for who in ("s1", "s2", "operator"))
        for kept, gone in ((one, one), (one, operator), (operator, one)):
            with pytest.raises(merging.Refused):
                merging.refuse(alliance, kept, gone)
        merging.refuse(alliance, one, other)
        other.leaving = campus.clock()
        with pytest.raises(merging.Refused):
            merging.refuse(alliance, one, other)
        other.leaving, other.disabled = None, True
        with pytest.raises(merging.Refused):
            merging.refuse(alliance, one, other)
