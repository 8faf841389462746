"""A drawing that goes out of date by itself, such as a code that changes, is made anew while somebody looks."""
from mooctang_core.live.hub import refresh_after

WALL = [["stage", "/r7", "wall", None]]


def test_the_least_wish_counts_and_is_never_too_soon():
    assert refresh_after('<p data-refresh="7.5"></p><p data-refresh="3"></p>') == 3
    assert refresh_after('<p data-refresh="0.001"></p>') == 0.5
    assert refresh_after("<p>nothing</p>") is None and refresh_after(None) is None


def test_it_is_drawn_again_and_again_while_somebody_looks(live):
    async def story(room):
        room.render.words = {("/r7", "wall"): '<p data-refresh="0.5"></p>'}
        page = room.page(None, WALL, device="w", kind="wall")
        await room.until(lambda: room.render.calls.count(("/r7", "wall", None)) >= 3)
        page.leave()
        await room.quiet(0.7)
        drawn = len(room.render.calls)
        await room.quiet(1.2)
        assert len(room.render.calls) == drawn
    live(story)


def test_changes_in_between_do_not_multiply_the_timers(live):
    async def story(room):
        room.render.words = {("/r7", "wall"): '<p data-refresh="0.6"></p>'}
        room.page(None, WALL, device="w", kind="wall")
        for _again in range(4):
            await room.quiet(0.15)
            room.change("record")
        await room.quiet(0.3)
        room.render.calls.clear()
        await room.quiet(1.3)
        assert len(room.render.calls) <= 3
    live(story)
