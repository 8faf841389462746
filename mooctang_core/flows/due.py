"""What belongs to a task out of class as it opens: a date by which it is due, word to its students, its place in the running class."""

from zoneinfo import ZoneInfo

from ..activity import Refused
from ..model.activities import OPEN, PAUSED, ActivityNode
from ..model.base import Numbered, above, path_of
from ..model.classrooms import Classroom
from ..model.sessions import Tasks
from ..parts import Notice
from ..words import translator
from .telling import send_notice

_ = translator("mooctang_core")


def is_task(node):
    return isinstance(node.__parent__, Tasks)


def refuse_past(node, now):
    """The date of a task must be still to come. An announcement has none."""
    if is_task(node) and node.due is not None and node.due <= now:
        raise Refused(_("截止时间已经过去了。请改成以后的时间。"))


def opened(activity, school, host, now):
    """The date counts from here on; students are told, and a class that runs takes the task into its record."""
    node = activity.node
    if not is_task(node):
        return
    node.deadline, node.reminded = node.due or node.deadline, None
    room = above(node, Classroom)
    session = room["sessions"].running
    if session is not None and node.__name__ not in session.tasks:
        session.tasks = (*session.tasks, node.__name__)
    people = tuple(member.aid for member in room.present())
    if not activity.dated:
        return  # an announcement tells its people itself
    title = _("新的课外任务：${name}", name=activity.name)
    send_notice(school, host, Notice(title, until(node.due, school), f"{path_of(node)}/", people, "task", f"task {path_of(node)} {node.round}"), now)


def until(moment, school):
    """The date as a sentence for a notice; its reader's language comes later."""
    if moment is None:
        return ""
    return _("${moment} 截止", moment=clock_on(moment, school))


def clock_on(moment, school):
    """11-28 23:59, the same in every language."""
    return moment.astimezone(ZoneInfo(school.timezone)).strftime("%m-%d %H:%M")


def open_names(room):
    """The tasks that are open now, for the record of a class that begins."""
    return tuple(node.__name__ for node in room["tasks"].in_order() if isinstance(node, ActivityNode) and node.state in (OPEN, PAUSED))


def tasks_have_pages(school):
    """Evolve: the folder of tasks has a class of its own since 0.2."""
    for course in school["courses"].values():
        for term in course.terms():
            for room in term.classrooms():
                if isinstance(room, Classroom) and type(room.tasks) is Numbered:
                    _renew(room)


def _renew(room):
    old, new = room.tasks, Tasks()
    new.__parent__, new.__name__, new._last = room, "tasks", old._last
    for node in old.in_order():
        node.__parent__ = new
        new._items[node.__name__] = node
    room.tasks = new
