"""Templates of one's own: a form written by hand, a clock, a chart on the wall, a button and a page for the teacher."""

from collections import Counter
from datetime import timedelta

from mooctang_core.api import TEACH, Activity, Refused, asset_url, back, charts, colander, hookimpl, translator, view_config

_ = translator("mooctang_guess")


class Guess(Activity):
    kind = "guess"
    title = _("估一估")
    closes_at_deadline = True

    class Settings(colander.MappingSchema):
        question = colander.SchemaNode(colander.String(), title=_("问题"), validator=colander.Length(max=200))
        right = colander.SchemaNode(colander.Integer(), title=_("正确答案"))
        seconds = colander.SchemaNode(colander.Integer(), title=_("限时（秒）"), missing=60, validator=colander.Range(10, 3600))

    class Answer(colander.MappingSchema):
        number = colander.SchemaNode(colander.Integer(), title=_("估计"), validator=colander.Range(0, 1000))

    def on_publish(self, now):
        self.deadline = now + timedelta(seconds=self.settings["seconds"])

    def submit(self, person_id, answer, now):
        if self.store.get("shown"):
            raise Refused(_("现在不收答案了。"))
        return self.save(person_id, "done", at=now, number=answer["number"])

    def student(self, person_id):
        return {"number": self.record_of(person_id).data.get("number")}

    def projection(self):
        given = Counter(record.data["number"] for record in self.records.values() if record.data)
        right = self.settings["right"] if self.store.get("shown") else None
        bars = [(str(number), count, "key" if number == right else "b") for number, count in sorted(given.items())]
        return {"chart": charts.bars(bars), "right": right}

    teacher = projection


@view_config(context=Guess, name="reveal", permission=TEACH, request_method="POST")
def reveal(guess, request):
    guess.store["shown"] = True
    guess.bump()
    return back(guess, request)


@view_config(context=Guess, name="studio", permission=TEACH, renderer="studio.pt")
def studio(guess, request):
    return {"guess": guess, "script": asset_url(request, "mooctang_guess", "studio.js")}


@hookimpl
def activity_types():
    return [Guess]
