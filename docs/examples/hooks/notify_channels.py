"""A way by which notices reach people. `deliver` raises when it could not, and is called again later.

`message` is a dictionary with id, key, title, text, href, url, kind, sort, place, school, name and locale, in the reader's language. Without an `address`
method the address is the person's login method of the channel's word: "email:a@b.c" for a channel "email". Who has no address
is passed over. The same id may come twice, when a server died between delivering and writing it down.
"""

from mooctang_core.api import Notice, hookimpl, send_notice

CARRIED = []


class Pigeon:
    word = "email"
    title = "Pigeon"

    def deliver(self, message, address):
        CARRIED.append((address, message["title"]))


@hookimpl
def notify_channels(school):
    return [Pigeon()]


def test_a_notice_arrives(campus):
    with campus.writing() as school:
        notice = Notice("明天第一节在教三 204", to=(campus.aid("teacher"), campus.aid("s1")))
        send_notice(school, campus.host, notice, campus.clock())
    campus.run_jobs()
    assert CARRIED == [("teacher@east.test", "明天第一节在教三 204")]
