"""One-time passwords on paper: for those who were ticked, or for a whole class. They are shown in the answer to the form, and never again."""

from itertools import groupby

from pyramid.view import view_config

from ....activity import Refused
from ....flows.people import activating
from ....model.schools import School
from ....permissions import MANAGE
from ....words import translator
from ...qr import svg
from .people import ROUTE_OF
from .seeing import staff_elsewhere

_ = translator("mooctang_core")
MOST = 2_000


@view_config(route_name="manage_passwords", context=School, permission=MANAGE, request_method="POST", renderer="manage_slips.pt")
def issue(school, request):
    """New one-time passwords for these people, as slips to cut."""
    posted = request.POST
    titles = [title for title in posted.getall("class") if title in school["cohorts"]]
    people = of_classes(request, titles, posted.get("all") == "yes") if titles else [person_of(request, key) for key in posted.getall("who")]
    people = [person for person in people if person is not None]
    if not people:
        raise Refused(_("没有选中任何人。请勾选后再发；已经激活的人不在班级的激活单里。"))
    if len(people) > MOST:
        raise Refused(_("一次最多 ${most} 人。请分几个班打印。", most=MOST))
    slips, refused = activating.issue(school, request.alliance, people, request.now, request.aid, staff_elsewhere(request), "、".join(titles)[:200])
    request.response.headers["Cache-Control"] = "no-store"
    address = request.school_url(school.slug, "/login")
    slips.sort(key=lambda slip: (slip.cohort, slip.login))
    return {"slips": slips, "refused": refused, "groups": [(title, list(group)) for title, group in groupby(slips, key=lambda slip: slip.cohort)],
            "address": address, "picture": svg(address), "here": "classes" if titles else f"{posted.get('kind', 'student')}s",
            "back": request.route_path("manage_classes") if titles else request.route_path(ROUTE_OF.get(posted.get("kind"), "manage_students"))}


def person_of(request, key):
    """(account, name, number, class) behind a tick; None for nobody of this school."""
    school, accounts = request.school, request.alliance.accounts
    if key.startswith("@"):
        aid = key[1:]
        account = accounts.get(aid) if aid in school.teachers or aid in school.managers else None
        return (account, account.name, "", "") if account is not None else None
    entry = school["people"].get(key)
    return of_entry(request, entry) if entry is not None else None


def of_entry(request, entry):
    account = request.alliance.accounts.get(entry.aid) if entry.aid else None
    number = entry.number if entry.role == "student" else ""
    return account, entry.name, number, entry.cohort or ""


def of_classes(request, titles, everybody):
    """The people of some classes: those who have not come in yet, or all of them."""
    school, found = request.school, []
    for title in titles:
        for number in school["cohorts"][title].now():
            entry = school["people"].get(number)
            person = of_entry(request, entry) if entry is not None else None
            if person is not None and (everybody or person[0] is None or person[0].credential is None or person[0].must_change):
                found.append(person)
    return found
