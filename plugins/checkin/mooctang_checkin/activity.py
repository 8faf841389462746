"""签到: what one tap counts as, and what the teacher, the student and the wall see of it."""

from datetime import timedelta

from mooctang_core.api import Activity, Cell, Course, Lines, Refused, above, translator

from . import rules, schemas, sheets
from .board import Board
from .rules import ABSENT, EXCUSED, HERE, LATE, OUTSIDE, PENDING, PRESENT, UNSURE

_ = translator("mooctang_checkin")
STATUSES = {PRESENT: _("签到", context="status"), LATE: _("迟到"), PENDING: _("待确认"), EXCUSED: _("请假"), ABSENT: _("缺课")}
TONES = {PRESENT: "ok", LATE: "warn", PENDING: "brand", EXCUSED: "", ABSENT: "bad"}
DOUBTS = {
    UNSURE: _("定位不够准"), OUTSIDE: _("定位在范围外"), "denied": _("没有允许定位"), "unavailable": _("手机定不了位"),
    "timeout": _("定位超时"), "insecure": _("不是安全连接，不能定位"), "no_centre": _("还没有设定上课地点"), "none": _("没有定位"),
}


class CheckIn(Activity):
    kind = "checkin"
    title = _("签到")
    icon = "person-check"
    one_tap = True
    lines = Lines(past=_("已过点，算迟到"))
    weight = 20
    attends = {PRESENT: "here", LATE: "late", ABSENT: "absent", EXCUSED: "excused"}
    statuses = STATUSES
    tones = TONES
    doubts = DOUBTS

    Settings = schemas.Settings
    Answer = schemas.Answer

    def __init__(self, node, school, host=None):
        super().__init__(node, school, host)
        # One tap on the class page is enough only where nothing else is asked for.
        self.one_tap = not (self.settings["code"] or self.settings["place"])

    # -- where and when --
    @property
    def centre(self):
        """(latitude, longitude) of the class, or None while nobody has set it."""
        here = (self.settings["latitude"], self.settings["longitude"])
        return None if None in here else here

    @property
    def course(self):
        return above(self.node, Course)

    def move(self, latitude, longitude, radius):
        """Set the centre; the next class starts from it."""
        self.node.settings = {**self.node.settings, "latitude": latitude, "longitude": longitude, "radius": radius}
        self.bump()

    def code_at(self, now):
        """What the wall shows at this moment; None when no code is asked for or the check-in is not open."""
        return rules.shown(self.secret, self.opened, now) if self.open and self.settings["code"] else None

    def on_publish(self, now):
        self.deadline = now + timedelta(minutes=self.settings["late_after"])

    def on_close(self, now):
        """Keep who was in which group today: the sheet speaks of this day."""
        groups = sheets.groups_now(self)
        if groups:
            self.store["groups"] = groups

    # -- a student taps --
    def submit(self, person_id, answer, now):
        """Once is enough; what a teacher said stays; what is doubtful waits for the teacher."""
        mine = self.record_of(person_id)
        if mine.by is not None:
            return self._after_the_teacher(mine, answer, now)
        if mine.status in HERE:
            return mine
        at, kept = self._seen(answer, now)
        kept |= self._place(answer)
        kept["device"] = self.sent.device
        return self._mark(mine, self._status(mine, at, kept), at, kept)

    def _after_the_teacher(self, mine, answer, now):
        """The teacher's word stands; that the student tapped all the same is written beside it, once."""
        if mine.history and mine.history[-1][1] == mine.person_id:
            return mine
        at, kept = self._seen(answer, now)
        kept |= self._place(answer)
        record = self.records.writable(mine.person_id)
        record.history = (*record.history, (at, mine.person_id, (mine.status, None), (self._status(mine, at, kept), None), rules.trace(kept)))
        return record

    def takes_late(self, person_id, now):
        """Who scanned while it was open may still be logging in."""
        claim = self.sent.claim
        return bool(claim) and self.closed is not None and claim["at"] <= self.closed

    def _seen(self, answer, now):
        """(the moment that counts, evidence): by a scan, by digits, by asking, or by the tap alone."""
        if not self.settings["code"]:
            return now, {"way": "tap"}
        claim = self.sent.claim
        if claim:
            return claim["at"], {"way": "scan", "age": claim["age"], "waited": round((now - claim["at"]).total_seconds())}
        if answer["ask"] == "scan":
            return now, {"way": "asked"}
        age = rules.age_of_digits(self.secret, self.opened, now, answer["code"]) if answer["code"] else None
        if age is None:
            raise Refused(self._how_to_show(answer["code"]))
        return now, {"way": "digits", "age": age}

    def _how_to_show(self, typed):
        if typed:
            return _("这个数字不对，或者已经换了。请输入大屏幕上现在的数字。")
        return _("请扫大屏幕上的二维码，或输入旁边的数字。看不到的话，请点“我无法扫码”。")

    def _place(self, answer):
        """What is kept of a place: distance and accuracy, never coordinates."""
        if not self.settings["place"]:
            return {}
        if answer["latitude"] is None or self.centre is None:
            return {"place": "no_centre" if self.centre is None else answer["no_place"] or "none"}
        far = rules.distance((answer["latitude"], answer["longitude"]), self.centre)
        found = rules.verdict(far, answer["accuracy"], self.settings["radius"])
        if found == OUTSIDE and not answer["ask"]:
            raise Refused(_(
                "你离上课地点约 ${distance} 米，超出了 ${radius} 米的范围（定位精度 ±${accuracy} 米）。"
                "可以走近些或稍等再试；如果你就在教室里，请点“请老师确认”。",
                distance=round(far), radius=self.settings["radius"], accuracy=round(answer["accuracy"])))
        return {"place": found, "distance": round(far, 1), "accuracy": round(answer["accuracy"], 1)}

    def _status(self, mine, at, kept):
        if kept["way"] == "asked" or kept.get("place", rules.INSIDE) != rules.INSIDE:
            return PENDING
        status = rules.punctuality(at, self.deadline)
        # Trying again for a better reading must not make somebody late who asked in time.
        in_time = mine.status == PENDING and rules.punctuality(mine.at, self.deadline) == PRESENT
        return PENDING if status == LATE and in_time else status

    def _mark(self, mine, status, at, kept):
        before, first = mine.status, mine.at if mine.status == PENDING else at
        record = self.save(mine.person_id, status, at=first)
        record.data = kept
        if before != status:
            record.history = (*record.history, (at, mine.person_id, (before, None), (status, None), rules.trace(kept)))
        return record

    # -- the teacher decides --
    def save(self, person_id, status=None, score=None, at=None, by=None, why="", **data):
        """A teacher's change carries its reason."""
        if by is not None and not why.strip():
            raise Refused(_("请写一句原因。学生和其他老师看得到是谁改的、为什么。"))
        return super().save(person_id, status, score, at, by, why, **data)

    def pending(self):
        """Everybody whose mark waits for the teacher."""
        return [person for person in self.people() if self.record_of(person.aid).status == PENDING]

    def confirmed(self, person_id):
        """What a pending mark becomes when the teacher says yes: by the moment it was asked."""
        return rules.punctuality(self.record_of(person_id).at, self.deadline)

    # -- faces --
    def student(self, person_id):
        mine = self.record_of(person_id)
        status = self.status_of(mine)
        return {
            "status": status, "word": self.word(status), "tone": TONES.get(status, ""), "checked": status in HERE,
            "kept": mine.data, "by_teacher": mine.by is not None, "may_try": self.open and not mine.by and status not in HERE,
            "code": self.settings["code"], "place": self.settings["place"], "radius": self.settings["radius"], "may_locate": rules.may_locate,
        }

    def teacher(self):
        board = Board(self)
        return {"board": board, "code": self.settings["code"], "place": self.settings["place"], "centre": self.centre}

    def projection(self):
        return {"board": Board(self), "code_at": self.code_at, "code": self.settings["code"]}

    def summary(self):
        board = Board(self)
        return _("${here} / ${all} 已签到", here=board.here, all=board.expected)

    # -- numbers --
    def absent_status(self):
        return ABSENT

    def catch_up(self, record):
        return False

    def took_part(self, record):
        return record.status in HERE

    def marks(self, record):
        """What the mark is worth, in per cent; None for what enters no rate."""
        return rules.worth(self.status_of(record), self.settings["late_worth"])

    def cell(self, record):
        status = self.status_of(record)
        return Cell(self.word(status), kind=TONES.get(status, ""))

    def tables(self):
        return [sheets.records(self), sheets.detail(self)]

    def merge(self, old, new):
        """A teacher's word first, then the mark that says more."""
        order = (PRESENT, LATE, PENDING, EXCUSED, ABSENT)

        def rank(record):
            return (record.by is None, order.index(record.status) if record.status in order else len(order))

        return min(old, new, key=rank)
