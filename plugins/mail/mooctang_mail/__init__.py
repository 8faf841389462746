"""邮件: notices and one-time codes by SMTP. This file holds the hooks; the server is named by the setting `smtp`."""

from mooctang_core.api import hookimpl, translator

from .posting import Mail, Server

_ = translator("mooctang_mail")
title = _("邮件")


@hookimpl
def notify_channels(school, settings=None):
    """One channel where there is a server to send by, for schools and for the alliance's own letters alike."""
    return [Mail(Server.of(settings.smtp), settings)] if settings is not None and settings.smtp else []


@hookimpl
def configure(config):
    config.add_route("mail_stop", "/mail/stop/{word}")
