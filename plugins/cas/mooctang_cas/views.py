"""The page on which a school names its server."""

import deform

from mooctang_core.api import (
    MANAGE,
    NotAllowed,
    Refused,
    School,
    Unreachable,
    confirm_first,
    is_fresh,
    log_settings,
    make_form,
    meanwhile,
    outside,
    see_other,
    translator,
    view_config,
    view_defaults,
    waiting,
)

from . import protocol, settings

_ = translator("mooctang_cas")


@view_defaults(route_name="manage_cas", context=School, permission=MANAGE)
class Page:
    """统一身份认证: the server, and the address that it must allow."""

    def __init__(self, school, request):
        self.school, self.request = school, request
        self.kept = settings.kept_at(school)

    @view_config(request_method="GET", renderer="manage_cas.pt")
    def show(self):
        return self.page(self.form().render(self.kept._asdict() if self.kept else {}))

    @view_config(request_method="POST", renderer="manage_cas.pt")
    def save(self):
        """Kept when the server answers and says that it is who it should be."""
        if not is_fresh(self.request):
            return confirm_first(self.request, self.request.route_path("manage_cas"))
        before = dict(self.school.peek_shelf(settings.SHELF))
        if self.request.POST.get("step") == "forget":
            settings.forget(self.school)
            log_settings(self.request, "cas", before, {})
            return see_other(self.request.route_path("manage_cas"))
        form = self.form()
        try:
            values = form.validate(self.request.POST.items())
        except deform.ValidationFailure:
            return self.again(form.render())
        said = meanwhile(self.request, answers, outside(self.request), values["server"].rstrip("/"))
        if said is None:
            return waiting()
        if said != GOOD:
            return self.again(form.render(values), SAID[said])
        settings.keep(self.school, values)
        log_settings(self.request, "cas", before, dict(self.school.peek_shelf(settings.SHELF)), values["server"])
        return see_other(self.request.route_path("manage_cas", _query={"kept": "yes"}))

    def again(self, drawn, problem=""):
        self.request.response.status_int = 422
        return self.page(drawn, problem)

    def page(self, drawn, problem=""):
        where = f"{self.request.registry.settings_.public_scheme}://{self.request.host}{self.request.route_path('login_back', way='cas')}"
        return {"form": drawn, "kept": self.kept, "back": where, "problem": problem, "fresh": self.request.GET.get("kept") == "yes"}

    def form(self):
        return make_form(settings.Settings(), self.request, buttons=(("save", _("检查并保存")),), action=self.request.route_path("manage_cas"))


GOOD, INNER, SILENT = "good", "inner", "silent"
SAID = {
    INNER: _("不能连到这个地址：它必须以 https:// 开头，并且在公网上。校园网里的服务器，请运营方在设置 inner_hosts 里写上。"),
    SILENT: _("连不上这个地址，或者它不是一个 CAS 服务器。请检查地址；没有保存。"),
}


def answers(speaker, server):
    """Whether a CAS server answers there: it is asked about a ticket that nobody was given."""
    try:
        protocol.person_of(speaker, server, settings.TWO, "https://example.org/", "ST-0")
    except NotAllowed:
        return INNER
    except Unreachable as error:
        return GOOD if str(error).startswith("it refuses us") else SILENT
    except Refused:
        return GOOD
    return SILENT
