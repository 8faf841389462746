"""What plugins bring for one another: classes under a hook, of those that a school has on."""

import pytest
from strangers import Point, module_of

from mooctang_core.plugins import PluginHost


class Slider:
    word = "slider"


class School:
    """As much of a school as the host asks for."""

    slug = "east"

    def __init__(self, *enabled):
        self.enabled_plugins = set(enabled)


@pytest.mark.parametrize("hook", ["question_types", "importers", "exporters"])
def test_others_find_the_classes_of_plugins_that_are_on(hook):
    host = PluginHost()
    host.add("sliders", module_of("sliders", **{hook: lambda: [Slider]}))
    assert host.classes(School("sliders"), hook) == [Slider]
    assert host.classes(School(), hook) == []
    host.set_aside("sliders", RuntimeError("cannot be configured"))
    assert host.classes(School("sliders"), hook) == []


def test_what_is_no_class_is_refused_by_name():
    host = PluginHost().load([Point("liar", lambda: module_of("liar", importers=lambda: [Slider()]))])
    assert "importers() of liar must return classes" in host.quarantined["liar"].message


def test_the_first_offer_counts_and_one_that_raises_is_passed_over():
    def broken(settings):
        raise RuntimeError("boom")

    host = PluginHost()
    for name, function in (("a", broken), ("b", lambda settings: None), ("c", lambda settings: "here"), ("d", lambda settings: "too late")):
        host.add(name, module_of(name, search_backend=function))
    assert host.offered("search_backend", settings=None) == "here"


def test_who_could_not_answer_is_named():
    class Stored(School):
        _p_jar = None

    def broken():
        raise RuntimeError("boom")

    host = PluginHost()
    host.add("bad", module_of("bad", links=broken))
    host.add("good", module_of("good", links=lambda: ["link"]))
    answers = host.ask(Stored("bad", "good"), "links")
    assert answers == [("good", ["link"])] and answers.failed == ["bad"]
    assert host.has(Stored("good"), "links") and not host.has(Stored(), "links")
