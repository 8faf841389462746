"""分组 in class: students choose, chance decides, or the wall shows who belongs where."""

from mooctang_core.api import Activity, Column, Refused, Table, colander, translator

from . import doing
from .boarding import Board
from .ledger import GROUPS_MOST, Ledger

_ = translator("mooctang_grouping")
PICK, DEAL, SHOW = "pick", "deal", "show"
HOW = {PICK: _("学生自己选"), DEAL: _("随机分"), SHOW: _("展示现在的分组")}


class Settings(colander.MappingSchema):
    """How this class is grouped."""

    how = colander.SchemaNode(colander.String(), title=_("怎么分"), missing=PICK, default=PICK, validator=colander.OneOf(tuple(HOW)), labels=HOW)
    size = colander.SchemaNode(
        colander.Integer(), title=_("每组几人"), missing=5, default=5, validator=colander.Range(1, 500),
        description=_("学生自己选时，是每组最多几人。"))
    number = colander.SchemaNode(
        colander.Integer(), title=_("分成几组"), missing=None, validator=colander.Range(1, GROUPS_MOST),
        description=_("可以留空：随机分时按人数算；学生自己选时用已有的小组，没有就按人数新建。"))
    change = colander.SchemaNode(
        colander.Boolean(), title=_("选了还可以换"), missing=True, default=True, description=_("只对学生自己选有用。"))


class Grouping(Activity):
    kind = "grouping"
    title = _("分组")
    icon = "diagram-3"
    invites = _("去选组")
    places = ("session", "plan", "task")
    statuses = {"done": _("已选组")}
    Settings = Settings

    class Answer(colander.MappingSchema):
        group = colander.SchemaNode(colander.String(), title=_("小组"), validator=colander.Length(max=20))

    @property
    def ledger(self):
        return Ledger(self.classroom)

    @property
    def picking(self):
        return self.settings["how"] == PICK

    def on_publish(self, now):
        """Groups to choose from, or chance; a second round uses what is there."""
        self.node.counted = False
        if self.classroom is None or self.node.round > 1:
            return
        number = self.settings["number"]
        if self.settings["how"] == DEAL:
            doing.deal(self.classroom, self.node.by, now, number=number, size=self.settings["size"])
        elif self.picking:
            self._lay_out(number, now)

    def _lay_out(self, number, now):
        ledger = self.ledger
        ledger.count_again()
        if not number and not ledger.living():
            number = -(-max(1, self.classroom.number_present()) // self.settings["size"])
        for name in doing.free_names(ledger, number or 0):
            ledger.make(name, now)

    # -- a student picks --
    def submit(self, person_id, answer, now):
        """Into the group, if it has a place left. The ledger's entries are written here, apart from the student's own record."""
        if not self.picking:
            raise Refused(_("这次由老师分组，不用自己选。"))
        ledger, group = self.ledger, answer["group"]
        before = ledger.group_of(person_id)
        if before is not None and before != group and not self.settings["change"]:
            raise Refused(_("选好以后不能再换。需要换组请告诉老师。"))
        member = self.classroom.member(person_id)
        if member is not None and not member.simulated:
            ledger.pick(person_id, group, now, self.settings["size"])
        return self.save(person_id, "done", at=now, group=group)

    # -- faces --
    def student(self, person_id):
        """Their own group; the groups to choose from are on the board, which is drawn once for all."""
        gid = self.ledger.group_of(person_id, self.closed)
        return {"gid": gid, "group": self.ledger.name_of(gid) if gid else None, "picking": self.picking}

    def board(self, *_ways):
        return {"board": Board(self.classroom, self.closed), "size": self.settings["size"], "picking": self.picking and self.open}

    def teacher(self):
        return self.board() | {"how": HOW[self.settings["how"]]}

    def projection(self):
        return self.board() | {"veil": self.veil}

    def summary(self):
        board = Board(self.classroom, self.closed)
        return _("${n} 组，${left} 人未分组", n=len(board.groups), left=len(board.loose))

    # -- numbers --
    def cell(self, record):
        gid = self.ledger.group_of(record.person_id, self.closed)
        return self.ledger.name_of(gid) if gid else ""

    def tables(self):
        """Who was in which group as of this activity, and when they picked."""
        board = Board(self.classroom, self.closed)
        names = {aid: group.name for group in board.groups for aid in group.members}
        columns = (Column(_("学号"), kind="id"), _("姓名"), _("行政班"), _("小组"), Column(_("选组时间"), kind="time"))
        rows = [(m.number, m.name, m.cohort, names.get(m.aid, _("未分组")), self.record_of(m.aid).at) for m in self.people()]
        return [Table("groups", columns, rows, title=_("分组"))]


