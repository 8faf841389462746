"""抢答: whoever taps first answers; the teacher scores it and the next round begins."""

from mooctang_core.api import TEACH, Activity, Refused, Table, back, colander, hookimpl, translator, view_config

_ = translator("mooctang_buzzer")


class Buzzer(Activity):
    """One question after another, each a round; a student's record holds the round in which they tapped last."""

    kind = "buzzer"
    title = _("抢答")
    icon = "broadcast"
    one_tap = True
    statuses = {"tapped": _("已抢答")}

    class Settings(colander.MappingSchema):
        question = colander.SchemaNode(colander.String(), title=_("题目"), missing="", validator=colander.Length(max=200))
        points = colander.SchemaNode(colander.Integer(), title=_("每次得分"), missing=1, validator=colander.Range(1, 100))

    @property
    def turn(self):
        return self.store.get("turn", 1)

    def waiting(self):
        """Everybody who tapped in this round, the first one first."""
        taps = [record for record in self.records.values() if record.data.get("turn") == self.turn]
        return sorted(taps, key=lambda record: (record.at, record.person_id))

    def submit(self, person_id, answer, now):
        if self.record_of(person_id).data.get("turn") == self.turn:
            raise Refused(_("这一轮你已经抢过了。"))
        return self.save(person_id, "tapped", at=now, turn=self.turn)

    def judge(self, points):
        """Give the first one their points and open the next round."""
        waiting = self.waiting()
        if not waiting:
            raise Refused(_("还没有人抢答。"))
        self.save(waiting[0].person_id, score=(waiting[0].score or 0) + points, heard=waiting[0].data.get("heard", 0) + 1, right=waiting[0].data.get("right", 0) + bool(points))
        self.store["turn"] = self.turn + 1
        self.bump()

    def student(self, person_id):
        return {"tapped": self.record_of(person_id).data.get("turn") == self.turn}

    def teacher(self):
        return {"waiting": [self.person(record.person_id) for record in self.waiting()], "turn": self.turn}

    projection = teacher

    def summary(self):
        return _("第 ${turn} 轮", turn=self.turn)

    def cell(self, record):
        return record.score or 0

    def marks(self, record):
        """Right answers of those that were heard: the lists of statistics are made of it."""
        return (record.data.get("right", 0), record.data["heard"]) if "heard" in record.data else None

    def content(self):
        pairs = [pair for pair in map(self.marks, self.records.values()) if pair]
        return [(self.settings["question"] or self.title, sum(right for right, _of in pairs) / sum(of for _right, of in pairs))] if pairs else []

    def tables(self):
        rows = [(person.number, person.name, self.record_of(person.aid).score or 0) for person in self.people()]
        return [Table("scores", (_("学号"), _("姓名"), _("得分")), sorted(rows, key=lambda row: -row[2]), title=_("抢答得分"))]


@view_config(context=Buzzer, name="judge", permission=TEACH, request_method="POST")
def judge(buzzer, request):
    """The teacher heard the answer: right or wrong, and on to the next round."""
    buzzer.judge(buzzer.settings["points"] if request.POST.get("right") == "yes" else 0)
    return back(buzzer, request)


@hookimpl
def activity_types():
    return [Buzzer]
