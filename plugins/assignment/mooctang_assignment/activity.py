"""作业: what a handed-in piece of homework is, its marks, and the faces."""

from mooctang_core.api import Activity, Cell, Notice, Refused, send_notice, thawed, translator

from . import schemas, sheets
from .reviewing import Reviewing

_ = translator("mooctang_assignment")
DONE, LATE, MISSED = "done", "late", "missed"
HANDED_IN = (DONE, LATE)


class Assignment(Reviewing, Activity):
    kind = "assignment"
    title = _("作业")
    icon = "file-earmark-text"
    places = ("task", "session", "plan")
    releasable = True
    drafts = True
    late_box = False
    statuses = {DONE: _("已交"), LATE: _("晚交"), MISSED: _("没有交")}
    Settings = schemas.Settings

    @property
    def Answer(self):
        return schemas.answer(self.settings)

    # -- handing in --
    def submit(self, person_id, answer, now):
        """As often as one likes until it is due; the last one counts."""
        text, files = answer.get("text", "").strip(), answer.get("files", ())
        if not text and not files:
            raise Refused(_("还没有内容。请写点什么，或者选一个文件。"))
        if self.reviewed(person_id):
            raise Refused(_("同学已经在评你的作业，不能再改了。"))
        due = self.deadline_of(person_id)
        late = due is not None and now > due and not self.sent.by_server
        times = self.record_of(person_id).data.get("times", 0) + 1
        return self.save(person_id, LATE if late else DONE, at=now, text=text, files=list(files), times=times)

    def wants(self, person_id, now):
        """The sheet is there as long as one's time is not over: handing in again replaces what was handed in."""
        return self.state not in ("draft", "paused", "kept") and not self.over_for(person_id, now) and not self.reviewed(person_id)

    def took_part(self, record):
        return record.status in HANDED_IN

    def absent_status(self):
        return MISSED

    def handed_in(self):
        """Those who did, in the order of their numbers: [(person, record)]."""
        pairs = [(person, self.record_of(person.aid)) for person in self.people()]
        return [(person, record) for person, record in pairs if record.status in HANDED_IN]

    # -- marks --
    def mark(self, person_id, score, comment, file, by, now):
        """A teacher's score and words; they stand over what peers say and over what is handed in later."""
        if self.record_of(person_id).status not in HANDED_IN:
            raise Refused(_("这名学生还没有交作业。"))
        if score is not None and not 0 <= score <= self.settings["full"]:
            raise Refused(_("得分要在 0 到 ${full} 之间。", full=self.settings["full"]))
        record = self.save(person_id, score=score, by=by, why=comment[:200], at=self.record_of(person_id).at,
                           mark={"score": score, "comment": comment, "file": thawed(file), "by": by, "at": now})
        self.bump()
        return record

    def score_of(self, record):
        """The teacher's word, else what the peers agree on; None while there is neither."""
        marked = record.data.get("mark", {}).get("score")
        return marked if marked is not None else self.peer_score(record)

    def score_for(self, record):
        return record.score if self.released is not None else None

    def on_release(self, now):
        """The scores are fixed now: those of the peers are written beside the teachers'."""
        for _person, record in self.handed_in():
            score = self.score_of(record)
            if score is not None and record.score != score:
                self.save(record.person_id, score=score)
        self._tell(now)

    def _tell(self, now):
        """Whoever handed in hears that the results are there."""
        people = tuple(person.aid for person, _record in self.handed_in())
        if self.host is not None and people:
            key = f"released {self.path} {now.isoformat()}"
            send_notice(self.school, self.host, Notice(_("成绩已公布：${name}", name=self.name), "", f"{self.path}/", people, "assignment", key), now)

    def files_for(self, person_id):
        """One's own and the teacher's, and those of the works that one reviews."""
        yield from super().files_for(person_id)
        for author in self.to_review(person_id):
            yield from (file["hash"] for file in self.record_of(author).data.get("files", ()))

    # -- faces --
    def student(self, person_id):
        mine = self.record_of(person_id)
        told = self.released is not None
        return {
            "handed": mine.status in HANDED_IN, "late": mine.status == LATE, "text": mine.data.get("text", ""), "own": mine.data.get("files", ()),
            "settings": self.settings, "mark": mine.data.get("mark", {}) if told else {}, "score": self.score_for(mine), "told": told,
            "reviews": self.reviews_about(mine) if told else (), "tasks": self.review_state(person_id), "review_due": self.store.get("review_due"),
            "extended": person_id in self.node.extended, "due": self.deadline_of(person_id)}

    def sheet(self, person_id):
        mine, draft = self.record_of(person_id), self.draft_of(person_id)
        held = draft if draft is not None else mine.data
        return {"text": held.get("text", ""), "held": held.get("files", ()), "settings": self.settings, "again": mine.status in HANDED_IN,
                "most_text": schemas.TEXT_MOST}

    def teacher(self):
        handed = self.handed_in()
        marked = sum(1 for _person, record in handed if "mark" in record.data)
        return {"settings": self.settings, "handed": len(handed), "of": len(self.people()), "late": sum(1 for _p, record in handed if record.status == LATE),
                "marked": marked, "peers": self.peer_facts(handed)}

    def projection(self):
        return {"settings": self.settings, "handed": len(self.handed_in()), "of": len(self.people())}

    def summary(self):
        return _("${done} / ${all} 已交", done=len(self.handed_in()), all=len(self.people()))

    # -- numbers --
    def cell(self, record):
        if self.released is not None and record.score is not None:
            return record.score
        status = self.status_of(record)
        return Cell(self.word(status), kind="bad" if status == MISSED else "warn" if status == LATE else "")

    def tables(self):
        return sheets.tables(self)

    def merge(self, old, new):
        """A teacher's word first, then what was handed in."""
        return min(old, new, key=lambda record: (record.by is None, record.status not in HANDED_IN))
