"""What a class does at home: last week's homework, reviewed and published; one that is due in some days, half handed in."""

from datetime import timedelta

from ..activity import Sent
from ..flows import releasing, teaching

DAYS_LEFT = 3
REPORTS = ("我先整理了课上的要点，再用自己的话写了一遍，最后做了两道例题。", "这一节最难的是把定义和例子对上，我画了一张图帮助自己理解。",
           "我查了课本和一篇文章，发现两种说法其实是一样的，只是出发点不同。", "我的疑问：如果条件变了，结论还成立吗？希望下次课能讨论。",
           "小结：先看条件，再选方法，最后检查单位。我错的题都是没有检查。")
WORDS = ("条理清楚，例子也合适。", "可以再多写一点自己的想法。", "图画得很好，结论再说明白一些。", "引用要写出处。")
RUBRIC = [{"name": "内容完整", "points": "40"}, {"name": "有自己的想法", "points": "40"}, {"name": "表达清楚", "points": "20"}]


def set_homework(teller, room, course, teacher, now):
    """Both pieces, when the plugin is there."""
    cls = teller.host.kinds.get("assignment", (None, None))[1]
    if cls is None or len(room["tasks"]):
        return
    begun = now - timedelta(days=9)
    past = _task(teller, room, cls, {"text": f"读“{course.title}”这一章，写一页读书笔记。", "peers": "3", "rubric": RUBRIC}, "读书笔记", teacher, begun, begun + timedelta(days=5))
    _hand_in(teller, past, begun, timedelta(days=5), 0.93)
    teaching.close(past, teller.school, teller.host, past.deadline)
    _review(teller, past)
    _mark(teller, past, teacher)
    releasing.release(past, teller.school, teller.host, now - timedelta(days=1))
    teaching.seal(past.node, teller.school, teller.host)
    due = (now + timedelta(days=DAYS_LEFT)).replace(hour=15, minute=59, second=0, microsecond=0)
    running = _task(teller, room, cls, {"text": "预习下一节，写下两个你想在课上问的问题。可以拍照上传手写的笔记。"}, "课前预习", teacher, now - timedelta(days=2), due)
    _hand_in(teller, running, now - timedelta(days=2), timedelta(days=2), 0.55)


def _task(teller, room, cls, settings, title, teacher, opens, due):
    given = cls.Settings().bind(host=teller.host, school=teller.school).deserialize(settings)
    node = teaching.add(room["tasks"], cls, given, title, teacher)
    node.due = due
    work = teller.host.live(node, teller.school)
    teaching.publish(work, teller.school, teller.host, opens)
    return work


def _hand_in(teller, work, opens, span, share):
    for person in work.people():
        if teller.rng.random() < share:
            work.sent = Sent()
            work.submit(person.aid, {"text": teller.rng.choice(REPORTS)}, opens + span * teller.rng.uniform(0.1, 0.98))


def _review(teller, work):
    for reviewer in work.allocation():
        for number, _done in work.review_state(reviewer):
            if teller.rng.random() < 0.9:
                marks = [round(points * teller.rng.uniform(0.6, 1)) for _name, points in work.criteria()]
                work.review(reviewer, number, marks, teller.rng.choice(WORDS), work.closed + timedelta(hours=teller.rng.uniform(1, 60)))


def _mark(teller, work, teacher):
    for person, _record in teller.rng.sample(work.handed_in(), min(4, len(work.handed_in()))):
        work.mark(person.aid, float(teller.rng.randint(75, 98)), teller.rng.choice(WORDS), None, teacher, work.closed + timedelta(days=2))
