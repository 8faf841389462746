"""Hear of every notice as it is sent. `notice` is a dictionary of title, text, href, kind, key and to (account ids)."""

from mooctang_core.api import Notice, hookimpl, send_notice


@hookimpl
def notice_sent(notice, school, now):
    shelf = school.shelf("example")
    shelf["sent"] = (*shelf.get("sent", ()), (notice["kind"], len(notice["to"])))


def test_notices_are_counted_by_kind(campus):
    with campus.writing() as school:
        notice = Notice("作业明天到期", to=(campus.aid("s1"), campus.aid("s2")), kind="reminder")
        send_notice(school, campus.host, notice, campus.clock())
    with campus.reading() as school:
        assert school.peek_shelf("example")["sent"] == (("reminder", 2),)
