"""Evolve steps: once per school, by name, on record; nobody is served from older data."""

import types

import pytest
import transaction

from mooctang_core.flows import evolving
from mooctang_core.flows.evolving import Unfinished
from mooctang_core.hookspecs import hookimpl
from mooctang_core.plugins import PluginHost
from mooctang_core.testing import Campus
from mooctang_core.web import close_app, make_app


@pytest.fixture(autouse=True)
def no_steps_of_the_core(monkeypatch):
    """Only the steps of these stories count."""
    monkeypatch.setattr(evolving, "CORE_STEPS", ())


@pytest.fixture
def campus(tmp_path):
    made = Campus(tmp_path, host=PluginHost())
    yield made
    made.close()


def host_with(*steps, name="older"):
    host = PluginHost()
    module = types.ModuleType(name)
    module.evolve_steps = hookimpl(lambda: list(steps))
    host.add(name, module)
    return host


def slogan_of(campus, slug):
    with campus.reading(slug) as school:
        return school.brand["slogan"], dict(school.evolved)


def shout(school):
    school.brand["slogan"] = school.brand["slogan"] + "!"


def test_a_step_runs_once_in_each_school_and_is_on_record(campus):
    host = host_with(shout)
    done = evolving.evolve(campus.store, host, campus.clock)
    assert [(one.place, one.step, one.problem) for one in done] == [("east", "older:shout", ""), ("west", "older:shout", "")]
    assert evolving.evolve(campus.store, host, campus.clock) == []
    assert slogan_of(campus, "east") == ("!", {"older:shout": campus.clock()})
    assert slogan_of(campus, "west")[0] == "!"


def test_a_dry_run_does_the_work_and_takes_it_back(campus):
    host = host_with(shout)
    assert len(evolving.evolve(campus.store, host, campus.clock, dry_run=True)) == 2
    assert slogan_of(campus, "east") == ("", {})


def test_steps_come_in_the_order_of_their_names_and_see_what_came_before(campus):
    def a_first(school):
        school.brand["slogan"] = "a"

    def b_second(school):
        assert school.brand["slogan"] == "a"
        school.brand["slogan"] = "ab"

    host = host_with(b_second, a_first)
    assert not any(one.problem for one in evolving.evolve(campus.store, host, campus.clock, dry_run=True))
    evolving.evolve(campus.store, host, campus.clock)
    assert slogan_of(campus, "east")[0] == "ab"


def test_an_alliance_step_is_told_by_its_argument(campus):
    def rename(alliance):
        alliance.title = "新联盟"

    done = evolving.evolve(campus.store, host_with(rename), campus.clock)
    assert [one.place for one in done] == [""]
    with campus.reading() as school:
        assert school._p_jar.root()["alliance"].title == "新联盟"


def test_a_generator_is_committed_slice_by_slice_and_goes_on_where_it_was_cut_off(campus):
    fails = [True]

    def number(school):
        for place in range(len(school.brand.get("slogan", "")), 4):
            if place == 2 and fails:
                raise RuntimeError("the power failed")
            school.brand["slogan"] = school.brand["slogan"] + str(place)
            yield

    host = host_with(number)
    done = evolving.evolve(campus.store, host, campus.clock, only="east")
    assert "the power failed" in done[0].problem
    assert slogan_of(campus, "east") == ("01", {})
    fails.clear()
    assert evolving.evolve(campus.store, host, campus.clock, only="east")[0].problem == ""
    assert slogan_of(campus, "east")[0] == "0123"


def test_a_conflict_is_tried_again(campus):
    meddled = []

    def shout_late(school):
        if not meddled:
            meddled.append(1)
            with campus.writing() as other:
                other.brand["slogan"] = "someone else"
        school.brand["slogan"] = school.brand["slogan"] + "!"

    done = evolving.evolve(campus.store, host_with(shout_late), campus.clock, only="east")
    assert done[0].problem == ""
    assert slogan_of(campus, "east")[0] == "someone else!"


def test_after_a_step_that_failed_the_rest_of_that_school_waits(campus):
    def a_fails(school):
        if school.slug == "east":
            raise ValueError("a school with a gap")

    def b_next(school):
        school.brand["slogan"] = "b"

    done = evolving.evolve(campus.store, host_with(a_fails, b_next), campus.clock)
    assert [(one.place, one.step, bool(one.problem)) for one in done] == [
        ("east", "older:a_fails", True), ("west", "older:a_fails", False), ("west", "older:b_next", False)]


def test_the_server_refuses_older_data_and_says_what_to_run(campus):
    host = host_with(shout)
    with pytest.raises(Unfinished, match="older:shout for east.*mooctang evolve"):
        make_app(campus.settings, campus.store, host, campus.clock)


def test_unless_it_was_told_to_run_the_steps(campus, tmp_path):
    app = make_app(campus.settings.replace(run_evolve=True), campus.store, host_with(shout), campus.clock)
    assert slogan_of(campus, "east")[0] == "!"
    campus.app.registry.jobs.close()
    close_app(app)
    campus.close = lambda: None


def test_a_new_school_has_nothing_to_do(tmp_path):
    made = Campus(tmp_path, host=host_with(shout))
    assert evolving.waiting(made.store, made.host) == []
    with made.reading() as school:
        assert list(school.evolved) == ["older:shout"]
    made.close()


def test_a_school_that_was_brought_in_runs_what_it_lacks(campus):
    """As after import: the others are done, the new one is of an older version."""
    host = host_with(shout)
    evolving.evolve(campus.store, host, campus.clock)
    with transaction.manager:
        root = campus.store.connection("main", transaction.manager).root()
        del root["schools"]["west"].evolved["older:shout"]
    assert [one.place for one in evolving.evolve(campus.store, host, campus.clock)] == ["west"]
