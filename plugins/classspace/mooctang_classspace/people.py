"""Who is in the class space: every member of today and every teacher of the classroom."""

from mooctang_core.api import TEACH, VIEW, translator

_ = translator("mooctang_classspace")


def _may(room, aid, permission):
    place = room
    while place is not None:
        if any(permission in place.grants.get(role, ()) for role in place.roles_of(aid)):
            return True
        place = place.__parent__
    return False


def teaches(room, aid):
    """Whether this account teaches here, by a role at the room or above it."""
    return _may(room, aid, TEACH)


def belongs(room, aid):
    """Whether this account is in the class space now."""
    return bool(aid) and (_may(room, aid, VIEW) if aid in room.teachers or teaches(room, aid) else room.member(aid) is not None and room.member(aid).active)


def person_in(room, aid):
    """The member of this account, whether still here or not; None for a teacher and for strangers."""
    return room.member(aid)


def name_in(room, aid):
    """A member's name, where no accounts are at hand; "" for a teacher."""
    member = room.member(aid)
    return member.name if member is not None else ""


def name_of(request, room, aid):
    """What a page calls this person."""
    member = room.member(aid)
    if member is not None and member.name:
        return request.translate(member.name)
    account = request.alliance.accounts.get(aid)
    return account.name if account is not None else request.translate(_("已离开的成员"))
