"""浏览器推送: notices on a phone or a desk although no page is open. This file holds the hooks."""

from mooctang_core.api import hookimpl, translator

from .pushing import Push

_ = translator("mooctang_webpush")
title = _("浏览器推送")


@hookimpl
def notify_channels(school, settings=None):
    """People allow it in a browser on the school's host, so only schools push."""
    return [Push(settings)] if school is not None and settings is not None else []


@hookimpl
def configure(config):
    config.add_route("push", "/push")
