"""Who works with whom. Others ask with `host.first(school, "classroom_groups", classroom=…)`; lists get a column 小组.

A report of last week asks with `moment=…` and wants the groups of that day. A plugin that keeps none of old answers with today's.
"""

from mooctang_core.api import Group, groups_at, hookimpl


@hookimpl
def classroom_groups(classroom, moment=None):
    people = sorted(member.aid for member in classroom.everyone() if (member.was_here(moment) if moment else member.active))
    return [Group("1", "第 1 组", tuple(people[0::2])), Group("2", "第 2 组", tuple(people[1::2]))]


def test_the_group_is_beside_the_name(campus):
    sheet = campus.browser("teacher").app.get(campus.room + "/roster.csv").text.splitlines()
    assert sheet[0].endswith("学号,姓名,行政班,小组,认证,加入时间,最近活动")
    assert [line.split(",")[3] for line in sheet[1:]] == ["第 1 组", "第 2 组", "第 1 组"]


def test_the_past_can_be_asked_for(campus):
    then = campus.clock()
    campus.at("10:20").leave("s3")
    with campus.reading() as school:
        room = school["courses"]["physics"]["2026-fall"]["r7"]
        before, now = (groups_at(room, school, campus.host, moment) for moment in (then, None))
    assert [len(group.members) for group in before + now] == [2, 1, 1, 1]
