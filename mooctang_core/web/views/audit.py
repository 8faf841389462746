"""操作日志: what staff did, found, taken out as a file, and checked for lines that somebody changed."""

import json
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import NamedTuple
from urllib.parse import urlencode

from pyramid.view import view_config

from ...flows import auditing
from ...model.schools import School
from ...permissions import MANAGE
from ...tables import Cell, Column, Table, as_csv, as_xlsx
from ...words import exact, translator, zone
from ..downloads import download
from .operate import operators
from .tabling import whole

_ = translator("mooctang_core")

PAGE = 50
AREAS = {
    "people": (_("人员"), ("person", "change", "passwords", "manager")), "imports": (_("导入"), ("import",)), "classes": (_("班级"), ("class", "cohort")),
    "certification": (_("学生认证"), ("certification", "certified", "codes")), "teachers": (_("教师认证"), ("teacher",)), "rooms": (_("课堂"), ("room",)),
    "accounts": (_("账号"), ("account", "accounts", "method", "second", "merge", "merged")), "courses": (_("课程"), ("course",)), "plugins": (_("插件"), ("plugin",)),
    "schools": (_("学校"), ("school", "look", "looks", "host", "home")), "operators": (_("运营"), ("operator", "visit")), "messages": (_("消息"), ("notice", "outbox", "letter", "webhook")),
}
"""What one can look for: its name, and the first words of the deeds that belong to it."""


class Line(NamedTuple):
    """One deed as the reader sees it."""

    number: int
    when: str
    full: str
    who: str
    by: str
    said: str
    about: str
    mark: str


class Reader:
    """Lines in the words of whoever reads: names, sentences, times; a name is looked up once."""

    def __init__(self, request):
        self.request, self._names = request, {"": request.translate(_("系统"))}

    def name(self, aid):
        if aid not in self._names:
            account = self.request.alliance.accounts.get(aid)
            self._names[aid] = account.name if account is not None else self.request.translate(_("已不在的账号"))
        return self._names[aid]

    def said(self, entry):
        return self.request.translate(auditing.sentence(entry))

    def telling(self, entry):
        """Everything that can be looked for, in small letters."""
        return f"{self.said(entry)} {self.name(entry.by)} {entry.about}".casefold()

    def line(self, entry):
        request, tz = self.request, zone(self.request.house.timezone)
        full = entry.at.astimezone(tz).strftime("%Y-%m-%d %H:%M:%S")
        return Line(entry.number, exact(entry.at, tz, request.locale_name, request.now), full, self.name(entry.by), entry.by, self.said(entry), entry.about, entry.mark)


def wanted(request):
    """What the address asks for."""
    asked, tz = request.GET, zone(request.house.timezone)
    since, until = day_of(asked.get("since")), day_of(asked.get("until"))
    return auditing.Wanted(
        asked.get("find", "").strip()[:100], asked.get("by", ""), AREAS[asked["area"]][1] if asked.get("area") in AREAS else (),
        since and datetime.combine(since, time(), tz), until and datetime.combine(until + timedelta(days=1), time(), tz))


def day_of(text):
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def page(place, request):
    """The newest lines that fit, fifty at a time; how the whole log stands, when it was asked for."""
    reader, look, asked = Reader(request), wanted(request), request.GET
    before = whole(asked.get("before", "")) if asked.get("before") else None
    found = list(islice((entry for entry in auditing.find(place, look, reader.telling) if before is None or entry.number < before), PAGE + 1))
    kept = {name: asked[name] for name in ("find", "by", "area", "since", "until") if asked.get(name)}
    older = f"{request.path}?{urlencode({**kept, 'before': found[PAGE - 1].number})}" if len(found) > PAGE else None
    # Who did nothing here is nobody to this log: an account's id of another school must not give its name away.
    who = reader.name(look.by if found else "-") if look.by else ""
    return {
        "lines": [reader.line(entry) for entry in found[:PAGE]], "older": older, "newest": before is None, "look": look, "kept": kept,
        "areas": [(word, label) for word, (label, _firsts) in AREAS.items()], "who": who, "count": len(place.audit or ()),
        "query": f"?{urlencode(kept)}" if kept else "", "verdict": verdict(place, request), "compared": compared(place, asked),
    }


def verdict(place, request):
    """Every line checked, when that is asked for."""
    if "check" not in request.GET:
        return None
    return auditing.check(place, auditing.anchors_of(request.alliance, place.slug) if isinstance(place, School) else noted_elsewhere(request))


def noted_elsewhere(request):
    """What the databases of the alliance and of its schools hold of the alliance's own log."""
    jars = dict.fromkeys((request.alliance._p_jar, *(request.open_school(slug)._p_jar for slug in request.alliance.schools)))
    return sorted({note for jar in jars for note in auditing.alliance_anchors(jar.root())})


def compared(place, asked):
    """Whether a fingerprint that somebody wrote down still stands: True, False, or None when none was given."""
    mark, number = "".join(asked.get("mark", "").split()).lower(), asked.get("number", "")
    return auditing.stands(place.audit, whole(number), mark) if mark and number else None


def table(place, request):
    """The lines that fit, all of them, with everything that the fingerprints are made of."""
    reader = Reader(request)
    columns = (Column(_("编号"), kind="number"), Column(_("时间"), kind="time"), Column(_("谁")), Column(_("做了什么")), Column(_("对象"), kind="id"), Column(_("时间（UTC）"), kind="id"),
               Column(_("账号"), kind="id"), Column(_("操作"), kind="id"), Column(_("细节"), kind="id"), Column(_("指纹"), kind="id"))
    rows = [(entry.number, entry.at, reader.name(entry.by), Cell(reader.said(entry)), entry.about, entry.at.isoformat(), entry.by, entry.deed, facts(entry), entry.mark)
            for entry in auditing.find(place, wanted(request), reader.telling)]
    return Table("log", columns, rows, title=_("操作日志"))


def facts(entry):
    """As the fingerprint reads them."""
    return json.dumps(dict(entry.facts), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def file_of(place, request, ending):
    made = table(place, request)
    name = f"{request.house.brand['short']}-{request.translate(made.title)}.{ending}"
    tz = request.house.timezone
    data = as_csv(made, request.translate, tz) if ending == "csv" else as_xlsx([made], request.translate, tz)
    return download(request, data, name)


@view_config(route_name="manage_log", context=School, permission=MANAGE, request_method="GET", renderer="audit.pt")
def show(school, request):
    return page(school, request)


@view_config(route_name="manage_log_file", context=School, permission=MANAGE, request_method="GET")
def take(school, request):
    return file_of(school, request, request.matchdict["ending"])


@operators("operate_log", renderer="audit.pt")
def show_operators(alliance, request):
    return page(alliance, request)


@operators("operate_log_file")
def take_operators(alliance, request):
    return file_of(alliance, request, request.matchdict["ending"])


def includeme(config):
    config.add_route("manage_log", "/manage/log")
    config.add_route("manage_log_file", "/manage/log.{ending:csv|xlsx}")
