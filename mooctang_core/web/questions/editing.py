"""The widget that edits a list of questions. Every step works as a plain form; the page's script only makes it quicker.

A question's fields are named by its row: `q1.text`, `q1.o.a`. A press of `do` changes the list and shows the form again; nothing
is saved by it and nothing that was typed is lost.
"""

import json
from functools import partial

import colander
from deform.widget import Widget

from ...activity import Activity
from ...identity.secret import sign, signed
from ...questions.base import LETTERS, QUESTIONS_MAX, clean, plain_line
from ...questions.checking import numbered
from ...questions.reading import from_text
from ...questions.standard import Gone
from ...words import translator
from ..furniture import Html
from ..rendering import draw
from ..rich import rich
from .drawing import package_of, template_of
from .pictures import held_files, take_picture, words_of_files

_ = translator("mooctang_core")


class QuestionsWidget(Widget):
    """Add, edit, remove, order; a box to paste whole tests into."""

    category = "structural"
    template = readonly_template = "questions"

    # -- from the page --
    def deserialize(self, field, pstruct):
        if not isinstance(pstruct, dict):
            return colander.null
        request = bind(field)
        kinds = field.schema.typ.kinds(field.schema)
        found = [gathered(kinds, row, fields, request) for row, fields in rows_of(pstruct)][: QUESTIONS_MAX + 1]
        questions = numbered([question for question in found if question])
        done = Doing(field, kinds, questions, pstruct)
        if done.pressed:
            done.press()
            field.get_root().reshaped = True
        elif done.pasted:
            field.waiting = done.pasted
            raise colander.Invalid(field.schema, _("粘贴的文字还没有读入。请点“读入题目”，或者清空那个框。"), value=done.questions)
        return done.questions

    # -- to the page --
    def serialize(self, field, cstruct, **kw):
        questions = [] if cstruct in (colander.null, None) else list(cstruct)
        request = bind(field)
        editor = Editor(request, field, getattr(field.error, "faults", None) or {})
        return draw(request, "mooctang_core", "questions_edit.pt", {
            "field": field, "editor": editor, "questions": numbered(questions), "kinds": editor.kinds, "most": QUESTIONS_MAX,
            "message": own_message(field), "opened": getattr(field, "opened", None),
            "import_url": request.resource_path(request.context, "import") if isinstance(request.context, Activity) else None,
            "pasted": getattr(field, "waiting", ""), "unread": getattr(field, "unread", ()), "readable": getattr(field, "readable", 0),
        })

    def problems(self, field):
        """(id of the place, what it is called, what is wrong), for the summary at the top of the form."""
        if own_message(field):
            yield f"item-{field.oid}", field.title, own_message(field)
        editor = Editor(None, field, getattr(field.error, "faults", None) or {})
        questions = numbered(list(field.cstruct)) if field.cstruct else []
        for place, parts in editor.faults.items():
            for part, message in parts.items():
                row = questions[place]["id"] if place < len(questions) else ""
                yield editor.id_of(row, part), _("第 ${n} 题", n=place + 1), message


def bind(field):
    """The types that may be asked depend on the school: the node learns of it here. Returns the request."""
    request = field.renderer.request
    field.schema.bindings = {**(field.schema.bindings or {}), "host": request.registry.host, "school": request.school}
    return request


def own_message(field):
    return field.error.msg if field.error is not None and field.error.msg else None


def rows_of(pstruct):
    """[(row, {part: text})] in the order of the page."""
    rows: dict = {}
    for name, value in pstruct.items():
        row, dot, part = name.partition(".")
        if dot:
            rows.setdefault(row, {})[part] = value
    return list(rows.items())


def gathered(kinds, row, fields, request):
    """One question as far as it is filled in; one whose type nobody knows any more as it was kept."""
    texts = {part: value.replace("\r\n", "\n") for part, value in fields.items() if isinstance(value, str)}
    kind = kinds.get(texts.get("type"))
    if kind is None:
        return unwrapped(request, fields.get("whole"))
    question = {**kind.gather(texts), "id": row, "files": held_files(request, texts)}
    return take_picture(request, kind, question, fields)


def wrapped(request, question):
    """A question that cannot be edited here, for the form to bring back unchanged."""
    whole = json.dumps(question, ensure_ascii=False, sort_keys=True)
    return f"{sign(request.registry.secret, 'question', request.school.slug, whole)}.{whole}"


def unwrapped(request, word):
    """The question in such a word; None for anything that we did not write."""
    signature, _dot, whole = word.partition(".") if isinstance(word, str) else ("", "", "")
    return json.loads(whole) if signed(request.registry.secret, signature, "question", request.school.slug, whole) else None


class Doing:
    """What one press of a button does to the list."""

    def __init__(self, field, kinds, questions, pstruct):
        self.field, self.kinds, self.questions = field, kinds, questions
        self.pressed = pstruct.get("do") or ""
        self.pasted = clean(pstruct.get("paste") if isinstance(pstruct.get("paste"), str) else "")

    def press(self):
        step, _space, word = self.pressed.partition(" ")
        does = {"add": self.add, "up": partial(self.move, by=-1), "down": partial(self.move, by=1), "remove": self.remove, "row": self.row,
                "paste": self.paste, "good": self.paste_good}.get(step)
        self.field.waiting = self.pasted
        if does is not None:
            does(word)

    def place_of(self, row):
        return next((place for place, question in enumerate(self.questions) if question["id"] == row), None)

    def add(self, kind):
        if kind in self.kinds and len(self.questions) < QUESTIONS_MAX:
            self.questions = numbered([*self.questions, self.kinds[kind].blank()])
            self.field.opened = self.questions[-1]["id"]

    def move(self, row, by):
        place = self.place_of(row)
        if place is not None and 0 <= place + by < len(self.questions):
            self.questions.insert(place + by, self.questions.pop(place))
            self.field.opened = row

    def remove(self, row):
        place = self.place_of(row)
        if place is not None:
            del self.questions[place]

    def row(self, row):
        """Room for two more options."""
        place = self.place_of(row)
        if place is not None:
            question = self.questions[place]
            kind = self.kinds.get(question["type"])
            self.questions[place] = kind.widen(question) if kind is not None else question
            self.field.opened = row

    def paste(self, _word):
        """All of it when all of it can be read; else what cannot is shown and nothing is taken."""
        found, unread = self.read()
        if unread:
            self.field.unread, self.field.readable = unread, len(found)
        else:
            self.take(found)

    def paste_good(self, _word):
        found, unread = self.read()
        self.take(found)
        self.field.unread = unread

    def read(self):
        found, unread = from_text(self.pasted)
        return [question for question in found if question["type"] in self.kinds], unread

    def take(self, found):
        self.questions = numbered([*self.questions, *({**question, "id": ""} for question in found)])
        self.field.waiting = ""
        if found:
            self.field.opened = self.questions[-1]["id"]


class Editor:
    """What the templates ask while one question after the other is drawn."""

    def __init__(self, request, field, faults):
        self.request, self.field, self.faults = request, field, faults
        self.scored = field.schema.typ.scored
        self.kinds = field.schema.typ.kinds(field.schema)

    def kind_of(self, question):
        return self.kinds.get(question.get("type")) or Gone(question.get("type", ""))

    def id_of(self, row, part=""):
        return f"{self.field.oid}-{row}" + (f"-{part}".replace(".", "-") if part else "")

    def item(self, question, place, opened=False):
        """One question as a row of the list, to be edited in place."""
        kind, row = self.kind_of(question), question["id"]
        values = self.values(kind, question, row, self.faults.get(place, {}))
        known = not isinstance(kind, Gone)
        body = draw(self.request, package_of(kind), template_of(kind, "_edit"), values)
        faults = values["faults"]
        return Html(draw(self.request, "mooctang_core", "question_item.pt", {
            **values, "body": Html(body), "number": place + 1, "line": plain_line(question.get("text", ""), 40), "known": known,
            "opened": opened or bool(faults), "whole": None if known else wrapped(self.request, question), "files": words_of_files(self.request, question),
        }))

    def picture(self, question):
        """Where the picture of a question can be looked at; None while the activity is not saved yet."""
        place = self.request.context
        return self.request.resource_path(place, "file", question["image"]) if question.get("image") and isinstance(place, Activity) else None

    def empty(self, kind):
        """A new question of a type, for the page's script to copy; "new0" in its names is replaced."""
        return self.item({**kind.blank(), "id": "new0"}, -1, opened=True)

    def values(self, kind, question, row, faults):
        return {
            "type": kind, "question": question, "row": row, "scored": self.scored, "letters": LETTERS, "rich": rich, "faults": faults,
            "name": lambda part: f"{row}.{part}", "id_of": partial(self.id_of, row), "editor": self,
            "fault": lambda part: self.fault(row, part, faults), "told": lambda part: f"{self.id_of(row, part)}-error" if part in faults else None,
        }

    def fault(self, row, part, faults):
        """What is wrong with one part, to stand beside it."""
        if part not in faults:
            return ""
        return Html(draw(self.request, "mooctang_core", "question_fault.pt", {"place": f"{self.id_of(row, part)}-error", "message": faults[part]}))
