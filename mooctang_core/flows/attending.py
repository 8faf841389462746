"""Who is in the room now, as far as any plugin knows it."""


def present_now(classroom, school, host, now):
    """The account ids of the members who are known to be here; None when nobody knows, which is not the same as nobody."""
    known = host.first(school, "classroom_present", classroom=classroom, now=now)
    if known is None:
        return None
    return frozenset(member.aid for member in classroom.present() if member.aid in known)
