"""Bringing many questions into an activity: paste or upload, see what was read and what was not, take the good ones by choice."""

import json

import colander
from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.view import view_config, view_defaults

from ...activity import Activity, MissingActivity, Refused
from ...model.activities import DRAFT, KEPT
from ...permissions import TEACH
from ...plain import plain, thawed
from ...questions.base import QUESTIONS_MAX, Wrong
from ...questions.checking import by_part, check_one, numbered
from ...questions.reading import sheet_template
from ...questions.reading.formats import BYTES_MAX, formats, read_file, read_pasted
from ...questions.reading.kinds import Problem, Reading
from ...words import translator
from ..downloads import download
from ..multipart import Upload
from ..questions.drawing import draw_question
from ..questions.field import Questions

_ = translator("mooctang_core")
LINES_SHOWN = 2_000


def questions_node(activity):
    """The list of questions in an activity's Settings; None where it asks none."""
    return next((child for child in activity.Settings().children if isinstance(child.typ, Questions)), None)


@view_defaults(context=Activity, permission=TEACH)
class Importing:
    """What leads to more questions in one activity that is not published yet."""

    def __init__(self, activity, request):
        self.activity, self.request = activity, request
        self.node = None if isinstance(activity, MissingActivity) else questions_node(activity)
        if self.node is None:
            raise HTTPNotFound()
        if activity.state not in (DRAFT, KEPT):
            raise Refused(_("已经发布的活动不能再加题目。"))
        self.node.bindings = {"host": request.registry.host, "school": request.school}
        self.kinds = self.node.typ.kinds(self.node)
        self.formats = formats(request.registry.host, request.school)

    @view_config(name="import", request_method="GET", renderer="questions_import.pt")
    def ask(self):
        """Where to paste or choose a file."""
        return self.page()

    @view_config(name="import", request_method="POST", renderer="questions_import.pt", uploads=True)
    def look(self):
        """What was read, before anything is taken."""
        posted = self.request.POST
        if posted.get("take") is not None:
            return self.take()
        text, upload = posted.get("text", ""), posted.get("file")
        if isinstance(upload, Upload) and upload.size:
            upload.file.seek(0)
            return self.page(self.fitting(read_file(upload.filename, upload.file.read(BYTES_MAX + 1), self.formats)), name=upload.filename)
        if not isinstance(text, str) or not text.strip():
            self.request.response.status_int = 422
            return self.page(empty=True)
        text = text.replace("\r\n", "\n")
        return self.page(self.fitting(read_pasted(text, posted.get("format", ""), self.formats)), text)

    def take(self):
        """The chosen ones, as they were shown, join the list."""
        asked = self.existing()
        chosen = set(self.request.POST.getall("question"))
        found = [question for question in self.shown() if question["id"] in chosen]
        if not found:
            raise Refused(_("没有选中题目。请回到上一页，勾选要加入的题目。"))
        if len(asked) + len(found) > QUESTIONS_MAX:
            raise Refused(_("题目太多了，最多 ${most} 道。请分成几次。", most=QUESTIONS_MAX))
        fresh = [{**question, "id": ""} for question in found]
        self.activity.node.settings = plain({**thawed(self.activity.settings), self.node.name: numbered([*asked, *fresh])})
        self.activity.bump()
        return HTTPSeeOther(self.request.resource_path(self.activity, "edit"))

    @view_config(name="import-template.xlsx", request_method="GET")
    def template(self):
        """The sheet to fill in."""
        return download(self.request, sheet_template(self.request.translate), f"{self.request.translate(_('题目模板'))}.xlsx")

    def existing(self):
        return thawed(self.activity.settings[self.node.name])

    def shown(self):
        """What the preview showed, judged again: a form can hold anything."""
        try:
            found = json.loads(self.request.POST.get("found", ""))
            assert isinstance(found, list) and len(found) <= QUESTIONS_MAX
            return [self.judged(question) for question in found]
        except (ValueError, AssertionError, AttributeError, TypeError, KeyError, RecursionError, colander.Invalid):
            raise Refused(_("这些题目读不出来了。请回到上一页，再读入一次。")) from None

    def judged(self, question):
        """The question as this activity takes it; Invalid says why not."""
        if question["type"] not in self.kinds:
            raise Wrong(_("这里不能用这种题型。"))
        return {**check_one(question, self.kinds, self.node.typ.scored), "id": str(question["id"])}

    def fitting(self, reading):
        """The questions that this activity may ask; others are problems."""
        good, problems = [], list(reading.problems)
        for question in reading.questions:
            try:
                good.append(self.judged(question))
            except colander.Invalid as wrong:
                problems += [Problem(0, str(question.get("text", ""))[:60], message) for message in list(by_part(wrong).values())[:1]]
        return Reading(good[:QUESTIONS_MAX], problems)

    def page(self, reading=None, text="", name="", empty=False):
        activity, request = self.activity, self.request
        return {
            "activity": activity, "reading": reading, "text": text, "name": name, "empty": empty, "formats": self.formats,
            "found": json.dumps(reading.questions, ensure_ascii=False) if reading else "", "lines": marked_lines(text, reading),
            "asked": len(self.existing()), "draw_question": lambda question, number: draw_question(request, activity, question, None, "key", number=number),
            "endings": ",".join(ending for one in self.formats for ending in one.endings),
        }


def marked_lines(text, reading):
    """[(number, text, [what is wrong])] of pasted text that holds mistakes."""
    wrong: dict = {}
    for problem in reading.problems if reading else ():
        wrong.setdefault(problem.line, []).append(problem.what)
    lines = text.split("\n") if text else []
    if not wrong or not lines or len(lines) > LINES_SHOWN:
        return []
    return [(number, line, wrong.get(number, ())) for number, line in enumerate(lines, 1)]
