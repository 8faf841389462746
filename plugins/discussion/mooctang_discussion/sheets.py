"""The sheets of one discussion: every post, deleted ones too, and how everybody took part."""

from collections import Counter

from mooctang_core.api import Cell, Column, Table, groups_of, translator

from .posts import each

_ = translator("mooctang_discussion")


def state_of(post):
    if post.deleted:
        return Cell(_("已删除"), kind="bad")
    return Cell(_("已置顶"), kind="brand") if post.pinned else _("正常")


def posts(activity):
    """讨论: a row a post, in the order of time."""
    groups = activity.groups()
    columns = (
        Column(_("时间"), "time"), Column(_("学号"), "id"), _("姓名"), _("内容"), Column(_("点赞"), "number"), _("状态"), _("回复给"),
        *((_("小组"),) if groups else ()))
    threads = activity.threads()
    by_id = {post.id: post for post in threads}
    rows = []
    for post in sorted(each(threads), key=lambda post: post.at):
        person, first = activity.person(post.aid), by_id.get(post.to)
        answered = activity.person(first.aid).name if first is not None else ""
        group = (groups.get(post.group, _("未分组")),) if groups else ()
        rows.append((post.at, person.number, person.name, post.text, post.likes + post.by_teacher, state_of(post), answered, *group))
    return Table("posts", columns, rows, title=_("讨论"), note=_("老师点的赞也算在内。"))


def participation(activity):
    """参与: a row a person."""
    said, groups = list(each(activity.threads())), groups_of(activity)
    count: dict[str, Counter] = {name: Counter() for name in ("posts", "replies", "words", "got", "lost")}
    for post in said:
        count["lost"][post.aid] += bool(post.deleted)
        if not post.deleted:
            count["replies" if post.to else "posts"][post.aid] += 1
            count["words"][post.aid] += len(post.text)
            count["got"][post.aid] += post.likes + post.by_teacher
    columns = (
        Column(_("学号"), "id"), _("姓名"), _("行政班"), _("小组"), Column(_("发言"), "number"), Column(_("回复"), "number"), Column(_("字数"), "number"),
        Column(_("点赞"), "number"), Column(_("获赞"), "number"), Column(_("被删除"), "number"))
    rows = [(m.number, m.name, m.cohort, groups.get(m.aid, ""), count["posts"][m.aid], count["replies"][m.aid], count["words"][m.aid],
             len(activity.record_of(m.aid).data.get("likes", ())), count["got"][m.aid], count["lost"][m.aid]) for m in activity.people()]
    return Table("participation", columns, rows, title=_("参与情况"))
