"""What teachers prepared: the next lesson's plan, and a few things in the libraries."""

from ..flows import library, preparing
from ..plain import listed, plain
from . import lessons

PLANNED = ((lessons.checkin, 5), (lessons.lesson, 25), (lessons.quiz, 15), (lessons.discussion, 20))
KEPT = ((lessons.quiz, ("第三章", "课前"), "开课前五分钟用，学生答完再讲。"), (lessons.survey, ("反馈",), "每章讲完发一次。"))


def prepare(teller, room, course, teacher, day):
    """A plan for the next lesson, and what is kept for use again; a plugin that is not there is left out."""
    plan = preparing.plan_for(room, day)
    for make, minutes in PLANNED:
        recipe = make(course)
        settings = settings_of(teller, recipe)
        if settings is not None:
            node = preparing.prepare(plan, teller.host.kinds[recipe.kind][1], settings, teacher, recipe.title, teller.host)
            node.minutes = minutes
    for make, tags, about in KEPT:
        keep(teller, library.library_of(room), make(course), teacher, tags, about)


def keep(teller, shelf, recipe, teacher, tags, about):
    settings = settings_of(teller, recipe)
    cls = teller.host.kinds[recipe.kind][1] if settings is not None else None
    if cls is not None and cls.reusable:
        node = library.keep(shelf, cls, settings, teacher, recipe.title, teller.host)
        library.describe(node, about, tags, True)


def settings_of(teller, recipe):
    """The recipe's settings as a form would have left them; None when this plugin is not there or does not know it."""
    cls = teller.host.kinds.get(recipe.kind, (None, None))[1]
    if cls is None or recipe.kind in teller.left_out:
        return None
    try:
        return plain(listed(cls.Settings().bind(host=teller.host, school=teller.school).deserialize(recipe.settings)))
    except Exception as error:  # the plugin may be of another version than this recipe
        teller.left_out[recipe.kind] = f"{type(error).__name__}: {error}"
        return None
