"""Campuses take over each other's views, and nothing else."""

import pytest
from strangers import activity_class, module_of

OWN = ("settings_", "store", "host", "clock", "bus", "hub", "committer", "jobs", "secret", "csrf", "passwords", "calls", "alike", "requests", "templates", "refusals")


def sees_itself(campus):
    return "大学物理" in campus.get("s1", campus.room) and "大学物理" in campus.get("teacher", campus.room)


def test_the_next_campus_has_the_views_of_a_closed_one_and_all_else_of_its_own(campus_of):
    before = campus_of()
    assert sees_itself(before)
    registry, had = before.app.registry, {name: getattr(before.app.registry, name) for name in OWN}
    cookie = before.browser("s1").app.cookies["mooctang"]
    registry.hung_by_a_test, registry.resolve = True, None
    before.close()
    campus = campus_of()
    assert campus.app.registry is registry and campus.app is not before.app
    assert [name for name in OWN if getattr(registry, name) is had[name]] == []
    assert not hasattr(registry, "hung_by_a_test") and not hasattr(registry, "resolve")
    campus.browser(None).app.set_cookie("mooctang", cookie)
    assert "/login" in campus.browser(None).app.get(campus.room, status=303).location, "a device of the campus before is nobody here"
    assert sees_itself(campus)


def test_two_at_a_time_stand_apart(campus_of):
    one, other = campus_of(), campus_of()
    assert one.app.registry is not other.app.registry
    assert sees_itself(one) and sees_itself(other)


def test_closing_twice_does_not_close_the_next(campus_of):
    before = campus_of()
    before.close()
    campus = campus_of()
    before.close()
    assert campus.app.registry is before.app.registry and sees_itself(campus)
    campus.app.registry.passwords.later(int).result(5)


def test_with_other_plugins_it_is_other_views(campus_of):
    before = campus_of()
    before.close()
    assert campus_of(mood=module_of("mood", activity_class("mood"))).app.registry is not before.app.registry


def test_what_was_plugged_in_on_the_way_does_not_stay(campus_of):
    before = campus_of()
    before.plug(module_of("bell", configure=lambda config: config.add_route("stranger_bell", "/bell")), "bell")
    before.close()
    assert campus_of().app.registry is not before.app.registry


@pytest.mark.parametrize("keep", [lambda config: config.registry.store, lambda config: config.registry.host,
                                  lambda config: setattr(config.registry, "stranger", {}), lambda config: 1 / 0])
def test_a_plugin_that_may_have_kept_something_is_configured_anew(campus_of, keep):
    asked = []

    def configure(config):
        asked.append(config)
        keep(config)

    module = module_of("keen", configure=configure)
    for _campus in range(2):
        campus = campus_of(keen=module)
        assert sees_itself(campus)
        campus.close()
    assert len(asked) == 2


def test_a_plugin_that_keeps_nothing_is_configured_once(campus_of):
    asked = []
    module = module_of("plain", configure=lambda config: asked.append(config))
    for _campus in range(3):
        campus = campus_of(plain=module)
        assert sees_itself(campus)
        campus.close()
    assert len(asked) == 1
