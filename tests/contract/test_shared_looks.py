"""What one commit made stale is drawn with one look at the store; what was committed since is never missed."""

import time

import pytest
from strangers import activity_class, module_of

from mooctang_core.live.fragments import FragmentKey
from mooctang_core.web.streams import Renderer

DONE = 'data-done="1/'


@pytest.fixture
def opened(campus_of):
    mood = activity_class("mood")
    campus = campus_of(mood=module_of("mood", mood))
    return campus, campus.open(mood)


@pytest.fixture
def drawer(opened, monkeypatch):
    campus, _url = opened
    renderer = Renderer(campus.app.registry)
    manager, renderer.begins = renderer._reading.manager, 0
    begin = manager.begin

    def counted():
        renderer.begins += 1
        return begin()

    monkeypatch.setattr(manager, "begin", counted)
    yield renderer
    renderer._reading.drop()


def mine(campus, url, who):
    return FragmentKey("east", url.rsplit("/sessions/", 1)[0].rstrip("/"), "mine", campus.aid(who), "zh_CN", "light", "names", "east.test")


def test_drawings_of_one_commit_share_a_look(opened, drawer):
    campus, url = opened
    campus.post("s1", url, "submit")
    campus.post("s2", url, "submit")
    heard = time.monotonic()
    assert all(DONE in drawer(mine(campus, url, who), heard) for who in ("s1", "s2"))
    assert drawer.begins == 1


def test_a_drawing_wished_for_later_sees_what_was_committed_meanwhile(opened, drawer):
    campus, url = opened
    assert DONE not in drawer(mine(campus, url, "s1"), time.monotonic())
    campus.post("s1", url, "submit")
    assert DONE in drawer(mine(campus, url, "s1"), time.monotonic())
    assert drawer.begins == 2


def test_at_rest_it_holds_no_transaction_and_forgets_what_it_kept(opened, drawer):
    campus, url = opened
    drawer(mine(campus, url, "s1"), time.monotonic())
    drawer.rest()
    assert drawer._reading.kept == {}
    drawer._reading.manager.begin()     # would raise if one were open
    drawer._reading.manager.abort()


def test_after_a_drawing_that_failed_the_next_begins_from_nothing(opened, drawer, monkeypatch):
    campus, url = opened
    with monkeypatch.context() as broken, pytest.raises(ZeroDivisionError):
        broken.setattr("mooctang_core.web.streams.render_fragment", lambda *_: 1 / 0)
        drawer(mine(campus, url, "s1"), 0.0)
    campus.post("s1", url, "submit")
    assert DONE in drawer(mine(campus, url, "s1"), 0.0)
