"""Loading: what is wrong with one plugin is said, and never stops the others."""

import pytest
from strangers import Point, activity_class, module_of

from mooctang_core.plugins import PluginHost


def broken():
    raise ImportError("No module named 'gone'")


def test_a_plugin_that_cannot_be_imported_is_quarantined_and_the_rest_starts():
    host = PluginHost().load([Point("bad", broken), Point("good", lambda: module_of("good", activity_class("mood")))])
    assert list(host.plugins) == ["good"]
    assert "No module named 'gone'" in host.quarantined["bad"].message


def test_in_strict_mode_it_raises():
    with pytest.raises(ImportError):
        PluginHost(strict=True).load([Point("bad", broken)])


def test_two_plugins_cannot_own_one_kind():
    points = [Point(name, lambda name=name: module_of(name, activity_class("mood"))) for name in ("a", "b")]
    host = PluginHost().load(points)
    assert "already belongs to plugin 'a'" in host.quarantined["b"].message


def test_an_unknown_hook_is_named():
    host = PluginHost().load([Point("odd", lambda: module_of("odd", no_such_hook=lambda: None))])
    assert "no_such_hook" in host.quarantined["odd"].message


def test_an_event_that_asks_for_a_request_is_refused():
    host = PluginHost().load([Point("nosy", lambda: module_of("nosy", record_saved=lambda record, request: None))])
    assert "never given a request" in host.quarantined["nosy"].message


def test_what_is_not_an_activity_is_refused():
    host = PluginHost().load([Point("liar", lambda: module_of("liar", dict))])
    assert "must return Activity classes" in host.quarantined["liar"].message


def test_quarantine_names_the_version_and_keeps_the_trace():
    host = PluginHost().load([Point("bad", broken)])
    assert "Traceback" in host.quarantined["bad"].trace
