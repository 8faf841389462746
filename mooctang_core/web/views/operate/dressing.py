"""How a school and the alliance look: drafted, seen in small while it is typed, published with one press, and taken back with another."""

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config

from ....flows import auditing, branding
from ....model.schools import School
from ....permissions import MANAGE
from ....words import translator
from ... import dressing
from . import operators, operators_post, school_of

_ = translator("mooctang_core")

OF_THE_ALLIANCE = ("title", "short", "slogan", "color", "logo", "theme")
USUALLY = ("short", "slogan", "color", "logo", "theme", "blocks")
"""What a school may change itself, unless the alliance says otherwise; its official name is the operator's."""
LOCKS = {"title": _("名称"), "short": _("简称"), "slogan": _("首页上的一句话"), "color": _("主色"), "logo": _("校徽"), "theme": _("页面主题"), "blocks": _("首页的版块")}


def allowed(alliance):
    """What schools may change themselves."""
    return tuple(word for word in LOCKS if word in alliance.settings.get("schools_may", USUALLY))


class Desk:
    """The page of one look: whose it is, who sits there, and where it stands."""

    def __init__(self, request, place, may, path, here):
        self.request, self.place, self.may, self.path, self.here = request, place, may, path, here

    def page(self, filled=None, status=200):
        place, request = self.place, self.request
        request.response.status_int = status
        values = dressing.values(request, branding.drafted(place) if filled is None else filled, self.may)
        title = request.translate(_("联盟的样子") if place is request.alliance else _("学校的样子"))
        return {**values, "preview": values, "place": place, "path": self.path, "here": self.here, "heading": title,
                "drafted": place.look_draft is not None, "before": place.look_before, "operating": request.school is None,
                "saved": request.GET.get("saved", ""), "locks": LOCKS if place is request.alliance else {}, "allowed": allowed(request.alliance),
                "blocks_open": filled is not None and (filled.reshapes or any(word.startswith("block") for word in filled.problems))}

    def save(self):
        """What the pressed button says."""
        request, place = self.request, self.place
        step = request.POST.get("step", "")
        if step in BUTTONS:
            return self._went(BUTTONS[step](self))
        filled = dressing.read(request, branding.drafted(place), self.may)
        if request.headers.get("HX-Request"):
            return dressing.preview(request, filled)
        if filled.reshapes or step == "preview":
            return self.page(filled._replace(problems={}))
        if filled.problems:
            return self.page(filled, 422)
        if step == "draft":
            branding.keep_draft(place, filled.look)
            return self._went("draft")
        if branding.publish(place, filled.look):
            self._log("look-published")
        return self._went("published")

    def revert(self):
        if branding.revert(self.place):
            self._log("look-reverted")
        return "reverted"

    def discard(self):
        branding.forget_draft(self.place)
        return "discarded"

    def lock(self):
        """What schools may change themselves, as the alliance says."""
        if self.place is self.request.alliance:
            chosen = self.request.POST.getall("may")
            self.place.settings["schools_may"] = tuple(word for word in LOCKS if word in chosen)
            auditing.log(self.place, self.request.aid, "looks-locked", "", self.request.now)
        return "locked"

    def _log(self, deed):
        places = [self.place] if self.request.school is not None or self.place is self.request.alliance else [self.place, self.request.alliance]
        for place in places:
            auditing.log(place, self.request.aid, deed, getattr(self.place, "slug", ""), self.request.now, title=self.place.title)

    def _went(self, word):
        return HTTPSeeOther(f"{self.path}?saved={word}")


BUTTONS = {"revert": Desk.revert, "discard": Desk.discard, "lock": Desk.lock}


def of_school(request):
    """The operator at the look of a school: everything may be changed."""
    school = school_of(request)
    return Desk(request, school, dressing.FIELDS, request.route_path("operate_look", slug=school.slug), "schools")


def of_alliance(request):
    return Desk(request, request.alliance, OF_THE_ALLIANCE, request.route_path("operate_alliance"), "look")


def of_own_school(request):
    return Desk(request, request.school, allowed(request.alliance), request.route_path("manage_look"), "look")


@operators("operate_look", renderer="look.pt")
def show(alliance, request):
    return of_school(request).page()


@operators_post("operate_look", renderer="look.pt", uploads=True)
def save(alliance, request):
    return of_school(request).save()


@operators("operate_alliance", renderer="look.pt")
def show_alliance(alliance, request):
    return of_alliance(request).page()


@operators_post("operate_alliance", renderer="look.pt", uploads=True)
def save_alliance(alliance, request):
    return of_alliance(request).save()


@view_config(route_name="manage_look", context=School, permission=MANAGE, request_method="GET", renderer="look.pt")
def show_own(school, request):
    """A school's manager at the look of their school."""
    return of_own_school(request).page()


@view_config(route_name="manage_look", context=School, permission=MANAGE, request_method="POST", renderer="look.pt", uploads=True)
def save_own(school, request):
    return of_own_school(request).save()
