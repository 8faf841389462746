"""Sending a notice: into inboxes and outbox with whatever caused it, so that it is there exactly if the cause was kept."""

from ..model.inbox import Inboxes
from ..model.outbox import Outbox


def send_notice(school, host, notice, now):
    """Have a Notice lie in its people's inbox, and carried to them by every channel this school has. Returns to how many it is new."""
    said = {"title": plain_text(notice.title), "text": plain_text(notice.text), "href": notice.href, "kind": notice.kind, "key": notice.key}
    new = Outbox(school).post(said, notice.to, now)
    Inboxes(school).post(said, new, now)
    host.tell(school, "notice_sent", notice={**said, "to": tuple(notice.to)}, school=school, now=now)
    return len(new)


def plain_text(message):
    """A message as plain data: (msgid, domain, mapping) when it is to be translated for its reader, else the text. So is what stands in it."""
    domain = getattr(message, "domain", None)
    if not domain:
        return str(message)
    return str(message), domain, {name: plain_text(value) if isinstance(value, str) else value for name, value in (message.mapping or {}).items()}
