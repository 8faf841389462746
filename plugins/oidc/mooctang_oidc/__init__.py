"""统一身份认证 (OIDC): a school's own OpenID Connect server vouches for its people. This file holds the hooks."""

from mooctang_core.api import MANAGE, Link, School, hookimpl, translator

from .provider import Provider
from .settings import kept_at

_ = translator("mooctang_oidc")
title = _("统一身份认证（OIDC）")


@hookimpl
def configure(config):
    config.add_route("manage_oidc", "/manage/oidc")


@hookimpl
def auth_providers(school):
    kept = kept_at(school)
    return [Provider(kept)] if kept is not None else None


@hookimpl
def links(context, request):
    """Among the pages of those who run the school."""
    if not isinstance(context, School) or not request.may(MANAGE, context):
        return None
    return [Link(request.translate(title), request.route_path("manage_oidc"), "person-check", order=80)]
