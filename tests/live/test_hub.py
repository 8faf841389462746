"""What a page is told, and what it is spared."""
import asyncio
import time

from mooctang_core.live.drawing import SAVED_UP

CONSOLE = [["console", "/r7", "console", None]]


def test_a_page_first_gets_everything_it_watches(live):
    async def story(room):
        page = room.page("s1")
        await room.until(lambda: page.shows("class") == "class:x" and page.shows("mine") == "mine:x:s1")
    live(story)


def test_shared_fragments_are_drawn_once_for_all(live):
    async def story(room):
        pages = [room.page(f"s{n}") for n in range(30)]
        await room.until(lambda: all(page.shows("class") for page in pages))
        assert room.render.calls.count(("/r7", "class", None)) == 1
    live(story)


def test_a_record_reaches_the_wall_the_console_and_that_person(live):
    async def story(room):
        one, two = room.page("s1"), room.page("s2")
        wall = room.page(None, [["stage", "/r7", "wall", None]], device="w", kind="wall")
        teacher = room.page("t", CONSOLE + [["a", "/r7/sessions/1/1", "teacher", None]], kind="teacher")
        await room.until(lambda: all(page.events for page in (one, two, wall, teacher)) and two.shows("mine") and one.shows("mine"))
        await room.quiet()
        room.render.calls.clear()
        room.render.words = {("/r7", face): "new" for face in ("wall", "console", "mine", "class")}
        room.change("record", people=["s1"])
        await room.until(lambda: one.shows("mine") == "mine:new:s1" and wall.shows("stage") == "wall:new" and teacher.shows("console") == "console:new")
        await room.quiet()
        assert sorted(room.render.calls, key=str) == sorted(
            [("/r7", "wall", None), ("/r7", "console", None), ("/r7", "mine", "s1"), ("/r7/sessions/1/1", "teacher", None)], key=str)
        assert two.shows("mine") == "mine:x:s2"
    live(story)


def test_a_node_reaches_every_face_of_it_and_of_its_room(live):
    async def story(room):
        page = room.page("s1", [["class", "/r7", "class", None], ["a", "/r7/sessions/1/1", "student", "s1"], ["b", "/r7/sessions/1/2", "student", "s1"]])
        await room.until(lambda: page.shows("a") and page.shows("b") and page.shows("class"))
        await room.quiet()
        room.render.calls.clear()
        room.change("node")
        await room.quiet(0.5)
        assert sorted(room.render.calls) == [("/r7", "class", None), ("/r7/sessions/1/1", "student", "s1")]
    live(story)


def test_a_room_reaches_everything_in_it_and_no_other_room_or_school(live):
    async def story(room):
        page = room.page("s1", [["class", "/r7", "class", None], ["a", "/r7/sessions/1/1", "student", "s1"]])
        other = room.page("s1", [["class", "/r8", "class", None]], room="/r8")
        foreign = room.page("s1", school="thu")
        await room.until(lambda: page.shows("a") and page.shows("class") and other.events and foreign.shows("mine"))
        await room.quiet()
        room.render.calls.clear()
        room.change("room", "/r7")
        await room.quiet(0.5)
        assert sorted(room.render.calls) == [("/r7", "class", None), ("/r7/sessions/1/1", "student", "s1")]
    live(story)


def test_what_looks_the_same_is_not_sent_again(live):
    async def story(room):
        page = room.page("s1")
        await room.until(lambda: page.shows("class") and page.shows("mine"))
        told = len(page.events)
        room.change("room", "/r7")
        await room.quiet(0.6)
        assert len(page.events) == told
    live(story)


def test_many_changes_are_few_drawings_and_the_last_one_wins(live):
    async def story(room):
        page = room.page("t", CONSOLE, kind="teacher")
        await room.until(lambda: page.shows("console"))
        room.render.calls.clear()
        started = time.monotonic()
        for n in range(200):
            room.render.words["/r7", "console"] = n
            room.change("record", people=[f"s{n}"])
            await asyncio.sleep(0.004)
        await room.until(lambda: page.shows("console") == "console:199")
        assert len(room.render.calls) <= (time.monotonic() - started) * 10 + 2
    live(story)


def test_the_first_change_after_a_rest_is_pushed_at_once(live):
    async def story(room):
        page = room.page("t", CONSOLE, kind="teacher")
        await room.until(lambda: page.shows("console"))
        await room.quiet()
        room.render.words["/r7", "console"] = "new"
        started = time.monotonic()
        room.change("record")
        await room.until(lambda: page.shows("console") == "console:new")
        assert time.monotonic() - started < 0.1
    live(story)


def test_a_slow_reader_holds_one_event_and_then_the_newest(live):
    async def story(room):
        stream = room.hub.attach({"school": "pku", "aid": "t", "room": "/r7", "fragments": CONSOLE, "kind": "teacher"})
        await anext(stream)
        for n in range(5):
            room.render.words["/r7", "console"] = n
            room.change("record")
            await room.quiet(0.15)
        assert len(stream.news) == 1
        assert b"console:4" in await anext(stream)
        assert not stream.news
    live(story)


def test_a_revoke_ends_only_the_pages_that_it_means(live):
    async def story(room):
        kicked, same_person_elsewhere, other = room.page("s1"), room.page("s1", room="/r8"), room.page("s2")
        await room.until(lambda: all(page.events for page in (kicked, same_person_elsewhere, other)))
        room.change("revoke", "/r7", ["s1"])
        await room.until(lambda: kicked.stream.task.done())
        assert kicked.names()[-1] == "gone"
        assert not same_person_elsewhere.stream.task.done() and not other.stream.task.done()
        room.change("revoke", "", d=["d-s2"])
        await room.until(lambda: other.stream.task.done())
    live(story)


def test_a_revoke_on_the_way_catches_a_page_that_was_just_granted(live):
    async def story(room):
        asked = room.hub.now()
        room.change("revoke", "/r7", ["s1"])
        await room.quiet(0.1)
        stream = room.hub.attach({"school": "pku", "aid": "s1", "room": "/r7"}, since=asked)
        assert b"gone" in await anext(stream)
        again = room.hub.attach({"school": "pku", "aid": "s1", "room": "/r7"}, since=room.hub.now())
        assert again._last is None
    live(story)


def test_after_the_bus_was_away_everything_is_looked_at_again(live):
    async def story(room):
        page = room.page("s1")
        await room.until(lambda: page.shows("class") and page.shows("mine"))
        room.render.words["/r7", "class"] = "missed"
        room.bus._heard_reconnect()
        await room.until(lambda: page.shows("class") == "class:missed")
    live(story)


def test_a_face_that_fails_leaves_the_page_as_it_was_and_heals(live, monkeypatch):
    async def story(room):
        page = room.page("s1")
        await room.until(lambda: page.shows("class") and page.shows("mine"))
        room.render.words["/r7", "class"] = RuntimeError("plugin")
        room.change("room", "/r7")
        await room.quiet()
        assert page.shows("class") == "class:x"
        room.render.words["/r7", "class"] = "healed"
        await room.until(lambda: page.shows("class") == "class:healed")
    live(story)


def test_a_drawing_is_kept_for_a_page_that_comes_back_and_is_not_stale(live):
    async def story(room):
        page = room.page("s1")
        await room.until(lambda: page.shows("class"))
        page.leave()
        await room.quiet()
        calls = len(room.render.calls)
        back = room.page("s1")
        await room.until(lambda: back.shows("class"))
        assert len(room.render.calls) == calls
        back.leave()
        room.render.words["/r7", "class"] = "new"
        room.change("room", "/r7")
        await room.quiet()
        assert len(room.render.calls) == calls, "nobody looks, so nobody draws"
        again = room.page("s1")
        await room.until(lambda: again.shows("class") == "class:new")
    live(story)


def test_a_quarter_of_a_core_and_the_shared_ones_first(live):
    async def story(room):
        def busy(key, _since):
            until = time.thread_time() + 0.01
            while time.thread_time() < until:
                pass
            return str(time.monotonic())

        room.hub._drawing._render = busy
        pages = [room.page(f"s{n}") for n in range(100)]
        wall = room.page(None, [["stage", "/r7", "wall", None]], device="w", kind="wall")
        started = time.monotonic()
        before = room.hub._drawing.seconds
        told = 0
        while time.monotonic() - started < 3:
            room.change("node")
            await asyncio.sleep(0.05)
            told = max(told, len(wall.events))
        share = (room.hub._drawing.seconds - before) / (time.monotonic() - started)
        assert share < 0.25 + SAVED_UP / 3 + 0.05
        assert told >= 5, "the wall goes on while a hundred fragments of single people wait"
        assert pages
    live(story)


def test_who_did_something_comes_before_those_it_concerns_too(live):
    async def story(room):
        def slow(key, _since):
            until = time.thread_time() + 0.02
            while time.thread_time() < until:
                pass
            order.append(key.aid)
            return str(time.monotonic())

        order = []
        pages = [room.page(f"s{n}", [["mine", "/r7", "mine", f"s{n}"]]) for n in range(60)]
        await room.until(lambda: all(page.events for page in pages))
        room.hub._drawing._render = slow
        room.change("room", "/r7")
        await room.quiet(0.1)
        room.change("record", people=["s50"])
        await room.until(lambda: "s50" in order)
        assert len(order) < 20
    live(story)


def test_for_those_who_have_left_nothing_is_drawn(live):
    async def story(room):
        pages = [room.page(f"s{n}") for n in range(40)]
        await room.until(lambda: all(page.shows("mine") for page in pages))
        await room.quiet()
        room.render.calls.clear()
        room.change("room", "/r7")
        for page in pages:
            page.leave()
        await room.quiet(0.5)
        assert len(room.render.calls) < 5
        assert room.hub._drawing.waiting() == 0
    live(story)


def test_presence_counts_people_over_processes_and_forgets_the_silent(live):
    async def story(room):
        for n in range(3):
            room.page(f"s{n}")
        twice, teacher = room.page("s0"), room.page("t", CONSOLE, kind="teacher")
        assert room.hub.presence("pku", "/r7") == {"connected": 3}
        room.change("presence", "/r7", n=4, w="another")
        await room.until(lambda: room.hub.presence("pku", "/r7") == {"connected": 7})
        twice.leave()
        assert room.hub.presence("pku", "/r7") == {"connected": 7}
        room.hub._presence._clock = lambda: time.monotonic() + 60
        await room.until(lambda: room.hub.presence("pku", "/r7") == {"connected": 3})
        assert teacher.shows("console")
    live(story)


def test_streams_beat(live, monkeypatch):
    monkeypatch.setattr("mooctang_core.live.hub.BEAT_EVERY", 1)

    async def story(room):
        page = room.page("s1")
        await room.until(lambda: "beat" in page.names())
    live(story)


def test_stopping_ends_every_stream_with_a_word_when_to_come_back(live):
    async def story(room):
        pages = [room.page(f"s{n}") for n in range(200)]
        for page in pages:
            page.stream.task.add_done_callback(lambda _, page=page: room.hub.detach(page.stream))
        await room.hub.stop()
        assert room.hub.count() == 0
        assert all(page.names()[-1] == "retry" for page in pages)
    live(story)
