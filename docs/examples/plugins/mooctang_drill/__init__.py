"""Questions of one's own: an activity that asks a list of them, and a further type, a number between two ends."""

from mooctang_core.api import Activity, QuestionType, colander, hookimpl, questions, translator

_ = translator("mooctang_drill")


class Scale(QuestionType):
    kind = "scale"
    title = _("刻度题")
    icon = "bar-chart"
    surveyed = True
    parts = ("most",)

    def blank(self):
        return {**super().blank(), "most": 10, "key": ""}

    def check_own(self, question, scored, wrong):
        most = questions.number(question.get("most"))
        if most is None or not 2 <= most <= 100:
            wrong["most"] = _("最大的刻度要在 2 和 100 之间。")
            return {"most": 10}
        found = {"most": int(most)}
        if scored:
            key = questions.number(question.get("key"))
            if key is None or not 0 <= key <= most:
                wrong["key"] = _("正确的刻度要在 0 和最大的刻度之间。")
            found["key"] = key or 0
        return found

    def read(self, question, fields):
        value = questions.number(questions.one(fields))
        return value if value is not None and 0 <= value <= question["most"] else None

    def mark(self, question, answer):
        return 1.0 if answer is not None and answer == question.get("key") else 0.0

    def shown(self, question, answer):
        return "" if answer is None else f"{answer:g}"

    def right(self, question):
        return self.shown(question, question.get("key"))


class Drill(Activity):
    kind = "drill"
    title = _("小练习")

    class Settings(colander.MappingSchema):
        questions = questions.QuestionsField(scored=True)

    @property
    def Answer(self):
        return questions.answer_schema(self.host, self.school, self.settings["questions"])

    def submit(self, person_id, answer, now):
        asked = self.settings["questions"]
        given = questions.read_answers(self.host, self.school, asked, answer)
        score = sum(q["score"] * self.type_of(q).mark(q, given.get(q["id"])) for q in asked)
        return self.save(person_id, "done", score, at=now, answers=given)

    def type_of(self, question):
        return questions.type_of(self.host, self.school, question)

    def sheet(self, person_id):
        asked = questions.shuffled(self.settings["questions"], f"{self.secret}{person_id}")
        return {"asked": [self.type_of(q).public(q) for q in asked], "draw_question": questions.draw_question}

    def student(self, person_id):
        given = self.record_of(person_id).data.get("answers")
        return {"given": given, "asked": self.settings["questions"], "draw_question": questions.draw_question}


@hookimpl
def activity_types():
    return [Drill]


@hookimpl
def question_types():
    return [Scale]
