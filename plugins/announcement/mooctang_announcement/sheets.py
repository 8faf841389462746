"""The sheet of receipts: who has read, who has confirmed, and when."""

from mooctang_core.api import Column, Table, translator

_ = translator("mooctang_announcement")


def receipts(activity):
    columns = (Column(_("学号"), "id"), _("姓名"), _("行政班"), _("状态"), Column(_("打开时间"), "time"), Column(_("确认时间"), "time"))
    return Table("receipts", columns, [row(activity, person) for person in activity.people()], title=_("阅读回执"))


def row(activity, person):
    record = activity.record_of(person.aid)
    word = activity.word(record.status) if record.status else _("没有打开过")
    return (person.number, person.name, person.cohort, word, record.data.get("read"), record.at if record.status == "known" else None)


def seen(lesson):
    """教案: who opened it, and when."""
    columns = (Column(_("学号"), "id"), _("姓名"), _("行政班"), _("状态"), Column(_("打开时间"), "time"))
    rows = [(*row(lesson, person)[:5],) for person in lesson.people()]
    return Table("seen", columns, rows, title=_("谁看过"))
