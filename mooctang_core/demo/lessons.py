"""What a class did: activities of whatever plugins are there, with answers as people give them."""

import logging
from datetime import timedelta
from typing import Any, NamedTuple

from ..activity import Sent
from ..flows import releasing, teaching
from ..model.activities import OPEN
from .plan import ANSWERS, FEEDBACK, REPLIES

log = logging.getLogger("mooctang.demo")


class Recipe(NamedTuple):
    """One activity: its settings as a teacher's form sends them, and what a student sends, or None for whoever does not."""

    kind: str
    settings: dict
    answer: Any
    """function(rng, place of the student) -> fields or None"""
    after: int
    """Seconds after the beginning of the class."""
    open_for: int
    title: str = ""
    more: Any = None
    """function(rng, activity, person) -> fields that a student sends afterwards, or None"""
    teacher: Any = None
    """function(rng, activity, teacher, now): what the teacher does while it is open"""
    most: int | None = None
    """At most so many send something: a hall does not all talk, and each who does reads what the others said."""


def checkin(course):
    def answer(rng, place):
        return {} if rng.random() < 0.95 else None

    return Recipe("checkin", {"late_after": "5"}, answer, 30, 900)


def quiz(course):
    """A short test on what the course is about; results are published, as a teacher does after class."""
    def answer(rng, place):
        if rng.random() < 0.06:
            return None
        return {question["id"]: question["key"] if rng.random() < 0.75 else rng.choice("abcd") for question in questions}

    questions = [{"id": f"q{number}", "type": "single", "text": q["text"], "score": 5, "key": "abcd"[q["right"]], "explain": q.get("why", ""), "partial": "none",
                  "options": [{"id": "abcd"[place], "text": text} for place, text in enumerate(q["options"])]}
                 for number, q in enumerate(course.quiz, 1)]
    return Recipe("quiz", {"questions": questions, "minutes": "5"}, answer, 1500, 480, "随堂练习")


def discussion(course):
    def answer(rng, place):
        return {"text": rng.choice(REPLIES)} if rng.random() < 0.6 else None

    return Recipe("discussion", {"topic": course.topic}, answer, 2400, 600, "课堂讨论", liking, most=120)


def group_talk(course):
    """The same, each group on a board of its own."""
    recipe = discussion(course)
    return recipe._replace(settings={**recipe.settings, "by_group": "true"}, title="小组讨论")


def liking(rng, activity, person):
    """Some like what somebody said, some answer it."""
    seen = activity.threads(activity.group_of(person.aid) if activity.settings["by_group"] else None)
    if not seen or rng.random() < 0.45:
        return None
    post = seen[int(len(seen) * rng.random() ** 2)]
    if post.aid == person.aid:
        return None
    return {"like": post.id} if rng.random() < 0.75 else {"text": rng.choice(ANSWERS), "reply": post.id}


def nobody(rng, place):
    """Students have nothing to send."""


def roll_call(course):
    """A few are called by chance and scored; one is told something too."""
    return Recipe("rollcall", {}, nobody, 1000, 300, teacher=calling)


def calling(rng, activity, teacher, now):
    for number in range(4):
        moment = now + timedelta(seconds=20 + 60 * number)
        draw = activity.draw(f"{rng.getrandbits(128):032x}", teacher, moment, activity.known_here(moment))
        activity.mark(draw.picked[0], draw.n, teacher, moment, rng.randint(6, 10), rng.choice(("", "", "思路清楚", "推导完整")))


def homework(course):
    """What is to be done after class; most have confirmed that they know."""
    def answer(rng, place):
        return {"mark": rng.choice(("known", "known", "read"))} if rng.random() < 0.85 else None

    text = "**要完成的**\n\n1. 复习这次课的例题\n2. 完成课后习题 1–4\n\n**提交方式**：下次课前交纸质版\n\n**提示**：先写清已知条件，再列方程。"
    return Recipe("announcement", {"sort": "homework", "text": text}, answer, 5300, 300, "课后作业")


def lesson(course):
    """The plan of the class, sent to the students."""
    text = f"## 本次课\n\n1. 回顾上次课（10 分钟）\n2. 新课：{course.summary}\n3. 讨论：{course.topic}\n4. 小结与作业"
    return Recipe("lessonplan", {"text": text}, lambda rng, place: {} if rng.random() < 0.6 else None, 200, 5400, "教学安排",
                  teacher=lambda rng, activity, teacher, now: activity.give(now))


def grouping(course):
    """Groups by chance, at the beginning of the term."""
    return Recipe("grouping", {"how": "deal", "size": "5"}, lambda rng, place: None, 120, 300)


def survey(course):
    """What the class thinks of the course, without names."""
    def answer(rng, place):
        if rng.random() < 0.1:
            return None
        order = rng.sample("abc", 3)
        return {"q1": rng.choices("abc", (25, 60, 15))[0], "q2": str(rng.choices((2, 3, 4, 5), (1, 3, 8, 6))[0]),
                **{f"q3.{word}": str(order.index(word) + 1) for word in "abc"}, "q4": rng.choice(FEEDBACK) if rng.random() < 0.8 else ""}

    questions = [
        {"id": "q1", "type": "single", "text": "这几次课的节奏怎么样？", "options": options("太快", "正好", "太慢")},
        {"id": "q2", "type": "rating", "text": "这门课对你有多大帮助？", "steps": "5", "low": "没有帮助", "high": "很有帮助"},
        {"id": "q3", "type": "ranking", "text": "以后的课上你更想要什么？", "options": options("多做例题", "多做演示", "多些讨论")},
        {"id": "q4", "type": "text", "text": "还有什么想对老师说的？"}]
    return Recipe("survey", {"questions": questions, "anonymous": "true", "needed": "true"}, answer, 4800, 600, "课程反馈")


def options(*texts):
    return [{"id": word, "text": text} for word, text in zip("abc", texts, strict=True)]


PAST = (
    (checkin, grouping, lesson, roll_call, quiz, homework),
    (checkin, roll_call, discussion, survey),
    (checkin, roll_call, quiz, group_talk, homework),
)


class Teller:
    """Holds classes in one school, with times of the past and dice of its own."""

    def __init__(self, school, host, rng, say):
        self.school, self.host, self.rng, self.say = school, host, rng, say
        self.left_out = {}

    def hold(self, room, course, teacher, begins, number):
        """A whole class: begun, its activities done and closed, ended and sealed."""
        session = teaching.start_session(room, self.school, self.host, teacher, begins)
        nodes = [self.run(session, make(course), room, begins) for make in PAST[number % len(PAST)]]
        teaching.end_session(session, self.school, self.host, teacher, begins + timedelta(minutes=95))
        for node in filter(None, nodes):
            teaching.seal(node, self.school, self.host)
        return session

    def begin(self, room, course, teacher, begins, now):
        """A class that runs: its check-in is open, most have signed in, some come while one looks."""
        session = teaching.start_session(room, self.school, self.host, teacher, begins)
        recipe = checkin(course)._replace(settings={"late_after": "15"}, after=60, open_for=int((now - begins).total_seconds()) - 60)
        recipe = recipe._replace(answer=lambda rng, place: {} if rng.random() < 0.72 else None)
        self.run(session, recipe, room, begins, leave_open=True)
        for make in (lesson, quiz, discussion, survey, homework):
            self.run(session, make(course), room, begins, draft=True)
        return session

    def run(self, session, recipe, room, begins, leave_open=False, draft=False):
        """The node, or None when this plugin is not there or does not know the recipe."""
        cls = self.host.kinds.get(recipe.kind, (None, None))[1]
        if cls is None or recipe.kind in self.left_out:
            return None
        savepoint = self.school._p_jar.transaction_manager.savepoint(optimistic=True)
        try:
            return self._run(cls, session, recipe, room, begins, leave_open, draft)
        except Exception as error:  # the plugin may be of another version than this recipe
            savepoint.rollback()
            self.left_out[recipe.kind] = f"{type(error).__name__}: {error}"
            log.info("the demo has no %s: %s", recipe.kind, self.left_out[recipe.kind])
            return None

    def _run(self, cls, session, recipe, room, begins, leave_open, draft):
        settings = cls.Settings().bind(host=self.host, school=self.school).deserialize(recipe.settings)
        node = teaching.add(session, cls, settings, recipe.title, session.by)
        if draft:
            return node
        activity = self.host.live(node, self.school)
        opens = begins + timedelta(seconds=recipe.after)
        teaching.publish(activity, self.school, self.host, opens)
        for person, at, answer in self._answers(recipe, room, opens):
            activity.sent = Sent(device=f"{self.rng.getrandbits(64):016x}")
            activity.submit(person.aid, activity.Answer().deserialize(answer), at)
        for person in self._some(room, recipe) if recipe.more else ():
            answer = recipe.more(self.rng, activity, person)
            if answer is not None:
                activity.submit(person.aid, activity.Answer().deserialize(answer), opens + timedelta(seconds=recipe.open_for - 5))
        if recipe.teacher:
            recipe.teacher(self.rng, activity, session.by, opens)
        if not leave_open:
            self._excuse(activity, session, opens + timedelta(seconds=recipe.open_for))
        if node.state == OPEN and not leave_open:
            teaching.close(activity, self.school, self.host, opens + timedelta(seconds=recipe.open_for))
            self._open_urn(activity)
            if activity.releasable:
                releasing.release(activity, self.school, self.host, opens + timedelta(seconds=recipe.open_for + 60))
        return node

    def _open_urn(self, activity):
        """What happens by itself a moment after the close."""
        if activity.node.urn is not None:
            word = activity.node.urn.word
            activity.urn.turn(self.host.urns.get(word))
            self.host.urns.forget(word)

    def _excuse(self, activity, session, now):
        """One of those who were not there had told the teacher."""
        away = [person for person in activity.people() if activity.record_of(person.aid).status is None]
        if away and "excused" in activity.statuses:
            teaching.correct(activity, self.school, self.host, self.rng.choice(away).aid, "excused", None, session.by, "病假，有假条", now)

    def _some(self, room, recipe):
        """Who may send something, the same people each time: all, or as many as this recipe wants from all over the list."""
        people = list(room.present())
        return people if recipe.most is None else people[::-(-len(people) // recipe.most)]

    def _answers(self, recipe, room, opens):
        """[(member, when, answer)] in the order of time: most in the first third, a few at the end."""
        found = []
        for place, member in enumerate(self._some(room, recipe)):
            answer = recipe.answer(self.rng, place)
            if answer is not None:
                share = min(0.97, self.rng.lognormvariate(-1.9, 0.75))
                found.append((member, opens + timedelta(seconds=2 + share * recipe.open_for), answer))
        return sorted(found, key=lambda one: one[1])
