"""The tables of a piece of homework: one of marks, one of who reviewed."""

from mooctang_core.api import Cell, Column, Table, translator

_ = translator("mooctang_assignment")


def tables(work):
    found = [Table("records", columns(work), [row(work, person) for person in work.people()], title=_("名单"))]
    return [*found, reviews(work)] if work.settings["peers"] else found


def columns(work):
    peers = (Column(_("互评得分"), kind="number"), _("收到的互评")) if work.settings["peers"] else ()
    return (Column(_("学号"), kind="id"), _("姓名"), _("状态"), Column(_("提交时间"), kind="time"), Column(_("字数"), kind="number"), Column(_("文件"), kind="number"),
            *peers, Column(_("老师打分"), kind="number"), Column(_("得分"), kind="number"), _("评语"))


def row(work, person):
    record = work.record_of(person.aid)
    data, mark = record.data, record.data.get("mark", {})
    status = work.status_of(record)
    handed, score = work.took_part(record), work.score_of(record)
    peers = ("" if (agreed := work.peer_score(record)) is None else agreed, received(work, record)) if work.settings["peers"] else ()
    return (person.number, person.name, Cell(work.word(status), kind={"late": "warn", "missed": "bad"}.get(status, "")) if status else "",
            record.at if handed else "", len(data.get("text", "")) if handed else "", len(data.get("files", ())) if handed else "", *peers,
            "" if mark.get("score") is None else mark["score"], "" if score is None else score, mark.get("comment", ""))


def received(work, record):
    """2 / 3: fewer than were asked for when a reviewer stayed away."""
    wanted = len(record.data.get("reviewers", ()))
    return f"{len(work.reviews_about(record))} / {wanted}" if wanted else ""


def reviews(work):
    """Who reviewed how many of those they were given."""
    heads = (Column(_("学号"), kind="id"), _("姓名"), Column(_("要评"), kind="number"), Column(_("已评"), kind="number"), _("状态"))
    rows = []
    for person in work.people():
        data = work.record_of(person.aid).data
        wanted, done = len(data.get("to_review", ())), len(data.get("given", {}))
        rows.append((person.number, person.name, wanted, done, state(wanted, done)))
    return Table("reviews", heads, rows, title=_("互评情况"))


def state(wanted, done):
    if not wanted:
        return _("没有参加互评")
    return _("评完了") if done >= wanted else Cell(_("还差 ${n} 份", n=wanted - done), kind="warn")
