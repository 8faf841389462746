"""Courses on their way in the demo: one waits for review, one was turned down, one is recommended, one is licensed to the other school."""

from datetime import timedelta

from ..flows import describing, licensing
from ..flows.reviewing import Desk
from .plan import SCHOOLS

WEIGHTS = {"tests": 20, "exam": 40, "homework": 15, "discussion": 10, "classroom": 15}
SAYS = {
    "physics": ("理学 · 物理学", "从力学到近代物理，每一章都从身边的现象讲起。", "会用物理模型分析医学里的问题。"),
    "anatomy": ("医学 · 基础医学", "按系统学习人体的形态和结构，配合三维图谱和实验课。", "能说出各系统的组成和位置关系。"),
    "programming": ("工学 · 计算机", "用 Python 完成十二个小项目，从画图到分析数据。", "能独立写出一百行左右的程序。"),
}
NEW = (("医学统计学", "医学 · 公共卫生", "看懂数据，会用检验", "submit"), ("医患沟通", "医学 · 人文", "把话说到病人心里", "reject"))
REASON = "课程大纲只有一句话，请写到每一章。"


def lay_out(root, host, staff, operator, now, today):
    """What the first school does with its courses, and what the alliance and the second school make of it."""
    alliance, school, other = root["alliance"], root["schools"][SCHOOLS[0].slug], root["schools"][SCHOOLS[1].slug]
    manager = next(person.aid for person in staff if person.role == "manager")
    names = {person.aid: person.name for person in staff}
    for name, says in SAYS.items():
        _describe(school["courses"][name], *says)
        _open_enrolment(school["courses"][name])
    at = Desk(school, host, manager, now - timedelta(days=3), names.get)
    teacher = [person.aid for person in staff if person.role == "teacher"][-1]
    for title, subject, summary, step in NEW:
        _new(at, teacher, (title, subject, summary), today, REASON if step == "reject" else "")
    licensing.recommend(at, alliance, school["courses"]["physics"], "开了六年，配有全套课堂练习。")
    licensing.recommend(at, alliance, school["courses"]["anatomy"], "实验课的录像都在课程里。")
    taken = licensing.take_in(alliance, school, school["courses"]["anatomy"], operator.aid, now - timedelta(days=1))
    terms = {"starts": today, "until": today + timedelta(days=365), "fee": "每学期 3000 元", "note": "仅限在校学生。"}
    licensing.grant(alliance, taken, other.slug, other.title, terms, operator.aid, now - timedelta(hours=20))


def _describe(course, subject, intro, aims):
    outline = "第一章 绪论\n第二章 基本概念\n第三章 方法与例题\n第四章 综合与讨论"
    course.details = {"subject": subject, "intro": intro, "aims": aims, "outline": outline, "credits": "3", "hours": "48"}
    course.grading = dict(WEIGHTS)


def _open_enrolment(course):
    term = describing.term_of(course)
    if term is not None:
        term.enrol_from, term.enrol_until = term.starts - timedelta(days=10), term.starts + timedelta(days=30)


def _new(at, teacher, facts, today, reason):
    """A course that its teacher submitted; with a reason the school did not like it."""
    title, subject, summary = facts
    course = at.create(title, teacher)
    begins = today + timedelta(days=60)
    describing.keep_dates(course, {"starts": begins, "ends": begins + timedelta(days=110), "enrol_from": today, "enrol_until": begins + timedelta(days=14)})
    _describe(course, subject, f"{summary}。面向二年级学生，一周两次课。", "能在工作里用得上。")
    course.summary = summary
    Desk(at.school, at.host, teacher, at.now, at.name_of).submit(course)
    if reason:
        at.reject(course, reason)
