"""学生管理, 教师管理: the list to search, and one person's page."""

from typing import Any, NamedTuple

from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config, view_defaults

from ....activity import Refused
from ....flows.people import activating, directory, keeping
from ....flows.people.fields import KINDS
from ....identity.login import masked
from ....model.schools import School
from ....permissions import MANAGE
from ....words import translator
from ...multipart import Upload
from ...uploads import take_file
from .seeing import addresses, private, said, staff_elsewhere, to

_ = translator("mooctang_core")
PAGE = 50
ROUTE_OF = {"student": "manage_students", "teacher": "manage_teachers"}


class Row(NamedTuple):
    """One line of the list."""

    key: str
    name: str
    number: str
    line: str
    state: Any
    tone: str
    href: str


def state_of(request, account, aid):
    """(what an account is like, its tone)"""
    if aid and aid in request.school.blocked:
        return _("已停用"), "bad"
    if account is None:
        return _("没有账号"), "warn"
    if account.dormant or account.credential is None:
        return (_("待激活"), "warn") if account.credential is None or account.must_change else (_("使用中"), "ok")
    return (_("待改密码"), "warn") if account.must_change else (_("使用中"), "ok")


def row_of(request, number):
    entry = request.school["people"][number]
    account = request.alliance.accounts.get(entry.aid) if entry.aid else None
    state, tone = state_of(request, account, entry.aid)
    words = [entry.cohort, entry.details.get("major"), entry.details.get("phone") and masked(f"phone:{entry.details['phone']}"), entry.details.get("email")]
    return Row(number, entry.name, number, " · ".join(word for word in words if word), state, tone, request.route_path("manage_person", _query={"number": number}))


def row_of_account(request, aid):
    account = request.alliance.accounts.get(aid)
    state, tone = state_of(request, account, aid)
    name, line = (account.name, " · ".join(map(masked, account.methods))) if account is not None else (aid, "")
    return Row(f"@{aid}", name, "", line, state, tone, request.route_path("manage_person", _query={"account": aid}))


@view_config(route_name="manage_students", context=School, permission=MANAGE, request_method="GET", renderer="manage_people.pt")
def students(school, request):
    return listed(school, request, "student")


@view_config(route_name="manage_teachers", context=School, permission=MANAGE, request_method="GET", renderer="manage_people.pt")
def teachers(school, request):
    return listed(school, request, "teacher")


def listed(school, request, kind):
    """One page of those whose line holds what is searched for."""
    words, cohort = request.GET.get("q", "")[:100], request.GET.get("class", "")
    number = request.GET.get("page", "1")
    number = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1
    found = directory.search(school, kind, words, cohort, id_mark(request, words))
    found += loose_teachers(request, words, found) if kind == "teacher" else []
    pages = max(1, -(-len(found) // PAGE))
    number = min(max(number, 1), pages)
    rows = [row_of_account(request, key[1:]) if key.startswith("@") else row_of(request, key) for key in found[(number - 1) * PAGE:number * PAGE]]
    return {
        "kind": kind, "here": f"{kind}s", "rows": rows, "found": len(found), "number": number, "pages": pages, "q": words, "cohort": cohort,
        "cohorts": list(school["cohorts"]) if kind == "student" else [], "said": said(request), "page_href": addresses(request, **{"q": words, "class": cohort}),
        "new": request.route_path("manage_new", _query={"kind": kind}), "bring": request.route_path("manage_imports", _query={"kind": kind}),
    }


def id_mark(request, words):
    """The mark of an ID number that somebody searches for; "" for other words."""
    text = "".join(words.split()).upper()
    return private(request).mark("id", text) if len(text) in (15, 18) and text[:-1].isdigit() else ""


def loose_teachers(request, words, found):
    """Teachers of the school who are in no book: they came by themselves, or an operator made their account."""
    school, accounts = request.school, request.alliance.accounts
    in_books = {school["people"][number].aid for number in directory.search(school, "teacher")}
    loose = [aid for aid in school.teachers if aid not in in_books and aid in accounts]
    wanted = words.casefold().split()
    return [f"@{aid}" for aid in loose if all(word in f"{accounts[aid].name} {' '.join(accounts[aid].methods)}".casefold() for word in wanted)]


# One person --------------------------------------------------------------------------------------------------------------------

class Input(NamedTuple):
    """One field of the form."""

    word: str
    title: str
    value: str
    needed: bool
    problem: Any
    hint: Any
    fixed: bool = False


HINTS = {
    "birth": _("写成 19901012"), "sex": _("男 或 女"), "entry_year": _("例如 2016"), "length": _("年数，例如 5"), "cohort": _("写一个新名字就会新建这个班"),
    "number": _("不带单位代码也可以，会自动补全"), "code": _("学校发给学生、用来认证的码；加密保存，看不到原来的"), "id_number": _("可以不填；加密保存，页面上只显示头尾"),
    "phone": _("可以用来登录"), "nickname": _("不填就是真实姓名"),
}
SKIPPED = ("unit", "picture")


def inputs(request, kind, entry=None, typed=None, wrong=None):
    """The form's fields with what is known, or with what was just typed."""
    known, made = known_of(entry), []
    for field in KINDS[kind]:
        if field.word in SKIPPED:
            continue
        value = typed.get(field.word, "") if typed is not None else "" if field.secret else known.get(field.word, "")
        hint = HINTS.get(field.word)
        if field.word == "id_number" and entry is not None and entry.details.get("id_sealed"):
            hint = _("现在是 ${id}；不改就空着", id=private(request).id_of(entry.details))
        if field.word == "code" and entry is not None and entry.details.get("code"):
            hint = _("已经有认证码；要换一个才填")
        needed = field.needed and field.word != "nickname"
        made.append(Input(field.word, request.translate(field.title), value, needed, (wrong or {}).get(field.word), hint, entry is not None and field.word == "number"))
    return made


def known_of(entry):
    return {} if entry is None else {**{word: str(value) for word, value in entry.details.items() if isinstance(value, str)},
                                     "number": entry.number, "name": entry.name, "cohort": entry.cohort or ""}


@view_defaults(context=School, permission=MANAGE)
class Person:
    """One person's page, or the form for a new one."""

    def __init__(self, school, request):
        self.school, self.request = school, request

    @view_config(route_name="manage_new", request_method="GET", renderer="manage_person.pt")
    def blank(self):
        """The form for somebody new."""
        return self.form(self.kind())

    @view_config(route_name="manage_new", request_method="POST", renderer="manage_person.pt", uploads=True)
    def create(self):
        """Somebody new; what is wrong stands at its field."""
        kind, texts = self.kind(), self.typed()
        values, wrong = keeping.read(self.school, kind, without_nickname(texts), private(self.request))
        try:
            if not wrong:
                values |= self.picture()
                entry = keeping.create(self.school, self.request.alliance, kind, values, self.request.now, self.request.aid, private(self.request))
                return to(self.request, "manage_person", "created", number=entry.number)
        except Refused as refusal:
            wrong["number" if kind == "student" else "phone"] = refusal.message
        self.request.response.status_int = 422
        return self.form(kind, typed=texts, wrong=wrong)

    @view_config(route_name="manage_person", request_method="GET", renderer="manage_person.pt")
    def show(self):
        """What the school knows of somebody, and their account."""
        entry, aid = self.found(self.request.GET)
        return self.form(entry.role if entry is not None else "teacher", entry, aid)

    @view_config(route_name="manage_person", request_method="POST", renderer="manage_person.pt", uploads=True)
    def step(self):
        """Save, put out of use or back, take off the list."""
        entry, aid = self.found(self.request.POST)
        steps = {"save": self.save, "block": self.block, "unblock": self.block, "remove": self.remove, "unmake": self.unmake}
        return steps.get(self.request.POST.get("step"), self.save)(entry, aid)

    def save(self, entry, aid):
        request, texts = self.request, self.typed()
        if entry is None:
            raise Refused(_("这位老师还没有学籍资料，不能修改。请先新建。"))
        values, wrong = keeping.read(self.school, entry.role, without_nickname(texts), private(request), entry)
        if wrong:
            request.response.status_int = 422
            return self.form(entry.role, entry, aid, texts, wrong)
        cleared = [word for word, text in texts.items() if not text.strip() and word not in ("id_number", "code", "number", "name", "cohort")]
        keeping.edit(self.school, request.alliance, entry, values | self.picture(), cleared, request.now, request.aid, private(request))
        return to(request, "manage_person", "saved", number=entry.number)

    def block(self, entry, aid):
        on = self.request.POST.get("step") == "block"
        if not aid:
            raise HTTPNotFound()
        keeping.block(self.school, self.request.alliance, aid, entry.number if entry is not None else aid, self.request.now, self.request.aid, on)
        return self.again(entry, aid, "blocked" if on else "unblocked")

    def remove(self, entry, aid):
        if entry is None:
            raise HTTPNotFound()
        keeping.remove(self.school, self.request.alliance, entry, self.request.now, self.request.aid)
        return to(self.request, ROUTE_OF.get(entry.role, "manage_students"), "removed")

    def unmake(self, entry, aid):
        keeping.unmake_teacher(self.school, self.request.alliance, aid, self.request.now, self.request.aid)
        return to(self.request, "manage_teachers", "unmade")

    def again(self, entry, aid, word):
        return to(self.request, "manage_person", word, **({"number": entry.number} if entry is not None else {"account": aid}))

    def kind(self):
        kind = self.request.params.get("kind", "student")
        if kind not in KINDS:
            raise HTTPNotFound()
        return kind

    def typed(self):
        return {name: value for name, value in self.request.POST.items() if isinstance(value, str) and name in TYPED}

    def picture(self):
        upload = self.request.POST.get("picture")
        return {"picture_file": take_file(self.request, upload, ("image",), 5)} if isinstance(upload, Upload) and upload.size else {}

    def found(self, asked):
        """(entry or None, account id or None) of whom the address names; who is not this school's is not there."""
        if asked.get("number"):
            entry = self.school["people"].get(asked["number"])
            if entry is None:
                raise HTTPNotFound()
            return entry, entry.aid
        aid = asked.get("account", "")
        if aid not in self.school.teachers or aid not in self.request.alliance.accounts:
            raise HTTPNotFound()
        return None, aid

    def form(self, kind, entry=None, aid=None, typed=None, wrong=None):
        request = self.request
        account = request.alliance.accounts.get(aid) if aid else None
        state, tone = state_of(request, account, aid)
        why_not = activating.reason_not(request.alliance, self.school.slug, account, staff_elsewhere(request)) if aid else None
        return {
            "kind": kind, "here": f"{kind}s", "entry": entry, "account": account, "inputs": inputs(request, kind, entry, typed, wrong) if entry is not None or not aid else [],
            "state": state, "tone": tone, "blocked": bool(aid) and aid in self.school.blocked, "why_not": why_not, "methods": [masked(method) for method in account.methods] if account else [],
            "wrong": wrong or {}, "said": said(request), "cohorts": list(self.school["cohorts"]), "picture": entry.details.get("picture") if entry is not None else None,
            "teaches": bool(aid) and aid in self.school.teachers, "back": request.route_path(ROUTE_OF.get(kind, "manage_students")),
            "removable": entry is not None and (account is None or account.dormant),
        }


TYPED = {field.word for kind in KINDS.values() for field in kind}


def without_nickname(texts):
    """Left empty on the page, a nickname is the real name."""
    return {word: text for word, text in texts.items() if word != "nickname" or text.strip()}
