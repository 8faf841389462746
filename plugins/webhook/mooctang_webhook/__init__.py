"""消息接口: a school's notices handed, signed, to a service of its own (a WeChat or DingTalk bridge, a data hub). This file holds the hooks."""

from mooctang_core.api import MANAGE, Link, School, hookimpl, translator

from .handing import Webhook
from .target import Target

_ = translator("mooctang_webhook")
title = _("消息接口")


@hookimpl
def notify_channels(school, settings=None):
    """One channel where the school has named its service; the alliance's own letters go no such way."""
    target = Target.of(school, settings) if school is not None and settings is not None else None
    return [Webhook(target, settings)] if target is not None and target.url else []


@hookimpl
def links(context, request):
    if not isinstance(context, School) or not request.may(MANAGE, context):
        return None
    return [Link(request.translate(title), request.route_path("webhook"), "diagram-3", order=80)]


@hookimpl
def configure(config):
    config.add_route("webhook", "/manage/webhook")
