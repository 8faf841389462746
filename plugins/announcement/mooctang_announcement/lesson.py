"""教案: a document with slides, shown while the class runs; after it only to whom the teacher sent it."""

from mooctang_core.api import Activity, Lines, Notice, Refused, changed, send_notice, translator

from . import schemas, sheets
from .schemas import READ

_ = translator("mooctang_announcement")
MOST_PAGES = 2000


class LessonPlan(Activity):
    kind = "lessonplan"
    in_hand = False
    countable = False
    title = _("教案")
    icon = "easel"
    reusable = True
    invites = _("查看教案")
    lines = Lines(_("看过"), _("还没有看"), _("没有看过"))
    statuses = {READ: _("已看")}

    Settings = schemas.LessonSettings
    Answer = schemas.Seen

    # -- who may see it --
    @property
    def given(self):
        """When the teacher pressed 发给学生; None while it is for the class only."""
        return self.store.get("given")

    @property
    def visible(self):
        """To students: while it is shown in class, and afterwards if it was sent to them."""
        return self.open or self.given is not None

    def give(self, now):
        """发给学生: before the end or any time later."""
        if self.state not in ("open", "closed"):
            raise Refused(_("还没有发布的教案不能发给学生。请先发布。"))
        if self.given is None and self.host is not None:
            people = tuple(person.aid for person in self.people())
            send_notice(self.school, self.host, Notice(_("教案已发给你：${name}", name=self.name), "", f"{self.path}/", people, "courseware", f"lessonplan {self.path}"), now)
        self.store["given"] = self.given or now
        self.bump()

    def take_back(self):
        self.store.pop("given")
        self.bump()

    def files_for(self, person_id):
        """What cannot be seen cannot be taken away either."""
        return super().files_for(person_id) if self.visible else ()

    # -- slides --
    @property
    def slides(self):
        return self.settings["slides"]

    @property
    def page(self):
        """The page that the wall shows, from 1."""
        return self.store.get("page", 1)

    @property
    def pages(self):
        """How many there are, once a page of a teacher has counted them; else None."""
        return self.store.get("pages")

    def turn(self, page):
        """Show this page; beyond the ends it stays."""
        if not self.slides:
            raise Refused(_("这份教案没有课件。"))
        self.store["page"] = max(1, min(page, self.pages or page, MOST_PAGES))
        self._tell()

    def count(self, pages):
        """How many pages there are, as the script that opened them found."""
        if self.slides and self.pages != pages:
            self.store["pages"] = pages
            self.store["page"] = min(self.page, pages)
            self._tell()

    def _tell(self):
        # The wall and the teachers' pages; students read in their own time.
        changed(self.school, self.path, "record")

    # -- the life --
    def on_publish(self, now):
        self.node.counted = False

    def submit(self, person_id, answer, now):
        """The page says that it was opened."""
        mine = self.record_of(person_id)
        return mine if mine.status else self.save(person_id, READ, at=now, read=now)

    def catch_up(self, record):
        return self.given is not None

    # -- faces --
    def student(self, person_id):
        return {"visible": self.visible, "fresh": self.open and self.record_of(person_id).status is None}

    def teacher(self):
        statuses = [self.record_of(person.aid).status for person in self.people()]
        return {"read": statuses.count(READ), "whole": len(statuses), "page": self.page, "pages": self.pages}

    def projection(self):
        return {"page": self.page, "pages": self.pages}

    def summary(self):
        facts = self.teacher()
        return _("${read} / ${whole} 人看过", read=facts["read"], whole=facts["whole"])

    def tables(self):
        return [sheets.seen(self)]
