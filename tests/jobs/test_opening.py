"""Answers without names: sealed until five can be opened together, and nobody can say afterwards whose was which."""

import types
from base64 import b64decode
from datetime import timedelta

import pytest

from mooctang_core.api import Activity, colander, hookimpl
from mooctang_core.model.base import find
from mooctang_core.plugins import PluginHost
from mooctang_core.testing import Campus
from mooctang_core.urns import SPACE, TOO_FEW_KEPT, to_open


class Whisper(Activity):
    """One word, of nobody."""

    kind = "whisper"
    title = "悄悄话"
    discreet = True

    class Answer(colander.MappingSchema):
        word = colander.SchemaNode(colander.String())

    def on_publish(self, now):
        self.urn.lay()

    def submit(self, person_id, answer, now):
        self.urn.drop(person_id, answer["word"])
        return self.save(person_id, "done")


WHISPERS = types.ModuleType("whisper_plugin")
WHISPERS.activity_types = hookimpl(lambda: [Whisper])


@pytest.fixture
def campus(tmp_path):
    host = PluginHost()
    host.add("whisper", WHISPERS)
    made = Campus(tmp_path, students=13, host=host)
    yield made
    made.close()


def whisper(campus, url, numbers):
    for number in numbers:
        campus.post(f"s{number}", url, "submit", word=f"murmur{number}")


def opened(campus, url):
    campus.run_jobs()
    with campus.activity(url) as activity:
        return sorted(activity.urn.opened)


def key(campus, url):
    with campus.reading() as school:
        return campus.store.scratch.get(SPACE, find(school, url).urn.word)


@pytest.mark.parametrize(("opened", "waiting", "closed", "now"), [
    (0, 4, False, 0), (0, 9, False, 0), (0, 10, False, 5), (5, 9, False, 0), (5, 10, False, 5), (0, 2000, False, 1995),
    (0, 4, True, 0), (0, 5, True, 5), (5, 6, True, 6), (12, 1, True, 0), (12, 5, True, 5)])
def test_never_fewer_than_five(opened, waiting, closed, now):
    assert to_open(opened, waiting, closed) == now


def test_no_two_results_ever_differ_by_fewer_than_five():
    for many in range(60):
        opened = waiting = 0
        shown = []
        for _one in range(many):
            waiting += 1
            now = to_open(opened, waiting, False)
            opened, waiting = opened + now, waiting - now
            shown.append(opened)
        shown.append(opened + to_open(opened, waiting, True))
        assert {b - a for a, b in zip([0, *shown], shown, strict=False)} <= {0, *range(5, 15)}
        assert shown[-1] in ((0,) if many < 5 else (many,))


def test_answers_are_shown_in_steps_and_all_of_them_after_the_close(campus):
    url = campus.open(Whisper)
    whisper(campus, url, range(1, 10))
    assert opened(campus, url) == []
    whisper(campus, url, [10])
    assert len(opened(campus, url)) == 5
    whisper(campus, url, [11, 12])
    assert len(opened(campus, url)) == 5
    campus.close_activity(url)
    assert opened(campus, url) == sorted(f"murmur{number}" for number in range(1, 13))


def test_four_are_never_shown_and_forgotten_in_the_end(campus):
    url = campus.open(Whisper)
    whisper(campus, url, range(1, 5))
    campus.close_activity(url)
    assert opened(campus, url) == [] and key(campus, url)
    campus.app.registry.jobs.opening._rests.clear()
    campus.clock.now += TOO_FEW_KEPT + timedelta(hours=1)
    assert opened(campus, url) == [] and key(campus, url) is None
    with campus.activity(url) as activity:
        assert len(activity.urn) == 0 and activity.record_of(campus.aid("s1")).status == "done"


def test_who_comes_in_a_later_round_is_not_alone_either(campus):
    url = campus.open(Whisper)
    whisper(campus, url, range(1, 8))
    campus.close_activity(url)
    assert len(opened(campus, url)) == 7
    campus.post("teacher", url, "reopen")
    whisper(campus, url, [8, 9])
    campus.close_activity(url)
    assert len(opened(campus, url)) == 7
    campus.post("teacher", url, "reopen")
    whisper(campus, url, [10, 11, 12])
    campus.close_activity(url)
    assert len(opened(campus, url)) == 12


def test_the_disk_does_not_say_who_wrote_what(campus, tmp_path):
    url = campus.open(Whisper)
    whisper(campus, url, range(1, 8))
    private = key(campus, url)[2]
    before = (tmp_path / "store" / "main.fs").read_bytes()
    assert b"murmur" not in before, "every old transaction holds only what is sealed"
    campus.close_activity(url)
    assert len(opened(campus, url)) == 7 and key(campus, url) is None
    rest = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file() and path.name.startswith("scratch"))
    assert private.encode() not in rest and b64decode(private) not in rest
    after = (tmp_path / "store" / "main.fs").read_bytes()[len(before):]
    places = sorted(range(1, 8), key=lambda number: after.find(f"murmur{number}".encode()))
    assert after.count(b"murmur3") >= 1 and len(places) == 7, "all in one transaction"


def test_the_record_says_only_that_one_took_part(campus):
    url = campus.open(Whisper)
    whisper(campus, url, [3])
    with campus.reading() as school:
        record = find(school, url).records[campus.aid("s3")]
        assert (record.status, record.at, dict(record.data), record.history) == ("done", None, {}, ())
        assert all(digest == "" for _key, digest, _outcome in record.seen)


def test_the_same_form_sent_twice_is_one_answer(campus):
    url = campus.open(Whisper)
    for _again in range(3):
        campus.post("s1", url, "submit", word="once", idem="the-same")
    with campus.activity(url) as activity:
        assert len(activity.urn) == 1


def test_while_it_is_open_nobody_is_named_and_counts_come_in_steps(campus):
    url = campus.open(Whisper)
    whisper(campus, url, range(1, 5))
    seen = "".join(campus.live("teacher", url).values())
    assert "学生5" not in seen and ">0</b>" in seen and ">4</b>" not in seen
    whisper(campus, url, [5, 6])
    assert ">5</b>" in "".join(campus.live("teacher", url).values())
    campus.close_activity(url)
    assert ">6</b>" in "".join(campus.live("teacher", url).values())


def test_a_key_that_belongs_to_nothing_is_thrown_away_a_day_later(campus):
    keys, scratch = campus.host.urns, campus.store.scratch
    keys.keep("orphan", "east", "/nowhere", b"k" * 32)
    campus.run_jobs()
    assert keys.get("orphan")
    scratch.put(SPACE, "orphan", [*scratch.get(SPACE, "orphan")[:3], scratch.clock() - 100_000])
    campus.run_jobs()
    assert keys.get("orphan") is None
