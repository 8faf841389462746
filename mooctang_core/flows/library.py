"""练习库, 问卷库: what a course's teachers keep for use again: find it, use it, share it."""

from ..activity import MissingActivity, Refused
from ..model.activities import KEPT, ActivityNode
from ..model.base import above, find
from ..model.courses import Course
from ..model.schools import School
from ..model.sessions import Plan
from ..permissions import LEAD
from ..plain import plain, thawed
from ..words import translator
from .preparing import begin, copy_to, usual_minutes

_ = translator("mooctang_core")
TAGS, TAG = 10, 20
BEFORE_SOURCE = "s"


def library_of(place):
    """The library of the course that a place belongs to: for an independent classroom that is its teacher's own."""
    return above(place, Course)["library"]


def source_of(library):
    """The library of the course that this one follows: one may use what it shares, and change nothing in it. None otherwise."""
    course = library.__parent__
    if course.borrowed is not None:
        return course.borrowed
    source = find(above(course, School), course.source) if isinstance(course.source, str) else None
    return source["library"] if isinstance(source, Course) and source is not course else None


def kinds(school, host):
    """The types that may be kept, each with a library of its own: 练习库 is that of 练习."""
    return [cls for cls in host.types(school) if cls.reusable]


def keep(library, cls, settings, by, title="", host=None):
    """Something new in the library, its maker's own until it is shared."""
    node = library.add(ActivityNode(cls.kind, title, plain(settings), KEPT))
    node.by = by
    return begin(node, cls, host)


def keep_copy(library, activity, by):
    """Put a copy of a plan's (or a class's) activity into the library."""
    if not type(activity).reusable:
        raise Refused(_("“${what}”不能放进资源库。", what=activity.title))
    return copy_to(library, activity, by)


def duplicate(library, activity, by, title):
    node = copy_to(library, activity, by)
    node.title = title[:80]
    return node


def describe(node, about, tags, shared):
    """What it is for, what it can be found by, and whether the team may use it."""
    node.about, node.shared = about.strip()[:500], bool(shared)
    node.tags = tuple(dict.fromkeys(tag.strip()[:TAG] for tag in tags if tag.strip()))[:TAGS]


def may_change(node, aid):
    """Its maker may, and whoever is responsible for the course."""
    return node.by in (None, aid) or above(node, Course).team.get(aid) == LEAD


def refuse_others(node, aid):
    if node.state == KEPT and not may_change(node, aid):
        raise Refused(_("这是别的老师放进来的，只能使用。要修改请先复制一份。"))


# Finding ---------------------------------------------------------------------------------------------------------------

def seen_by(library, aid):
    """What this person may see: their own and what is shared."""
    return [node for node in library.in_order() if isinstance(node, ActivityNode) and not node.hidden_from(aid)]


def shelves(library, aid):
    """(reference, node, read only?) of everything that may be used here, newest first; what comes from a source is last."""
    own = [(node.__name__, node, False) for node in reversed(seen_by(library, aid))]
    source = source_of(library)
    taken = [node for node in reversed(source.in_order()) if node.shared or node.by is None] if source is not None else []
    return own + [(BEFORE_SOURCE + node.__name__, node, True) for node in taken]


def referred(library, reference, aid):
    """The node behind a reference of `shelves`; None where there is none for this person."""
    return next((node for word, node, _read_only in shelves(library, aid) if word == reference), None)


def search(found, kind="", words="", tag=""):
    """Those of one type that hold every word, in title, tags, description or the text of their questions."""
    wanted = words.casefold().split()
    return [entry for entry in found
            if kind in ("", entry[1].kind) and (not tag or tag in entry[1].tags) and all(word in text_of(entry[1]) for word in wanted)]


def text_of(node):
    return "\n".join((node.title, node.about, *node.tags, *texts(thawed(node.settings)))).casefold()


def texts(value):
    """Every text in some settings, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from texts(item)


def tags_of(found, kind):
    """The tags in use for one type, the most used first."""
    counted: dict = {}
    for _word, node, _read_only in found:
        for tag in node.tags if kind in ("", node.kind) else ():
            counted[tag] = counted.get(tag, 0) + 1
    return sorted(counted, key=lambda tag: (-counted[tag], tag))


def take(library, reference, host, by):
    """Copy into one's own library what comes from a source: the copy may be changed, and the source stays as it is."""
    node = next((node for word, node, read_only in shelves(library, by) if word == reference and read_only), None)
    activity = None if node is None else host.live(node, above(library, School))
    if activity is None or isinstance(activity, MissingActivity):
        raise Refused(_("这一项已经不在源课程里了。"))
    return copy_to(library, activity, by)


# Using -----------------------------------------------------------------------------------------------------------------

def bring_in(place, library, references, host, by):
    """Independent copies of several, in the order of the library's page."""
    school = above(place, School)
    living = [host.live(node, school) for word, node, _read_only in shelves(library, by) if word in references]
    usable = [activity for activity in living if not isinstance(activity, MissingActivity)]
    if not usable:
        raise Refused(_("请先选至少一项。"))
    copies = [copy_to(place, activity, by) for activity in usable]
    for node in copies if isinstance(place, Plan) else ():
        node.minutes = node.minutes or usual_minutes(place, node.kind)
    return copies
