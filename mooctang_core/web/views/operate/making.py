"""Make a school: one form, seen as it is filled in, and published with one press."""

from ....flows import auditing, branding
from ....flows.operating import people
from ....flows.operating.schools import HOST, SLUG, UNIT, found
from ....identity.login import find_account
from ....model.schools import School
from ....words import translator
from ... import dressing
from ...roots import best_host, is_number, parted
from . import operators, operators_post
from .addresses import dns_lines

_ = translator("mooctang_core")

KEPT = ("www", "alliance", "operate", "admin", "api", "mail", "static", "help", "login")
"""Words that no school may have, for they mean something else in an address."""


def base_of(request):
    """The name under which schools get theirs; "" when the alliance is reached by number only."""
    name = parted(best_host(request.alliance.hosts_of(""), request.host))[0]
    return "" if not name or is_number(name) else name


def fresh(request):
    """The look that a new school begins with: the alliance's colour and theme."""
    alliance = request.alliance
    return {"title": "", "short": "", "slogan": "", "color": alliance.brand["color"], "logo": None, "theme": alliance.theme, "blocks": branding.usual_blocks()}


def page(request, filled, given=None, status=200):
    given = given or {}
    request.response.status_int = status
    words = {name: given.get(name, "").strip() for name in ("slug", "unit", "manager", "login")}
    values = dressing.values(request, filled)
    return {**values, **words, "own_host": given.get("host", "").strip(), "base": base_of(request), "preview": values,
            "blocks_open": isinstance(filled, dressing.Filled) and (filled.reshapes or any(word.startswith("block") for word in filled.problems))}


@operators("operate_new", renderer="operate_new.pt")
def ask(alliance, request):
    """The empty form."""
    return page(request, fresh(request))


@operators_post("operate_new", renderer="operate_new.pt", uploads=True)
def make(alliance, request):
    """Publish it; or, while it is being filled in, show what it would look like."""
    filled = dressing.read(request, fresh(request))
    if request.headers.get("HX-Request"):
        return dressing.preview(request, filled)
    if filled.step != "publish":
        return page(request, filled._replace(problems={}), request.POST)
    problems = {**filled.problems, **wrong(request)}
    if problems:
        return page(request, filled._replace(problems=problems), request.POST, 422)
    return made(request, filled.look)


def wrong(request):
    """What is wrong with the school's word, code, host and manager, by field."""
    given, alliance, problems = request.POST, request.alliance, {}
    slug, unit, host = (given.get(name, "").strip().lower() for name in ("slug", "unit", "host"))
    if not SLUG.match(slug) or slug.endswith("-"):
        problems["slug"] = _("2 到 31 个小写字母、数字或连字符，以字母开头。")
    elif slug in alliance.schools or slug in KEPT or alliance.hosts.get(f"{slug}.{base_of(request)}", slug) != slug:
        problems["slug"] = _("“${slug}”已经有人用了，请换一个。", slug=slug)
    if not UNIT.match(unit):
        problems["unit"] = _("单位代码是五位数字。")
    elif unit in {request.open_school(one).unit for one in alliance.schools}:
        problems["unit"] = _("另一所学校已经用了单位代码 ${unit}。", unit=unit)
    problem = host_problem(alliance, host) if host else None if base_of(request) else _("联盟没有域名，请给学校一个自己的域名，或者“:端口”。")
    if problem:
        problems["host"] = problem
    name, login = given.get("manager", "").strip(), given.get("login", "").strip()
    if name and not login or login and not name:
        problems["login"] = _("管理员的姓名和登录名要一起填。")
    return problems


def host_problem(alliance, host, slug=None):
    """Why a host cannot lead to a school (`slug`, None for a new one); None when it can."""
    port = host.rpartition(":")[2] if ":" in host and not host.endswith("]") else ""
    if not HOST.match(host) or (port and not 0 < int(port) < 65536):
        return _("这不像一个域名。写成 mooc.jianghai.edu.cn 这样，前面不要 https://。")
    taken = alliance.hosts.get(host)
    if taken is not None and taken != slug:
        return _("${host} 已经通向“${school}”。请先在那里去掉。", host=host, school=taken or alliance.title)
    return None


def made(request, look):
    """The school with its look, its addresses and perhaps its first manager; everything in one transaction."""
    alliance, given = request.alliance, request.POST
    slug, host, base = given["slug"].strip(), given.get("host", "").strip().lower(), base_of(request)
    hosts = [f"{slug}.{base}"] * bool(base) + [host] * bool(host)
    school = found(request.connection("main").root(), request.plugins, request.now, School(slug, look["title"], given["unit"].strip()), hosts)
    branding.wear(school, look)
    name, password = manager(request, school)
    auditing.log(alliance, request.aid, "school-created", slug, request.now, title=school.title)
    auditing.log(school, request.aid, "school-created", slug, request.now, title=school.title)
    request.override_renderer = "operate_made.pt"
    return {"name_of_school": school.title, "address": request.school_url(slug), "lines": dns_lines(request, hosts), "manager": name, "password": password,
            "login": given.get("login", "").strip(), "href": request.route_path("operate_school", slug=slug)}


def manager(request, school):
    """(name, one-time password) of the first manager; no password for whoever has an account already, and nobody when none was named."""
    name, login = request.POST.get("manager", "").strip(), request.POST.get("login", "").strip()
    return appoint(request, school, name, login) if name and login else ("", "")


def appoint(request, school, name, login):
    """Make somebody a manager of a school: the account that logs in so, or a new one."""
    account, password = find_account(request.alliance, None, login), ""
    if account is None:
        account, password = people.open_account(request.alliance, name, login, request.now)
    school.managers.add(account.aid)
    auditing.log(school, request.aid, "manager-made", account.aid, request.now, name=account.name)
    return account.name, password
