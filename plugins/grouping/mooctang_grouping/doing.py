"""What a teacher does to the groups, each in one step that can be taken back for a day."""

from datetime import timedelta

from mooctang_core.api import Refused, translator

from .dealing import dealt, filled, number_of_groups
from .ledger import WORD, Ledger

_ = translator("mooctang_grouping")
KEPT_FOR = timedelta(days=1)
KEPT_MOST = 20
NAME_MOST = 30
SAID = {
    "deal": _("随机分成 ${n} 组"), "make": _("新建了${group}"), "rename": _("把${before}改名为${group}"), "dissolve": _("解散了${group}"),
    "clear": _("清空了分组"), "move": _("移动了 ${n} 人"), "fill": _("安排了 ${n} 名未分组的同学"),
}


class Step:
    """One thing done: what it changed is noted while it is done, and kept for taking back."""

    def __init__(self, room, what, by, now):
        self.ledger, self.room, self.now = Ledger(room), room, now
        self.kept = {"what": what, "by": by, "at": now, "said": {}, "moved": {}, "made": (), "gone": (), "named": {}}

    # -- the ledger's writes, noted --
    def make(self, name):
        gid = self.ledger.make(name, self.now)
        self.kept["made"] = (*self.kept["made"], gid)
        return gid

    def end(self, gid):
        """End a group that nobody is in any more."""
        self.ledger.change(gid, gone=self.now)
        self.kept["gone"] = (*self.kept["gone"], gid)

    def rename(self, gid, name):
        self.kept["named"][gid] = (self.ledger.name_of(gid), name)
        self.ledger.change(gid, name=name)

    def place(self, aid, gid):
        before = self.ledger.place(aid, gid, self.now)
        if before != gid:
            first = self.kept["moved"].get(aid, (before,))[0]
            self.kept["moved"][aid] = (first, gid)

    def keep(self, **said):
        """Put the step where `take_back` finds it. One that changed nothing is not kept."""
        if not any(self.kept[part] for part in ("moved", "made", "gone", "named")):
            return
        steps = self.room.shelf(WORD).many("steps")
        for old in [name for name, step in steps.items() if step["at"] <= self.now - KEPT_FOR] + list(steps)[:-KEPT_MOST]:
            if old in steps:
                del steps[old]
        last = int(list(steps)[-1]) if len(steps) else 0
        steps[f"{last + 1:06d}"] = {**self.kept, "said": said}


def newest(room, now):
    """(name, step) of what can be taken back, or None."""
    steps = room.peek_many(WORD, "steps")
    name = list(steps)[-1] if len(steps) else None
    return (name, steps[name]) if name is not None and steps[name]["at"] > now - KEPT_FOR else None


def take_back(room, name, now):
    """Undo the newest step: as of now, for what was reported in between stays as it was. Whoever has moved on since stays there."""
    found = newest(room, now)
    if found is None or found[0] != name:
        raise Refused(_("分组已经又有了新的变化，先看看现在的样子再撤销。"))
    step, ledger = found[1], Ledger(room)
    for gid in step["gone"]:
        ledger.change(gid, gone=None)
    for aid, (before, after) in step["moved"].items():
        if ledger.group_of(aid) == after and (before is None or before in ledger.living()):
            ledger.place(aid, before, now)
    for gid, (before, after) in step["named"].items():
        if ledger.name_of(gid) == after:
            ledger.change(gid, name=before)
    _end_empty(ledger, step["made"], now)
    del room.shelf(WORD).many("steps")[name]


def _end_empty(ledger, gids, now):
    taken = ledger.seats()
    for gid in gids:
        if taken.get(gid) == 0:
            ledger.change(gid, gone=now)


# -- what a teacher does --
def deal(room, by, now, number=None, size=None):
    """Everybody of today into new groups by chance, so many or about so large. Returns how many groups."""
    step, people = Step(room, "deal", by, now), [member.aid for member in room.present()]
    if not people:
        raise Refused(_("课堂里还没有学生。"))
    _empty(step)
    hands = dealt(people, number or number_of_groups(len(people), size))
    for name, hand in zip(free_names(step.ledger, len(hands)), hands, strict=True):
        gid = step.make(name)
        for aid in hand:
            step.place(aid, gid)
    step.keep(n=len(hands))
    return len(hands)


def make(room, by, now, name=""):
    step = Step(room, "make", by, now)
    gid = step.make(good_name(step.ledger, name) if name else free_names(step.ledger, 1)[0])
    step.keep(group=step.ledger.name_of(gid))
    return gid


def rename(room, by, now, gid, name):
    step = Step(room, "rename", by, now)
    before = known(step.ledger, gid)
    if name.strip() != before:
        step.rename(gid, good_name(step.ledger, name))
        step.keep(before=before, group=name.strip())


def move(room, by, now, people, gid):
    """Some members into a group; `gid` None: out of theirs, "new": into a new one."""
    step = Step(room, "move", by, now)
    here = step.ledger.here()
    if not people or not set(people) <= here:
        raise Refused(_("请先选要移动的同学。") if not people else _("选中的同学里有人已经不在课堂里。请刷新页面再试。"))
    if gid == "new":
        gid = step.make(free_names(step.ledger, 1)[0])
    elif gid is not None:
        known(step.ledger, gid)
    for aid in people:
        step.place(aid, gid)
    step.keep(n=len(step.kept["moved"]))


def dissolve(room, by, now, gid):
    """End one group; its members are in none."""
    step = Step(room, "dissolve", by, now)
    name = known(step.ledger, gid)
    _out_of(step, {gid})
    step.keep(group=name)


def clear(room, by, now):
    """End all groups."""
    step = Step(room, "clear", by, now)
    _empty(step)
    step.keep()


def fill(room, by, now):
    """Everybody who is in no group goes to one of those that have the fewest. Returns how many."""
    step = Step(room, "fill", by, now)
    if not step.ledger.living():
        raise Refused(_("还没有小组。请先随机分组，或新建一组。"))
    found = filled([member.aid for member in step.ledger.loose()], step.ledger.seats())
    for aid, gid in found.items():
        step.place(aid, gid)
    step.keep(n=len(found))
    return len(found)


def _empty(step):
    _out_of(step, set(step.ledger.living()))


def _out_of(step, gids):
    # By the spans and not by the groups: who left the course stands in one still, when the plugin was off that day.
    members = step.room.peek_many(WORD, "members")
    for aid in [aid for aid in members if step.ledger.group_of(aid) in gids]:
        step.place(aid, None)
    for gid in sorted(gids):
        step.end(gid)


# -- names --
def known(ledger, gid):
    """The name of a group of today."""
    name = ledger.living().get(gid)
    if name is None:
        raise Refused(_("这个小组已经解散了。请刷新页面再试。"))
    return name


def good_name(ledger, name):
    name = name.strip()
    if not name or len(name) > NAME_MOST:
        raise Refused(_("组名要有 1 到 ${n} 个字。", n=NAME_MOST))
    if name in ledger.living().values():
        raise Refused(_("已经有叫“${name}”的小组了。", name=name))
    return name


def free_names(ledger, number):
    """The next free names, counted up. They are stored as they are, like a name that a teacher gives."""
    taken, at = set(ledger.living().values()), 0
    found: list[str] = []
    while len(found) < number:
        at += 1
        name = str(_("第 ${n} 组", n=at).interpolate())
        if name not in taken:
            found.append(name)
    return found
