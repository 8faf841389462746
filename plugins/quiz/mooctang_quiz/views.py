"""What a teacher does beside the ordinary: rounds, the wall, one person's paper, marking by hand and marking again, what came too late."""

import colander
from deform import ValidationFailure

from mooctang_core.api import TEACH, Refused, back, make_form, not_found, questions, see_other, thawed, translator, view_config, view_defaults

from . import marking, rules
from .activity import Quiz
from .board import Board
from .wall import ANSWER, QUESTION, VOTES

_ = translator("mooctang_quiz")
GROUPS_SHOWN = 200


class Rekeyed(colander.MappingSchema):
    questions = questions.QuestionsField(scored=True)
    why = colander.SchemaNode(colander.String(), title=_("原因"), validator=colander.Length(max=200), description=_("写进记录，老师都能看到。"))


@view_defaults(context=Quiz, permission=TEACH)
class Conducting:
    """While it runs: the two rounds, and what the wall shows."""

    def __init__(self, quiz, request):
        self.quiz, self.request = quiz, request

    @view_config(name="discuss", request_method="POST")
    def discuss(self):
        self.quiz.discuss(self.request.now)
        return back(self.quiz, self.request)

    @view_config(name="second", request_method="POST")
    def second(self):
        self.quiz.second(self.request.now)
        return back(self.quiz, self.request)

    @view_config(name="wall", request_method="POST")
    def wall(self):
        """Which question, and whether it alone, how it was answered, or what is right."""
        what, word = self.request.POST.get("what", QUESTION), self.request.POST.get("question") or None
        if what not in (QUESTION, VOTES, ANSWER) or (word and self.quiz.question(word) is None):
            raise Refused(_("没有这道题。"))
        self.quiz.store["wall"] = {"what": what, "question": word}
        # Whoever puts a question on the wall wants to see it there, whatever page was open last.
        self.request.tell("activity_shown", activity=self.quiz, classroom=self.quiz.classroom, school=self.request.school, now=self.request.now)
        self.quiz.bump()
        return back(self.quiz, self.request)


@view_defaults(context=Quiz, permission=TEACH)
class Marking:
    """After it: papers, marking by hand, other keys, and what came too late."""

    def __init__(self, quiz, request):
        self.quiz, self.request = quiz, request

    @property
    def by(self):
        return marking.By(self.request.aid, self.request.account.name, self.request.now, self.request.POST.get("why", "").strip()[:200])

    def _page(self, **values):
        return {"quiz": self.quiz, "room": self.quiz.classroom, "draw_question": questions.draw_question, **values}

    @view_config(name="paper", request_method="GET", renderer="paper.pt")
    def paper(self):
        """One person's sheet with the key, the points of each question, and the people before and after in the list."""
        quiz, word = self.quiz, self.request.GET.get("person", "")
        if word not in quiz.records and (quiz.classroom is None or quiz.classroom.member(word) is None):
            raise not_found()
        record = quiz.record_of(word)
        given = record.data.get("answers", {})
        rows = [(n, each, given.get(each["id"]), rules.points_of(each, record.data, record.data.get("speed", 1.0)), each["id"] in record.data.get("by_hand", ()))
                for n, each in enumerate(quiz.questions, 1)]
        return self._page(person=quiz.person(word), record=record, status=quiz.status_of(record), rows=rows, beside=self._beside(word),
                          history=[self._said(entry) for entry in reversed(record.history)])

    def _beside(self, aid):
        people = [person.aid for person in self.quiz.people()]
        at = people.index(aid) if aid in people else 0
        return (people[at - 1] if at > 0 else None, people[at + 1] if at + 1 < len(people) else None)

    def _said(self, entry):
        at, by, before, after, why = entry
        account = self.request.alliance.accounts.get(by)
        return {"at": at, "by": account.name if account is not None else by, "before": before[1], "after": after[1], "why": why}

    @view_config(name="marking", request_method="GET", renderer="marking.pt")
    def marking(self):
        """All answers to one question, the same ones together: one press marks a whole group."""
        found = self.quiz.question(self.request.GET.get("question", "")) or (1, self.quiz.questions[0] if self.quiz.questions else None)
        if found[1] is None:
            raise not_found()
        groups = marking.alike(self.quiz, found[1]["id"])
        return self._page(number=found[0], question=found[1], groups=groups[:GROUPS_SHOWN], more=max(0, len(groups) - GROUPS_SHOWN))

    @view_config(name="mark", request_method="POST")
    def mark(self):
        """Points for one question: to one person, or to all in a group."""
        given = self.request.POST
        points = colander.SchemaNode(colander.Float()).deserialize(given.get("points", ""))
        marking.by_hand(self.quiz, given.get("question", ""), given.getall("person"), points, self.by)
        return back(self.quiz, self.request)

    @view_config(name="rekey", request_method="GET", renderer="rekey.pt")
    def rekey(self):
        return self._page(form=self._form().render({"questions": thawed(self.quiz.questions), "why": ""}))

    @view_config(name="rekey", request_method="POST", renderer="rekey.pt", uploads=True)
    def rekeyed(self):
        """Other keys: everybody is marked again in this one step."""
        if self.quiz.state == "draft":
            raise Refused(_("还没有发布，直接修改就行。"))
        try:
            values = self._form().validate(self.request.POST.items())
        except ValidationFailure as failure:
            self.request.response.status_int = 422
            return self._page(form=failure.render())
        marking.rekey(self.quiz, values["questions"], self.by._replace(why=values["why"]))
        return see_other(self.request.resource_path(self.quiz))

    def _form(self):
        return make_form(Rekeyed(), self.request, buttons=(("save", _("保存并重新判分")),), action=self.request.resource_path(self.quiz, "rekey"))

    @view_config(name="late", request_method="POST")
    def late(self):
        """Take what came too late after all, or put it away."""
        aid, drafts = self.request.POST.get("person", ""), self.request.plugins.drafts
        slug, path = self.request.school.slug, self.quiz.path
        kept = drafts.late_of(slug, path, aid)
        if kept is None:
            raise Refused(_("这份作答已经处理过了。"))
        if self.request.POST.get("take") == "yes":
            self._take(kept)
        self.request.tm.get().addAfterCommitHook(lambda done: done and drafts.drop_late(slug, path, aid))
        return back(self.quiz, self.request)

    def _take(self, kept):
        quiz, request = self.quiz, self.request
        late = (kept.at - quiz.closed).total_seconds() if quiz.closed else 1
        marking.take_late(quiz, kept.aid, quiz.read(kept.given()), kept.at, late, self.by._replace(why=request.translate(_("收下晚到的作答"))))


@view_config(context=Quiz, name="students", permission=TEACH, request_method="GET", renderer="students.pt")
def students(quiz, request):
    """Who has submitted and who has not, each leading to the paper."""
    return {"quiz": quiz, "room": quiz.classroom, "board": Board(quiz)}
