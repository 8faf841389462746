"""What the pages of the administration share: who may be told what, links back, and what was just done."""

from urllib.parse import urlencode

from pyramid.httpexceptions import HTTPSeeOther

from ....identity.private import Private
from ....words import translator

_ = translator("mooctang_core")

SAID = {
    "created": _("已经新建。"), "saved": _("已经保存。"), "blocked": _("已经停用，本校的页面对这个账号马上关闭。"), "unblocked": _("已经恢复使用。"),
    "removed": _("已经从名单里删除。"), "added": _("已经加入。"), "taken-out": _("已经移出，资料和记录都在。"), "enrolled": _("选课完成。"),
    "unmade": _("已经撤销。"), "answered": _("已经答复，本人会收到通知。"), "same-file": _("这份文件已经上传过，这里就是那一次。"), "dropped": _("已经丢弃，什么都没有写入。"),
    "checked-again": _("检查以后又有别的导入完成了，所以正在重新检查。请再看一次结果，然后导入。"), "deleted": _("班级已经删除。"),
}
"""What may be told after a step, by a word in the address."""


def private(request):
    """The marks and seals of this installation."""
    return Private(request.registry.secret)


def said(request):
    """What was just done, or nothing; unknown words say nothing."""
    return SAID.get(request.GET.get("said", ""))


def to(request, route, done="", /, **query):
    """Back to a page, after a form."""
    wanted = {**query, "said": done}
    return HTTPSeeOther(request.route_path(route, _query={name: value for name, value in wanted.items() if value}))


def addresses(request, **kept):
    """A function page -> address of the page that is open, with what was searched for."""
    return lambda number: f"{request.path}?{urlencode({**{name: value for name, value in kept.items() if value}, 'page': number})}"


def staff_elsewhere(request):
    """A function aid -> whether another school of the alliance has this account among its teachers or managers."""
    slugs = [slug for slug in request.alliance.schools if slug != request.school.slug]

    def asked(aid):
        return any(aid in school.managers or aid in school.teachers or school.places.get(aid) for school in map(request.open_school, slugs))

    return asked
