"""Sending a notice: into the outbox with whatever caused it, so that it leaves exactly if the cause was kept."""

from ..model.outbox import Outbox


def send_notice(school, host, notice, now):
    """Have a Notice carried to its people by every channel this school has. Returns how many letters are new."""
    said = {"title": plain_text(notice.title), "text": plain_text(notice.text), "href": notice.href, "kind": notice.kind, "key": notice.key}
    posted = Outbox(school).post(said, notice.to, now)
    host.tell(school, "notice_sent", notice={**said, "to": tuple(notice.to)}, school=school, now=now)
    return posted


def plain_text(message):
    """A message as plain data: (msgid, domain, mapping) when it is to be translated for its reader, else the text."""
    domain = getattr(message, "domain", None)
    return (str(message), domain, dict(message.mapping or {})) if domain else str(message)
