"""What lies on the desk of a school's administration: a list that was just brought, and a student who asks for a change."""

from ..flows.importing import lifecycle
from ..flows.people import changing
from ..identity.private import Private
from ..identity.secret import server_secret

ROWS_SAMPLE = """学号,邮箱,昵称,真实姓名,出生年月,性别,入学年份,学制,所属班级,所属专业
900001,chen@example.edu.cn,小陈,陈一诺,20070312,女,2026,5,临床 2026-9 班,临床医学
900002,liu@example.edu.cn,小刘,刘子涵,20070930,男,2026,5,临床 2026-9 班,临床医学
900003,,小黄,黄思远,2007-13-01,男,2026,5,临床 2026-9 班,临床医学
900002,,小吴,吴悦然,20070101,女,2026,5,临床 2026-9 班,临床医学
"""
NAME_SAMPLE = "新生名单.csv"
WHY_SAMPLE = "户口本上的出生日期登记错了，已经更正。"


def lay_out(root, slug, home, staff, students, now):
    """The machine reads the file when the server starts: two good rows, and two to be mended."""
    school, alliance, private = root["schools"][slug], root["alliance"], Private(server_secret(home))
    manager, student = next(one.aid for one in staff if one.role == "manager"), students[-1]
    lifecycle.begin(school, "student", NAME_SAMPLE, ROWS_SAMPLE.encode(), manager, now, private)
    entry = school["people"].get(student.number)
    if entry is not None:
        changing.ask(school, alliance.accounts[student.aid], entry, {"birth": "20070214"}, WHY_SAMPLE, now, private)
