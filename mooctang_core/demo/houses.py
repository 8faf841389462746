"""How the demo's schools stand before the world: blocks on the home page, teachers who introduce themselves, a visit of an operator that is over."""

from datetime import timedelta

from ..flows import branding, faculty, visiting

HOME = {"kind": "text", "title": "写给新同学", "text": "第一次来？用**学号**认证，再输入老师给的**课堂码**，就能上课了。", "on": True}
LINKS = {"kind": "links", "title": "常用链接", "text": "图书馆 https://lib.example.edu\n教务处 https://jwc.example.edu", "on": True}
SAID = (("教授 · 物理学院", "讲授大学物理二十年，相信好问题比好答案重要。"), ("副教授", "喜欢把课堂变成一起解题的地方。"), ("讲师", "欢迎课后在班级空间里提问。"))
WHY = "学生反映手机上看不到历史课堂，帮忙查看"


def open_houses(root, host, people, operator, now):
    """`people`: {slug: its teachers}."""
    for slug, teachers in people.items():
        school = root["schools"][slug]
        school.brand["blocks"] = (*branding.usual_blocks(), HOME, LINKS)
        for person, (post, text) in zip(teachers, SAID, strict=False):
            faculty.introduce(school, person.aid, post=post, text=text)
    _visit(root, host, operator, now)


def _visit(root, host, operator, now):
    """Yesterday somebody was helped."""
    alliance, school, begun = root["alliance"], next(iter(root["schools"].values())), now - timedelta(days=1)
    person = next((alliance.accounts[entry.aid] for entry in school["people"].values() if entry.aid in alliance.accounts), None)
    if person is not None:
        visit = visiting.begin(alliance, school, host, alliance.accounts[operator.aid], person, WHY, 10, False, begun)
        visiting.end(alliance, school, visit.id, operator.aid, begun + timedelta(minutes=6))
