"""Who belonged to which group, as whichever plugin keeps groups says it."""


def groups_at(classroom, school, host, moment=None):
    """The groups of a classroom now, or as they were at a moment; None when nobody keeps any."""
    if classroom is None or host is None:
        return None
    return host.first(school, "classroom_groups", classroom=classroom, moment=moment)


def group_of(activity, person_id):
    """The Group of one person as of this activity, without its members; None without one. For what happens at every tap."""
    if activity.classroom is None or activity.host is None:
        return None
    found = activity.host.first(activity.school, "classroom_groups", classroom=activity.classroom, moment=activity.closed, person_id=person_id)
    mine = next((group for group in found or () if person_id in group.members), None)
    return mine._replace(members=()) if mine is not None else None


def groups_of(activity):
    """{account id: name of the group} as of this activity: while it runs as it is now, afterwards as it was at its close."""
    found = groups_at(activity.classroom, activity.school, activity.host, activity.closed)
    return {aid: group.name for group in found or () for aid in group.members}
