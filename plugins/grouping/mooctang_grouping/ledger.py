"""The groups of one classroom as they are stored: every membership with its dates, so that no move rewrites the past.

Three mappings on the classroom's shelf, each stored in small pieces: the groups, the spans of each person, and how many are in
each group. A student who picks writes their own entry and those of the two groups, so that two who pick different groups do not
meet, and two who want the last place do.
"""

from datetime import datetime
from typing import NamedTuple

from mooctang_core.api import Group, Refused, translator

_ = translator("mooctang_grouping")
WORD = "grouping"
GROUPS_MOST = 500


class Span(NamedTuple):
    """That somebody was in a group from one moment to another, or to this day."""

    group: str
    since: datetime
    until: datetime | None = None

    def holds(self, moment):
        if moment is None:
            return self.until is None
        return self.since <= moment and (self.until is None or moment < self.until)


def group_at(spans, moment=None):
    """The group that these spans put somebody into, now or at a moment; None for none."""
    return next((span[0] for span in reversed(spans) if Span(*span).holds(moment)), None)


def moved(spans, group, now):
    """The spans after a move: the last one ends, the past stays. What was decided and taken back in one instant never was."""
    before = [tuple(span) for span in spans]
    if before and before[-1][2] is None:
        _group, since, _until = before.pop()
        before += [(_group, since, now)] if since < now else []
    return (*before, (group, now, None)) if group is not None else tuple(before)


class Ledger:
    """What is known of a classroom's groups. Reading writes nothing."""

    def __init__(self, room):
        self.room = room

    # -- reading --
    def _read(self, name):
        return self.room.peek_many(WORD, name)

    def known(self):
        """Whether anybody ever made a group here."""
        return len(self._read("groups")) > 0

    def living(self):
        """{group id: name} of the groups of today, in the order in which they were made."""
        return {gid: kept["name"] for gid, kept in self._read("groups").items() if kept["gone"] is None}

    def name_of(self, gid):
        kept = self._read("groups").get(gid)
        return kept["name"] if kept else ""

    def group_of(self, aid, moment=None):
        """The id of this person's group; None for none."""
        return group_at(self._read("members").get(aid, ()), moment)

    def seats(self):
        """{group id: how many are in it} of the groups of today."""
        taken = self._read("seats")
        return {gid: taken.get(gid, 0) for gid in self.living()}

    def here(self):
        """The account ids of the people of today."""
        return {member.aid for member in self.room.present()}

    def groups(self, moment=None):
        """[Group] as they are, or as they were at a moment: one walk through everybody."""
        kept, here = self._read("groups"), self.here() if moment is None else None
        held: dict[str, list] = {gid: [] for gid, group in kept.items() if stood(group, moment)}
        for aid, spans in self._read("members").items():
            gid = group_at(spans, moment)
            if gid is not None and (here is None or aid in here):
                held.setdefault(gid, []).append(aid)
        return [Group(gid, kept[gid]["name"], tuple(held[gid])) for gid in sorted(held)]

    def groups_with(self, aid, moment=None):
        """[Group] of this person alone, found without walking through the others; empty without one."""
        gid, member = self.group_of(aid, moment), self.room.member(aid)
        gone = gid is None or (moment is None and (member is None or not member.active))
        return [] if gone else [Group(gid, self.name_of(gid), (aid,))]

    def loose(self):
        """The members of today who are in no group, by their numbers."""
        members = self._read("members")
        people = [member for member in self.room.present() if group_at(members.get(member.aid, ())) is None]
        return sorted(people, key=lambda member: (member.number, member.name))

    # -- writing --
    def _write(self, name):
        return self.room.shelf(WORD).many(name)

    def make(self, name, now):
        """A new, empty group; returns its id."""
        groups = self._write("groups")
        if len(self.living()) >= GROUPS_MOST:
            raise Refused(_("一个课堂最多 ${n} 个小组。", n=GROUPS_MOST))
        gid = f"{len(groups) + 1:06d}"
        groups[gid] = {"name": name, "made": now, "gone": None}
        self._write("seats")[gid] = 0
        return gid

    def change(self, gid, **facts):
        """Write facts of one group: name, gone."""
        groups = self._write("groups")
        groups[gid] = {**groups[gid], **facts}

    def place(self, aid, gid, now):
        """Put somebody into a group, or into none. Returns the group they were in."""
        members, seats = self._write("members"), self._write("seats")
        spans = members.get(aid, ())
        before = group_at(spans)
        if before != gid:
            members[aid] = moved(spans, gid, now)
            for group, more in ((before, -1), (gid, 1)):
                if group is not None:
                    seats[group] = max(0, seats.get(group, 0) + more)
        return before

    def count_again(self):
        """Set how many are in each group by counting: somebody may have left while the plugin was off."""
        seats = self._write("seats")
        for group in self.groups():
            if seats.get(group.id) != len(group.members):
                seats[group.id] = len(group.members)

    def pick(self, aid, gid, now, most):
        """A student goes into a group that has a place left."""
        if gid not in self.living():
            raise Refused(_("没有这个小组。请刷新页面再选。"))
        if self.group_of(aid) != gid and self._read("seats").get(gid, 0) >= most:
            raise Refused(_("${group}已经满了，请选别的小组。", group=self.name_of(gid)))
        self.place(aid, gid, now)


def stood(group, moment):
    """Whether a group was there at a moment, or is there now."""
    if moment is None:
        return group["gone"] is None
    return group["made"] <= moment and (group["gone"] is None or moment < group["gone"])
