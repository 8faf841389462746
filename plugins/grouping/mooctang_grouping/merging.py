"""Two accounts of one person in the groups of a classroom: one seat, and the earlier memberships of both."""

from mooctang_core.api import thawed

from .ledger import WORD, group_at


def merge(room, old, new, now):
    """Where both are in a group today, the kept account's is theirs. One alone is renamed without us."""
    known = room.peek_many(WORD, "members")
    if old not in known or new not in known:
        return
    members, seats = room.shelf(WORD).many("members"), room.shelf(WORD).many("seats")
    theirs, mine = thawed(members[old]), thawed(members[new])
    given_up = group_at(theirs)
    if given_up is not None and group_at(mine) is not None:
        theirs = [[group, since, now if until is None else until] for group, since, until in theirs]
        seats[given_up] = max(0, seats.get(given_up, 0) - 1)
    del members[old]
    members[new] = tuple(tuple(span) for span in sorted([*theirs, *mine], key=lambda span: (span[2] is None, span[1])))
