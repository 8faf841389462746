"""练习: what a submitted sheet counts as, who sees what of it when, and the faces."""

from datetime import timedelta
from functools import cached_property, partial

from mooctang_core.api import Cell, Refused, questions, rich, thawed, translator

from . import rules, schemas, sheets
from .board import Board
from .rounds import DISCUSS, SECOND, TwoRounds
from .wall import Wall

_ = translator("mooctang_quiz")
DONE, SERVER, LATE, ABSENT = "done", "server", "late", "absent"
TAKEN = (DONE, SERVER, LATE)


class Quiz(TwoRounds):
    kind = "quiz"
    title = _("练习")
    icon = "ui-checks"
    weight = 40
    reusable = True
    releasable = True
    drafts = True
    places = ("session", "plan", "task")
    statuses = {DONE: _("已提交"), SERVER: _("到时由系统提交"), LATE: _("晚到几秒，已收"), ABSENT: _("未提交")}
    Settings = schemas.Settings

    # -- the questions --
    @property
    def questions(self):
        return self.settings["questions"]

    @cached_property
    def kinds(self):
        return questions.types(self.host, self.school)

    @property
    def Answer(self):
        return questions.answer_schema(self.host, self.school, self.questions)

    @property
    def total(self):
        return rules.total(self.questions)

    def question(self, word):
        """(number, question) by its id; None when there is none."""
        return next(((n, each) for n, each in enumerate(self.questions, 1) if each["id"] == word), None)

    def for_person(self, person_id):
        """The questions in the order in which this person sees them."""
        order, options = self.settings["shuffle_questions"], self.settings["shuffle_options"]
        if not (order or options):
            return list(self.questions)
        return questions.shuffled(self.questions, f"{self.path}:{person_id}", order, options, self.host, self.school)

    def public(self, question):
        """A question without anything that a student must not know yet."""
        kind = self.kinds.get(question["type"])
        return kind.public(question) if kind is not None else {"id": question["id"], "type": question["type"], "text": question["text"]}

    # -- time --
    @property
    def closes_at_deadline(self):
        return bool(self.settings["minutes"])

    def on_publish(self, now):
        if not self.questions:
            raise Refused(_("这个练习还没有题目，先加一道再发布。"))
        self.begin_rounds()
        self.set_time(now)

    def set_time(self, now):
        """The limit counts from the publishing; out of class the date by which it is due is all there is."""
        if self.node.due is not None:
            return
        minutes = self.settings["minutes"]
        self.deadline = now + timedelta(minutes=minutes) if minutes else None

    # -- a student submits --
    def submit(self, person_id, answer, now):
        """Once. The server's own submission gives way to what the student had begun in time."""
        mine = self.record_of(person_id)
        given = questions.read_answers(self.host, self.school, self.questions, answer)
        if self.submitted(mine) and not mine.server:
            return self._again(mine, given)
        return self._take(mine, given, now)

    def _again(self, mine, given):
        if given != thawed(mine.data.get("answers", {})):
            raise Refused(_("你已经提交过了，以第一次提交的为准，这次的改动没有保存。"))
        return mine

    def _take(self, mine, given, now):
        data = {"answers": given, "marks": rules.fractions(self.kinds, self.questions, given), **self._how(mine.person_id, now)}
        if self.stage == SECOND and "first" not in mine.data and mine.status in TAKEN:
            data["first"] = thawed(mine.data.get("answers", {}))
        status = SERVER if self.sent.by_server else LATE if self.sent.late > 0 else DONE
        return self.save(mine.person_id, status, rules.score(self.questions, {**mine.data, **data}), at=now, **data)

    def _how(self, person_id, now):
        """When it was begun and sent, as it is kept beside the answers."""
        began = max(self.sent.begun or self.began, self.began)
        kept = {"used": max(0, round((now - began).total_seconds())), "round": self.stage, "late": round(self.sent.late, 1)}
        if self.settings["speed"] and self.deadline is not None:
            limit = (self.deadline_of(person_id) - self.began).total_seconds()
            slow = self.care_of(person_id).get("no_speed")
            kept["speed"] = 1.0 if slow else rules.speed_factor((now - self.began).total_seconds(), limit)
        return kept

    def submitted(self, record):
        """Whether this person has submitted in the round that runs."""
        return record.status in TAKEN and (self.stage != SECOND or not self.open or record.data.get("round") == SECOND)

    def took_part(self, record):
        return self.submitted(record)

    def absent_status(self):
        return ABSENT

    # -- who may know what --
    def results_open(self, record):
        """Whether this person may see score, right answers and explanations now."""
        when = self.settings["feedback"]
        if self.released is not None:
            return True
        if when == schemas.CLOSED:
            return self.state == "closed" and not self._has_more_time(record)
        return when == schemas.AT_ONCE and record.status in TAKEN and (self.state == "closed" or not self.settings["two_rounds"])

    def _has_more_time(self, record):
        """Whether this person was given a time of their own and has not submitted."""
        return record.person_id in self.node.extended and (record.status not in TAKEN or record.server)

    def score_for(self, record):
        return record.score if self.results_open(record) else None

    # -- faces --
    def student(self, person_id):
        """Light, for it is drawn for two thousand when results are published; the answers themselves come with the page (own)."""
        mine = self.record_of(person_id)
        return {
            "taken": mine.status in TAKEN, "again": self.open and not self.submitted(mine), "told": self.results_open(mine), "stage": self.stage,
            "discussing": self.stage == DISCUSS, "short": rules.tidy, "count": len(self.questions), "total": self.total, "word": self.word(mine.status),
        }

    def own(self, person_id):
        mine = self.record_of(person_id)
        told = self.results_open(mine)
        if not (mine.status in TAKEN or told) or not self.first_opened:
            return None
        given = mine.data.get("answers", {})
        return {
            "questions": [(n, each if told else self.public(each), given.get(each["id"])) for n, each in enumerate(self.for_person(person_id), 1)],
            "points": partial(self._points, mine) if told and "answers" in mine.data else None, "told": told,
            "draw_question": questions.draw_question, "short": rules.tidy,
        }

    def _points(self, record, question):
        return rules.points_of(question, record.data, record.data.get("speed", 1.0))

    def sheet(self, person_id):
        draft = self.draft_of(person_id) if self.open else None
        given = questions.read_answers(self.host, self.school, self.questions, draft) if draft else self._before(person_id)
        return {
            "questions": [(n, self.public(each), given.get(each["id"])) for n, each in enumerate(self.for_person(person_id), 1)],
            "steps": self.settings["pages"], "draw_question": questions.draw_question,
        }

    def _before(self, person_id):
        """In the second round one starts from one's first answers."""
        return self.record_of(person_id).data.get("answers", {}) if self.stage == SECOND else {}

    def teacher(self):
        return {"board": Board(self), "stage": self.stage, "wall": Wall(self), "late": self.late_ones()}

    def projection(self):
        return {"wall": Wall(self), "draw_question": questions.draw_question, "rich": rich}

    def summary(self):
        taken = sum(self.submitted(record) for record in self.records.values())
        return _("${done} / ${all} 已提交", done=taken, all=len(self.people()))

    def late_ones(self):
        """What came too late and waits for the teacher: [(person, when)]."""
        kept = self.host.drafts.late(self.school.slug, self.path) if self.host is not None and self.host.drafts is not None else ()
        return [(self.person(each.aid), each.at) for each in kept]

    # -- numbers --
    def marks(self, record):
        """(right, of) questions of one who submitted."""
        if record.status not in TAKEN:
            return None
        return (sum(rules.is_right(question, record.data) for question in self.questions), len(self.questions))

    def content(self):
        """Each question with the share of its points that the class got."""
        rows = [record.data for record in self.records.values() if record.status in TAKEN]
        return [(questions.plain_line(question["text"], 50), share) for question, share in zip(self.questions, rules.accuracies(self.questions, rows), strict=True)]

    def cell(self, record):
        if record.score is not None:
            return record.score
        status = self.status_of(record)
        return Cell(self.word(status), kind="bad" if status == ABSENT else "")

    def tables(self):
        return sheets.tables(self)

    def merge(self, old, new):
        """A teacher's word first, then what was submitted."""
        return min(old, new, key=lambda record: (record.by is None, record.status not in TAKEN))

