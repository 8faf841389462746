"""A simulated student 模拟学生: a teacher's second self in a classroom, with an id that no account can have."""

MARK = "~"


def simulated_id(aid):
    """The id of this teacher's simulated student."""
    return MARK + aid


def is_simulated(aid):
    return aid.startswith(MARK)


def teacher_of(aid):
    """The teacher behind a simulated student."""
    return aid[len(MARK):]
