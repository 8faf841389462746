"""SIGTERM with pages open and people writing: gone within ten seconds, and nothing acknowledged is lost."""
import asyncio

from bench.client import leave, open_pages, run
from bench.ground import ROOM
from bench.hammer import Hammer
from bench.servers import Server


def test_a_stop_loses_nothing_and_is_quick(laid, sizes):
    number = sizes(150, 2000)
    place, url, (_teacher, *people) = laid(number)
    with Server(place.over) as server:
        hammer = Hammer(server, url, people[:16])

        async def story():
            pages = await open_pages(server.port, [(n, person.watch(f"{ROOM}/live")) for n, person in enumerate(people)], lambda *event: None)
            await hammer.more(100)
            seconds, code = await asyncio.to_thread(server.stop)
            hammer.stopping = True
            hammer.giving_up = True
            ended = sum(page.ended for page in pages)
            leave(pages)
            return seconds, code, ended

        found = []

        async def whole():
            await hammer.strike(lambda: _keep(story(), found))

        run(whole())
    seconds, code, ended = found[0]
    assert seconds < 10 and code == 0
    assert ended == number, "the pages were told good-bye"
    place.reopen()
    compared = hammer.compare(place)
    place.close()
    assert compared["lost"] == compared["duplicated"] == 0 and compared["acked"] >= 100


async def _keep(story, found):
    found.append(await story)
