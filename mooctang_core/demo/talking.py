"""What a class says to one another between the lessons, when the plugin for it is there."""

import io
from datetime import timedelta

from ..committer import Command
from ..flows.deeds import carry_out
from ..model.base import path_of
from ..store import files

TEACHER = -1
SAID = (  # (hours ago, who, text, which line it answers)
    (70, TEACHER, "大家好，这里是班级空间，课外有问题都可以在这里问。", None),
    (69, 0, "老师好 👋", None), (69, 1, "收到 👍", None),
    (50, 2, "请问上次课的第二个例题，为什么可以忽略空气阻力？", None),
    (49, 3, "题目里说了“理想条件”，而且速度不大。", 3),
    (48, TEACHER, "说得对。下次课我们专门讲什么时候不能忽略。", 4),
    (47, 2, "明白了，谢谢！", 5),
    (26, 4, "有人一起预习下一节吗？我在图书馆二楼 📚", None), (26, 5, "我也去，带上笔记。", 7), (25, 6, "加一", 7),
    (8, 7, "课前预习是交照片还是打字？", None), (7, TEACHER, "都可以，照片拍清楚就行。", 10), (5, 8, "复习提纲我整理了一份，大家看看有没有漏的。", None),
)
OUTLINE = "复习提纲\n\n1. 基本概念和适用条件\n2. 三个例题的解法\n3. 容易错的地方：单位、正负号、参考系\n4. 课上讨论过的问题\n"


def talk_in_space(teller, room, teacher, now):
    """A few days of talk, with a question that was answered and a file."""
    if "classspace" not in teller.host.plugins:
        return
    people, numbers = [member.aid for member in room.present()[:9]], []
    for place, (hours, who, text, to) in enumerate(SAID):
        if who < len(people):
            outcome = _say(teller, room, teacher if who == TEACHER else people[who], text, numbers[to] if to is not None else 0, None, now - timedelta(hours=hours) + timedelta(minutes=place))
            numbers.append(outcome.fields.get("n", 0))
        else:
            numbers.append(0)
    if people:
        hash = files.keep(teller.school, io.BytesIO(OUTLINE.encode()))
        file = {"hash": hash, "name": "复习提纲.txt", "type": "text/plain", "size": len(OUTLINE.encode())}
        _say(teller, room, people[-1], "", 0, file, now - timedelta(hours=4, minutes=40))


def _say(teller, room, aid, text, quote, file, at):
    values = {"text": text, "quote": quote, "to_person": "", "file": file}
    command = Command("deed", teller.school.slug, path_of(room), "classspace", aid, values, at, key=f"{at.timestamp()}", sent={"deed": "mooctang_classspace.doing.say"})
    return carry_out(teller.school, command, teller.host, at)
