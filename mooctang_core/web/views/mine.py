"""A person's own page beside their classrooms: 账号."""

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config

from ...flows import certifying, verifying
from ...model.schools import School
from ...words import translator
from .portal import cloud

_ = translator("mooctang_core")


@view_config(context=School, name="account", permission=NO_PERMISSION_REQUIRED, request_method="GET", renderer="account.pt")
def account(school, request):
    """Who I am here, where I am signed in, language and colours."""
    if request.aid is None:
        return HTTPSeeOther(request.route_path("login", _query={"next": "/account"}))
    return {"number": request.account.number_at(school.slug), "certified": cloud(request), "verified": verified(request)}


VERIFIED = {"applied": _("等待审核"), "rejected": _("没有通过，可以重新申请")}


def verified(request):
    """How far one is as a teacher of this school; None for a certified student who never asked."""
    kept = verifying.application(request.school, request.aid)
    if verifying.is_teacher(request.school, request.aid):
        return _("已认证教师，可以创建课堂")
    if kept is None and certifying.entry_of(request.school, request.account) is not None:
        return None
    return VERIFIED.get(kept["state"] if kept else "", _("我是老师，要创建课堂"))
