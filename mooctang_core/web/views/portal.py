"""The front doors: a school's home, the alliance's home, and a person's own classrooms."""

from typing import Any, NamedTuple

from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config

from ...flows import branding, certifying
from ...flows.faculty import seen, teachers
from ...model.alliance import Alliance
from ...model.courses import Term
from ...model.schools import School
from ...permissions import LEAD, OPERATE
from ...words import translator
from ..covers import cover, crest_colors
from ..dressing import links_in
from ..furniture import Html
from ..nav import Item, Nav
from ..rendering import draw
from ..rich import rich
from .handover import switch_url
from .tabling import readable

_ = translator("mooctang_core")


class CourseCard(NamedTuple):
    """A course on the school's home."""

    title: str
    teacher: str
    term: str
    rooms: int
    href: str | None
    cover: Html
    mooc: bool


class Member(NamedTuple):
    """A school on the alliance's home, in its own colour."""

    title: str
    short: str
    slogan: str
    logo: Any
    color: str
    on_color: str
    href: str


TEACHERS_MOST = 8


@view_config(context=School, permission=NO_PERMISSION_REQUIRED, request_method="GET", renderer="portal.pt")
def school_home(school, request):
    """The school's own page: the field for a class code, what somebody still has to do here, and the blocks that the school chose."""
    courses = course_cards(request, school)
    blocks = [found for found in (home_block(request, block, courses) for block in branding.blocks_of(school.brand) if block["on"]) if found is not None]
    own, number = own_place(request)
    return {
        "courses": courses, "blocks": blocks, "own": own, "number": number,
        "slogan": school.brand["slogan"] or request.translate(branding.USUAL_SLOGAN),
        "menu": [Item(request.translate(_("首页")), "/", "house", True), Item(request.translate(_("我的学习")), "/my", "mortarboard"),
                 Item(request.translate(_("教师")), "/teachers", "people"), *Nav(request).links(school),
                 Item(request.translate(_("联盟")), request.alliance_url(), "diagram-3")],
        "alliance_url": request.alliance_url(), "certify_href": "/certify", "rich": rich,
    }


class Block(NamedTuple):
    """A part of the home page with what it holds; one that would be empty is left out."""

    kind: str
    title: str
    held: Any


def home_block(request, block, courses):
    kind, school = block["kind"], request.school
    held = {"courses": lambda: by_sort(courses), "teachers": lambda: teachers(school, request.alliance.accounts), "panels": lambda: panels(request, school),
            "text": lambda: block["text"], "links": lambda: links_in(block["text"])}[kind]()
    return Block(kind, block["title"] or request.translate(branding.BLOCKS[kind]), held) if held or kind == "courses" else None


def by_sort(courses):
    """[(heading, cards)]: the MOOCs and the SPOCs apart where there are both."""
    sorts = [(_("慕课（MOOC）"), [one for one in courses if one.mooc]), (_("校内课程（SPOC）"), [one for one in courses if not one.mooc])]
    held = [(title, cards) for title, cards in sorts if cards]
    return held if len(held) > 1 else [("", courses)] if courses else []


def own_place(request):
    """(what this page says to this person, their number): "certified", "certify" for students who are not, "" for everybody else."""
    school = request.school
    if request.account is None:
        return "", None
    entry = certifying.entry_of(school, request.account)
    if entry is not None:
        return "certified", entry.number
    return ("", None) if request.aid in school.teachers or request.aid in school.managers or not certifying.offered(school) else ("certify", None)


def course_cards(request, school, among=None):
    """The courses that are shown to everybody; one's own lead to the classroom."""
    own = {path.rsplit("/", 2)[0]: path for path in school.places.get(request.aid, ())} if request.aid else {}
    cards = []
    for course in seen(school) if among is None else among:
        terms = [term for term in course.terms() if isinstance(term, Term)]
        path = own.get(f"/courses/{course.__name__}")
        cards.append(CourseCard(
            course.title, lead_of(request, course), terms[-1].title if terms else "", sum(len(term.classrooms()) for term in terms),
            f"{path}/" if path else None, cover(course.title), is_mooc(course)))
    return cards


def is_mooc(course):
    """Whether everybody may take it; else it is for the people of this school."""
    return course.open_to_all


def lead_of(request, course):
    """The name of who is responsible for a course."""
    leads = [aid for aid, role in course.team.items() if role == LEAD and aid in request.alliance.accounts]
    return request.alliance.accounts[leads[0]].name if leads else ""


@view_config(context=Alliance, permission=NO_PERMISSION_REQUIRED, request_method="GET", renderer="alliance.pt")
def alliance_home(alliance, request):
    """The member schools; entering one switches logo and theme. The operator reads here what does not work."""
    schools = [request.open_school(slug) for slug in alliance.schools]
    return {
        "members": [member(school, request.school_url(school.slug)) for school in schools],
        "mine": [member(school, switch_url(request, school.slug)) for school in schools if certifying.entry_of(school, request.account)],
        "troubles": troubles(request) if request.may(OPERATE) else [],
    }


def troubles(request):
    """(what, its name, what is wrong with it): themes that fell back to the default, plugins that could not be loaded."""
    themes = [(_("主题"), name, sentence) for name, sentence in sorted(request.registry.themes.problems.items())]
    return themes + [(_("插件"), name, problem.message) for name, problem in sorted(request.plugins.quarantined.items())]


def member(school, href):
    brand = school.brand
    color, on_color = crest_colors(brand["color"])
    return Member(school.title, brand["short"], brand["slogan"], brand["logo"], color, on_color, href)


class Cloud(NamedTuple):
    """How one stands with the school: certified (my school), or offered to be."""

    title: Any
    line: str
    href: str
    symbol: str


def cloud(request):
    """我的学校云 for who is certified here; the way there for students who are not."""
    school, say = request.school, request.translate
    entry = certifying.entry_of(school, request.account)
    if entry is not None:
        return Cloud(_("我的学校云"), f"{school.title} · {say(_('已认证'))} {entry.number}", "/", "mortarboard")
    if request.aid in school.teachers or not certifying.offered(school):
        return None
    return Cloud(_("学生认证"), say(_("未认证。有学校发的认证码就可以认证。")), "/certify", "person-check")


def panels(request, place):
    """The cards that plugins give for a home page, drawn, in order; one that cannot be drawn is left out and counted."""
    found = [(panel, name) for name, parts in request.ask("panels", context=place, request=request) for panel in parts]
    drawn = [_draw_panel(request, panel, name) for panel, name in sorted(found, key=lambda pair: (pair[0].order, pair[1]))]
    return [html for html in drawn if html]


def _draw_panel(request, panel, name):
    package = request.plugins.plugins[name].package
    try:
        inside = Html(draw(request, package, panel.template, dict(panel.values))) if panel.template else None
        table = readable(request, panel.table) if panel.table is not None else None
        return Html(draw(request, "mooctang_core", "panel.pt", {"panel": panel, "inside": inside, "table": table}))
    except Exception as error:
        request.plugins.failed(request.school, name, "panels", error)
        return None
