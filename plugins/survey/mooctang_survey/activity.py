"""调查问卷: what a sheet of answers counts as, where it lies, and what the teacher, the student and the wall see of it."""

from mooctang_core.api import Activity, Column, Refused, Table, colander, questions, translator

from . import results
from .kinds import TEXT_MOST

_ = translator("mooctang_survey")


class Survey(Activity):
    kind = "survey"
    title = _("问卷")
    icon = "clipboard-data"
    reusable = True
    places = ("session", "plan", "task")
    invites = _("去填写")
    statuses = {"done": _("已参与")}

    class Settings(colander.MappingSchema):
        questions = questions.QuestionsField(scored=False, least=1)
        anonymous = colander.SchemaNode(
            colander.Boolean(), title=_("匿名"), missing=False, default=False,
            description=_("谁答了什么，老师和管理员都查不到。满五份才有结果，提交后不能再改。"))
        needed = colander.SchemaNode(
            colander.Boolean(), title=_("选择、评分和排序题都要回答"), missing=False, default=True)

    @property
    def anonymous(self):
        return self.settings["anonymous"]

    @property
    def discreet(self):
        """While an anonymous one is open nobody is told who has answered: order and numbers would give people away."""
        return self.anonymous

    @property
    def asked_questions(self):
        return self.settings["questions"]

    @property
    def Answer(self):
        return questions.answer_schema(self.host, self.school, self.asked_questions)

    # -- a life --
    def on_publish(self, now):
        if self.anonymous:
            self.urn.lay()

    def submit(self, person_id, answer, now):
        """One sheet a person. An anonymous one goes into the urn; the record says only that they took part, and not when."""
        if self.record_of(person_id).status is not None:
            raise Refused(_("你已经提交过这份问卷了，每人只能提交一次。"))
        given = questions.read_answers(self.host, self.school, self.asked_questions, answer)
        self._check(given)
        if self.anonymous:
            self.urn.drop(person_id, given)
            return self.save(person_id, "done")
        return self.save(person_id, "done", at=now, answers=given)

    def _check(self, given):
        if not given:
            raise Refused(_("还一道题都没有回答。"))
        kinds = [(number, question, questions.type_of(self.host, self.school, question)) for number, question in enumerate(self.asked_questions, start=1)]
        long = [number for number, question, kind in kinds if hasattr(kind, "too_long") and kind.too_long(given.get(question["id"]))]
        if long:
            raise Refused(_("第 ${numbers} 题写得太长了，最多 ${most} 个字。", numbers=listed(long), most=TEXT_MOST))
        left = [number for number, question, kind in kinds if given.get(question["id"]) is None and kind.kind not in results.WRITTEN]
        if left and self.settings["needed"]:
            raise Refused(_("第 ${numbers} 题还没有答完，答完再提交。", numbers=listed(left)))

    # -- what came of it --
    @property
    def sheets(self):
        """The sheets of answers that may be shown: of an anonymous one what the urn has opened."""
        if self.anonymous:
            return list(self.urn.opened)
        return [record.data["answers"] for record in self.records.values() if "answers" in record.data]

    @property
    def told(self):
        """How many sheets there are, as far as it may be told."""
        return self.urn.told if self.anonymous else len(self.sheets)

    @property
    def pending(self):
        """Whether an anonymous one holds sheets that are not opened yet."""
        return self.anonymous and not self.urn.opened

    def results(self):
        return results.results(self.host, self.school, self.asked_questions, self.sheets)

    # -- faces --
    def sheet(self, person_id):
        return {"asked": self.asked_questions, "draw_question": questions.draw_question, "anonymous": self.anonymous}

    def student(self, person_id):
        mine = self.record_of(person_id)
        return {"done": mine.status is not None, "answers": mine.data.get("answers"), "asked": self.asked_questions,
                "draw_question": questions.draw_question, "anonymous": self.anonymous}

    def teacher(self):
        return {"results": self.results(), "chart_of": results.chart, "told": self.told, "pending": self.pending,
                "anonymous": self.anonymous, "settled": self.urn.settled, "on_wall": self.on_wall, "line_of": questions.plain_line, "most": results.SHOWN,
                "readable": not self.anonymous or self.state != "closed" or self.urn.readable}

    def projection(self):
        found = self.results()
        one = next(each for each in found if each.question["id"] == self.on_wall)
        return {"one": one, "of": len(found), "chart_of": results.chart, "line_of": questions.plain_line, "told": self.told,
                "pending": self.pending, "anonymous": self.anonymous}

    @property
    def on_wall(self):
        """The id of the question that a wall shows: what the teacher chose, else the first."""
        ids = [question["id"] for question in self.asked_questions]
        chosen = self.store.get("on_wall")
        return chosen if chosen in ids else ids[0]

    def put_on_wall(self, word):
        if word not in {question["id"] for question in self.asked_questions}:
            raise Refused(_("没有这道题。"))
        self.store["on_wall"] = word

    def summary(self):
        if self.discreet and self.state != "closed":
            return _("至少 ${n} 份", n=self.told) if self.told else _("不到 5 份")
        return _("${n} 份", n=self.told)

    # -- numbers --
    def tables(self):
        """Of an anonymous one nothing while there is nothing to show, and the list of who took part after the close."""
        found = [] if self.pending and not self.urn.settled else [results.statistics(self.results()), self._details()]
        return [*found, self._took_part()] if self.anonymous and self.state == "closed" else found

    def _details(self):
        """Every sheet: with its person, unless it is anonymous; then mixed, and without numbers that could be an order."""
        titles = [f"{number}. {questions.plain_line(question['text'], 80)}" for number, question in enumerate(self.asked_questions, start=1)]
        if self.anonymous:
            rows = [self._cells(sheet) for sheet in self.urn.opened]
            return Table("details", titles, rows, title=_("作答明细"), note=_("匿名问卷：每行是一份，顺序已打乱，没有学生信息。"))
        columns = (Column(_("学号"), "id"), _("姓名"), _("行政班"), _("状态"), Column(_("提交时间"), "time"), *titles)
        rows = [(person.number, person.name, person.cohort, self.word(record.status), record.at, *self._cells(record.data.get("answers") or {}))
                for person in self.people() for record in (self.record_of(person.aid),)]
        return Table("details", columns, rows, title=_("作答明细"))

    def _cells(self, sheet):
        return [results.shown(self.host, self.school, question, sheet) for question in self.asked_questions]

    def _took_part(self):
        rows = [(person.number, person.name, self.word(self.record_of(person.aid).status)) for person in self.people()]
        return Table("records", (Column(_("学号"), "id"), _("姓名"), _("状态")), rows, title=_("参与名单"),
                     note=_("匿名问卷：只记是否参与，不记时间，也不记答案。"))


def listed(numbers):
    return "、".join(map(str, numbers))
