"""Unsent answers as they are given: kept in scratch, never in the database, until their person or the server submits them."""

from pyramid.httpexceptions import HTTPNotFound, HTTPRequestEntityTooLarge
from pyramid.response import Response
from pyramid.view import view_config

from ...activity import Activity
from ...flows.drafting import fits
from ...permissions import PARTICIPATE
from ...words import translator
from ..errors import page
from ..sheets import texts
from .activity import back

_ = translator("mooctang_core")


@view_config(context=Activity, name="draft", permission=PARTICIPATE, request_method="POST")
def keep(activity, request):
    """Keep what this person has filled in so far. Whoever has submitted, or whose time is over, is told so."""
    if not activity.drafts:
        raise HTTPNotFound()
    if not activity.wants(request.aid, request.now):
        return refused(activity, request)
    pairs = texts(request)
    if not fits(pairs):
        raise HTTPRequestEntityTooLarge()
    request.registry.host.drafts.keep(request.school.slug, activity.path, request.aid, pairs, request.now)
    return Response(status=204) if request.headers.get("HX-Request") else back(activity, request)


def refused(activity, request):
    submitted = activity.took_part(activity.record_of(request.aid))
    text = _("你已经提交过了，这次改动没有保存。") if submitted else _("已经结束，刚才的改动没有保存。")
    return page(request, 409, _("没有保存"), text)
