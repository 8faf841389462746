"""公告: told in class or at any time; read is not confirmed, and who was not reached can be told again."""

from mooctang_core.api import Activity, Lines, Notice, Refused, changed, send_notice, thawed, translator

from . import schemas, sheets
from .schemas import KNOWN, READ, SORTS

_ = translator("mooctang_announcement")
EXCERPT = 120


class Announcement(Activity):
    kind = "announcement"
    title = _("公告")
    icon = "megaphone"
    places = ("session", "plan", "task")
    dated = False
    reusable = True
    in_hand = False
    countable = False
    invites = _("查看公告")
    lines = Lines(_("已确认"), _("还没有确认"), _("没有确认"))
    statuses = {KNOWN: _("我已知道"), READ: _("已读")}
    starts = schemas.STARTS
    sorts = SORTS

    Settings = schemas.AnnouncementSettings
    Answer = schemas.Answer

    @property
    def name(self):
        """What it is called; an unnamed one by its sort."""
        return self.node.title or SORTS[self.settings["sort"]]

    @property
    def excerpt(self):
        """The beginning, without marks, in one line."""
        words = " ".join(self.settings["text"].replace("**", "").replace("#", "").split())
        return words if len(words) <= EXCERPT else words[:EXCERPT] + "…"

    def on_publish(self, now):
        """Nobody is marked for reading. Outside a class nobody has the page open, so it comes as a message."""
        self.node.counted = False
        if self.session is None and self.host is not None:
            self.tell([person.aid for person in self.people()], None, now)

    def tell(self, people, by, now):
        """Send it to these people's messages and channels, and keep that it was."""
        sent = self.store.get("sent", ())
        key = f"announcement {self.path} {len(sent) + 1}"
        title = _("公告：${title}", title=self.name)
        send_notice(self.school, self.host, Notice(title, self.excerpt, self.path + "/", tuple(people), self.kind, key), now)
        self.store["sent"] = (*thawed(sent), {"at": now, "by": by, "key": key, "to": tuple(people)})
        changed(self.school, self.path, "record")

    @property
    def sent_notices(self):
        """Every time it was sent, oldest first."""
        return self.store.get("sent", ())

    # -- a student reads --
    def submit(self, person_id, answer, now):
        """The page says that it was opened; 我已知道 is the person's own word and stays."""
        mine = self.record_of(person_id)
        if mine.status == KNOWN and not self.open:
            raise Refused(_("你已经确认过了。"))
        if mine.status == KNOWN or (mine.status == READ and answer["mark"] == READ):
            return mine
        opened = mine.data.get("read") or now
        return self.save(person_id, answer["mark"], at=now, read=opened)

    def takes_late(self, person_id, now):
        """It can be read, and confirmed, as long as it is there."""
        return self.closed is not None

    def took_part(self, record):
        return record.status == KNOWN

    # -- faces --
    def student(self, person_id):
        mine = self.record_of(person_id)
        return {"status": mine.status, "at": mine.at, "fresh": mine.status is None and self.state != "draft", "may": self.state != "draft" and mine.status != KNOWN}

    def teacher(self):
        """How far it has come."""
        statuses = [self.record_of(person.aid).status for person in self.people()]
        known, read = statuses.count(KNOWN), statuses.count(READ)
        return {"known": known, "read": read, "none": len(statuses) - known - read, "whole": len(statuses), "sent": self.sent_notices}

    def projection(self):
        return {"sort": SORTS[self.settings["sort"]]}

    def summary(self):
        facts = self.teacher()
        return _("${known} 人确认，${read} 人只读过，共 ${whole} 人", known=facts["known"], read=facts["read"], whole=facts["whole"])

    def tables(self):
        return [sheets.receipts(self)]

    def merge(self, old, new):
        """A confirmation says more than an opened page."""
        return min(old, new, key=lambda record: (record.status != KNOWN, record.status != READ))
