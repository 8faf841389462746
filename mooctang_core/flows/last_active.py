"""When each member of a classroom took part in anything last."""

from ..model.activities import DRAFT


def last_active(room):
    """{aid: when}, of the members of today. Marks alone are looked through; the rest of a sealed activity is read where it was somebody's last."""
    missing, found = {member.aid for member in room.present()}, {}
    for node in newest_first(room):
        if not missing:
            break
        for aid, status in node.records.statuses().items():
            if status is not None and aid in missing:
                at = own_time(node.records[aid], aid)
                if at is not None:
                    found[aid] = at
                    missing.discard(aid)
    return found


def newest_first(room):
    """Every activity that was published, in class and out of class."""
    nodes = [node for place in (*room["sessions"].values(), room["tasks"]) for node in place.values() if node.state != DRAFT and node.opened]
    return sorted(nodes, key=lambda node: node.opened, reverse=True)


def own_time(record, aid):
    """When the person did it; None for what a teacher wrote for them."""
    return record.at if record.by in (None, aid) else None
