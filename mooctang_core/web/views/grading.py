"""What a teacher changes in the gradebook, why a number is what it is, and everything that one student did."""

from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config, view_defaults

from ...activity import Refused
from ...flows import explaining, grading
from ...flows.looking import history, mine_in, told
from ...flows.standing import Term, progress_of
from ...flows.tasks import tasks_of
from ...model.activities import DRAFT
from ...model.classrooms import Classroom
from ...model.gradebook import EMPTY
from ...permissions import TEACH, VIEW
from ...words import translator
from ..answers import moved
from . import rows
from .activity import way_back
from .beside import ONLINE
from .gradebook import moment_of

_ = translator("mooctang_core")


def member_asked(classroom, request):
    member = classroom.member(request.params.get("person", ""))
    if member is None or member.simulated:
        raise HTTPNotFound()
    return member


@view_config(context=Classroom, name="why", permission=TEACH, request_method="GET", renderer="why.pt")
def why(classroom, request):
    """One cell explained; the gradebook's script shows it in the page."""
    member, word = member_asked(classroom, request), request.GET.get("of", "")
    progress = progress_of(classroom, request.plugins, request.school, [member])
    found = explaining.explain(classroom, request.plugins, request.school, member, word, progress, moment_of(request))
    if found is None:
        raise HTTPNotFound()
    column = "=total" if word == "total" else found.word
    past = changes(request, (classroom.book or EMPTY).history(column, member.aid)) if found.activity is None else corrections(request, found.activity, member)
    return {"room": classroom, "member": member, "found": found, "word": word, "column": column, "past": past,
            "lines": [(line, told_value(request, line.value)) for line in found.lines], "value": told_value(request, found.value)}


def told_value(request, value):
    return rows.when(request, value) if hasattr(value, "astimezone") else request.translate(value) if isinstance(value, str) else "" if value is None else f"{value:g}"


def changes(request, entries):
    """[(when, who, what, why)] of the teacher's own values, newest first."""
    return [(rows.when(request, entry.at), name_of(request, entry.by), request.translate(_("改为系统算的")) if entry.value is None else f"{entry.value:g}", entry.why)
            for entry in reversed(entries)]


def corrections(request, activity, member):
    """The same of a record."""
    def word(state):
        status, score = state
        return " ".join(filter(None, (request.translate(activity.word(status)) if status else "", "" if score is None else f"{score:g}"))) or "—"

    return [(rows.when(request, at), name_of(request, by), f"{word(before)} → {word(wanted)}", why)
            for at, by, before, wanted, why in reversed(activity.record_of(member.aid).history)]


def name_of(request, aid):
    account = request.alliance.accounts.get(aid)
    return account.name if account is not None else ""


@view_defaults(context=Classroom, permission=TEACH, request_method="POST")
class Grading:
    """The buttons of the gradebook."""

    def __init__(self, classroom, request):
        self.room, self.request, self.given = classroom, request, request.POST

    def _back(self):
        here = way_back(self.room, self.request)
        return moved(here if here != self.request.resource_path(self.room) else self.request.resource_path(self.room, "gradebook"))

    @view_config(name="rules")
    def rules(self):
        progress = progress_of(self.room, self.request.plugins, self.request.school)
        grading.keep_rules(self.room, self.request.plugins, self.request.school, self.given, progress, self.request.aid, self.request.now)
        return moved(self.request.resource_path(self.room, "gradebook"))

    @view_config(name="add-column")
    def add_column(self):
        grading.add_column(self.room, self.given.get("title", ""), self.given.get("most", "100"), self.request.aid, self.request.now)
        return self._back()

    @view_config(name="remove-column")
    def remove_column(self):
        grading.remove_column(self.room, self.given.get("column", ""), self.request.aid, self.request.now)
        return self._back()

    @view_config(name="fill-column")
    def fill_column(self):
        """Many values at once, pasted as lines; nothing is kept while a line cannot be read."""
        values, wrong = grading.from_lines(self.room, self.given.get("lines", ""))
        if wrong:
            raise Refused(wrong[0])
        self._put(values)
        return self._back()

    @view_config(name="grade")
    def grade(self):
        """One value, or a correction over a computed one."""
        self._put({self.given.get("person", ""): self.given.get("value", "")})
        return self._back()

    def _put(self, values):
        grading.put(self.room, self.request.plugins, self.request.school, self.given.get("column", ""), values, self.given.get("why", ""),
                    self.request.aid, self.request.now)

    @view_config(name="undo-grading")
    def undo(self):
        grading.undo(self.room, self.given.get("deed", ""), self.request.aid, self.request.now)
        return self._back()


# One student ------------------------------------------------------------------------------------------------------------------

@view_config(context=Classroom, name="results", permission=VIEW, request_method="GET", renderer="results.pt")
def results(classroom, request):
    """Everything that one student did: by part, by session, online. A student sees their own, without what is not published."""
    teaches = request.may(TEACH, classroom)
    member = member_asked(classroom, request) if teaches else classroom.member(request.aid)
    if member is None:
        raise HTTPNotFound()
    figures = progress_of(classroom, request.plugins, request.school, [member])
    term = Term(classroom, request.plugins, request.school, [member], progress=figures, hidden=None if teaches else unpublished_for(member.aid))
    parts = [(explaining.of_part(term, word), term.weights.get(word, 0), word) for word in term.words if word not in term.own and (
        term.weights.get(word) or term.part(word) is not None and term.part(word).activities)]
    own = [(explaining.of_column(term, word), term.weights.get(word, 0)) for word in term.own]
    held = [(session.__name__, rows.when(request, session.started), [line(request, a, member, teaches) for a in activities])
            for session, activities in history(classroom, request.plugins, request.school)]
    return {"room": classroom, "member": member, "teaches": teaches, "total": explaining.total(term), "parts": parts, "own": own, "held": held,
            "tasks": [line(request, a, member, teaches) for a in reversed(tasks_of(classroom, request.plugins, request.school)) if a.state != DRAFT],
            "online": [(title, figures.get(member.aid, {}).get(word)) for word, title in ONLINE.items() if word in figures.get(member.aid, {})],
            "told": lambda value: told_value(request, value)}


def unpublished_for(aid):
    """Whether the result of an activity is not this student's to know yet."""
    def hidden(activity):
        record = activity.record_of(aid)
        return record.score is not None and told(activity, "score_for", lambda: activity.score_for(record), None) is None

    return hidden


def line(request, activity, member, teaches):
    """(activity, its word, its score, when) of one student."""
    mine = mine_in(activity, member.aid)
    score = activity.record_of(member.aid).score if teaches else mine.score
    return activity, request.translate(mine.word) if mine.word else "", "" if score is None else f"{score:g}", rows.when(request, mine.at)


