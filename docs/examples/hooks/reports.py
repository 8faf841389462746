"""Tables on the statistics page of a classroom; the page, the csv file and the workbook are made from them."""

from mooctang_core.api import Column, Table, hookimpl


@hookimpl
def reports(classroom, request):
    held = classroom["sessions"].in_order()
    rows = [(session.__name__, session.started, len(session)) for session in held]
    return [Table("sessions", ("第几次", Column("开始", "time"), Column("活动", "number")), rows, title="上课记录")]


def test_it_can_be_read_and_taken_away(campus):
    page = campus.get("teacher", campus.room + "/reports")
    assert "上课记录" in page and "学情统计" in page
    taken = campus.browser("teacher").app.get(campus.room + "/report.csv", {"name": "example.sessions"})
    assert "第几次,开始,活动" in taken.text
