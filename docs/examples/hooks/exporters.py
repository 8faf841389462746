"""A kind of file that people take out, beside csv and xlsx, which the core writes for every table."""

from mooctang_core.api import Table, hookimpl


class Plain:
    """The rows of a table as text."""

    word = "plain"
    title = "纯文本"
    ending = ".txt"

    def write(self, table):
        return "\n".join("  ".join(str(cell) for cell in row) for row in table.rows)


@hookimpl
def exporters():
    return [Plain]


def test_others_find_it(campus):
    with campus.reading() as school:
        write = campus.host.classes(school, "exporters")[0]().write
    assert write(Table("marks", ("姓名", "得分"), [("学生1", 5)])) == "学生1  5"
