"""A plugin that raises, sleeps or returns nonsense: its part is calm, everything else stands, nothing is half-done."""

import pytest
from strangers import Mood, activity_class, module_of

from mooctang_core.model.base import find
from mooctang_core.testing.campus import ROOM


def boom(*_args):
    raise RuntimeError("boom")


@pytest.mark.feature("PLG-04", "BEY-05")
@pytest.mark.parametrize("face", ["student", "teacher"])
def test_a_face_that_raises_leaves_a_calm_card_and_the_page_stands(campus_of, face):
    mood = activity_class("mood", **{face: boom})
    campus = campus_of(mood=module_of("mood", mood))
    url = campus.open(mood)
    page = campus.get("s1" if face == "student" else "teacher", url)
    assert "暂时" in page and "boom" not in page
    with campus.reading() as school:
        assert campus.host.health_of(school, "mood").failures == 1


@pytest.mark.feature("PLG-04")
@pytest.mark.parametrize("nonsense", [None, 7, "text", ["list"]])
def test_a_face_that_returns_nonsense_is_contained_too(campus_of, nonsense):
    mood = activity_class("mood", student=lambda self, person_id: nonsense)
    campus = campus_of(mood=module_of("mood", mood))
    assert campus.get("s1", campus.open(mood))


@pytest.mark.feature("PLG-04")
def test_a_submit_that_raises_fails_alone_and_says_that_nothing_was_saved(campus_of):
    def submit(self, person_id, answer, now):
        self.save(person_id, "done", at=now, **answer)
        if answer["mood"] == "一般":
            raise RuntimeError("boom")

    mood = activity_class("mood", Answer=Mood, submit=submit)
    campus = campus_of(mood=module_of("mood", mood))
    url = campus.open(mood)
    said = campus.post("s1", url, "submit", status=500, mood="一般")
    assert "boom" not in said
    campus.post("s2", url, "submit", mood="好")
    assert campus.record("s1", url) == (None, None, {})
    assert campus.record("s2", url)[0] == "done"


@pytest.mark.feature("PLG-04")
def test_a_listener_that_raises_loses_only_what_it_wrote(campus_of):
    def record_saved(record, school):
        school.shelf("spy")["last"] = record.person_id
        raise RuntimeError("boom")

    mood = activity_class("mood", Answer=Mood)
    campus = campus_of(mood=module_of("mood", mood), spy=module_of("spy", record_saved=record_saved))
    url = campus.open(mood)
    campus.post("s1", url, "submit", mood="好")
    assert campus.record("s1", url)[2] == {"mood": "好"}
    with campus.reading() as school:
        assert dict(school.peek_shelf("spy")) == {}


@pytest.mark.feature("PLG-04")
@pytest.mark.parametrize("broken", ["cell", "tables", "marks"])
def test_a_figure_that_raises_leaves_the_page_standing(campus_of, broken):
    mood = activity_class("mood", **{broken: boom})
    campus = campus_of(mood=module_of("mood", mood))
    url = campus.open(mood)
    campus.post("s1", url, "submit")
    campus.close_activity(url)
    assert campus.get("teacher", url)
    assert "学生1" in campus.get("teacher", ROOM + "/gradebook")


@pytest.mark.feature("PLG-04")
def test_after_ten_failures_it_rests_and_the_manager_can_wake_it(campus_of):
    campus = campus_of(noisy=module_of("noisy", links=boom), mood=module_of("mood", activity_class("mood")))
    for _again in range(10):
        campus.get("manager", "/")
    with campus.reading() as school:
        assert not campus.host.is_on(school, "noisy") and campus.host.is_on(school, "mood")
    assert "noisy" in campus.get("manager", "/manage/plugins")
    campus.post("manager", "/manage/plugins", plugin="noisy", step="wake")
    with campus.reading() as school:
        assert campus.host.is_on(school, "noisy")


def test_what_is_not_plain_is_refused_by_name(campus_of):
    class Odd:
        pass

    mood = activity_class("mood", submit=lambda self, person_id, answer, now: self.save(person_id, "done", thing=Odd()))
    campus = campus_of(mood=module_of("mood", mood))
    url = campus.open(mood)
    campus.post("s1", url, "submit", status=500)
    assert campus.record("s1", url) == (None, None, {})


def test_what_is_handed_out_cannot_be_changed_in_place(campus_of):
    mood = activity_class("mood", Answer=Mood)
    campus = campus_of(mood=module_of("mood", mood))
    url = campus.open(mood)
    campus.post("s1", url, "submit", mood="好")
    with campus.reading() as school, pytest.raises(TypeError):
        find(school, url).records[campus.aid("s1")].data["mood"] = "一般"


@pytest.mark.feature("PLG-02")
def test_a_view_of_a_plugin_that_is_off_is_not_there(campus):
    plugin = campus.host.by_package("mooctang_buzzer")
    url = campus.open(campus.host.kinds["buzzer"][1])
    with campus.writing() as school:
        school.enabled_plugins.remove(plugin.name)
    campus.post("teacher", url, "judge", status=404, right="yes")
