"""Two thousand who post and like: nobody waits for anybody, and the board is drawn in time."""

import pytest
import transaction
from mooctang_discussion.activity import Discussion

from mooctang_core.api import find
from mooctang_core.testing.campus import ROOM, Campus
from mooctang_core.testing.loads import turns

MANY = 2000


@pytest.fixture(scope="module")
def hall(tmp_path_factory):
    """A hall of two thousand, each of whom has said something."""
    campus = Campus(tmp_path_factory.mktemp("crowd"), students=2)
    with campus.writing() as school:
        for number in range(MANY):
            find(school, ROOM).set_member(f"crowd-{number:04d}", name=f"同学{number}", number=f"9{number:04d}", spans=((campus.clock(), None),))
    campus.url = campus.open(Discussion, topic="大家好")
    yield campus
    campus.close()


def saying(campus, numbers, fields):
    """One server's transaction: these people each send this."""
    manager = transaction.TransactionManager(explicit=True)
    manager.begin()
    connection = campus.store.connection("main", manager)
    school = connection.root()["schools"]["east"]
    discussion = campus.host.live(find(school, campus.url), school)
    for number in numbers:
        discussion.submit(f"crowd-{number:04d}", {"text": "", "reply": "", "like": "", **fields(number)}, campus.clock())
    return manager, connection


def both(campus, fields):
    """Two servers at once, a thousand people each, side by side: neither commit may stumble over the other."""
    opened = [saying(campus, numbers, fields) for numbers in (range(0, MANY, 2), range(1, MANY, 2))]
    for manager, _connection in opened:
        manager.commit()
    for _manager, connection in opened:
        connection.close()


@pytest.mark.feature("DIS-01")
def test_two_thousand_post_and_like_without_a_conflict_and_the_board_is_drawn_in_time(hall):
    both(hall, lambda number: {"text": f"第 {number} 个人说的话"})
    with hall.activity(hall.url) as discussion:
        favourite, other = discussion.threads()[:2]
    hall.clock.forward(seconds=5)
    both(hall, lambda number: {"like": (other if favourite.aid == f"crowd-{number:04d}" else favourite).id})
    with hall.activity(hall.url) as discussion:
        threads, shown = discussion.threads(), {}
        assert len(threads) == MANY and max(post.likes for post in threads) == MANY - 1
        gathering = turns(lambda: shown.update(discussion.board()))
        assert len(shown["shown"]) == 15
        discussion.may_be_old = True
        again = turns(lambda: [discussion.board() for _student in range(200)]) / 200
        assert again < gathering / 4, "a page that is asked for is not gathered anew"
    assert gathering < 8_000, gathering
    board = hall.browser("s1").app.get(hall.url + "live", headers={"Accept": "application/json"}).json["board"]
    assert len(board) < 60_000 and "还有 1985 条" in board
