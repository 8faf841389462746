"""What plugins put beside each name of a classroom: the group, columns of their own, the figures of the online half."""

from typing import NamedTuple

from transaction.interfaces import TransientError

from ...model.base import above
from ...model.courses import Course
from ...tables import Column
from ...words import translator

_ = translator("mooctang_core")
ONLINE = {
    "videos": _("看过的视频"), "views": _("观看次数"), "seconds": _("观看秒数"), "topics": _("主题"), "comments": _("评论"),
    "replies": _("回复"), "total": _("课程总分"),
}
"""The figures of `learning_progress`, in this order; one that nobody gives has no column."""


class Beside(NamedTuple):
    """Columns as pairs (Column, {aid: value}); `missing` names the plugins whose columns are left out."""

    groups: list
    own: list
    online: list
    missing: list

    @property
    def progress(self):
        """{aid: {"total": course mark}}, as the online part of the composite score reads it."""
        totals = next((values for column, values in self.online if column.title == ONLINE["total"]), {})
        return {aid: {"total": total} for aid, total in totals.items()}

    @property
    def columns(self):
        """The same for the gradebook: groups, own columns, online figures, and the marks among them."""
        return self.groups, self.own, self.online, self.progress


def beside(classroom, request):
    """Everything that the plugins of this school say about the people of a classroom."""
    missing: list[str] = []
    return Beside(
        told(request, missing, as_groups, "classroom_groups", first=True, classroom=classroom),
        told(request, missing, as_columns, "roster_columns", classroom=classroom, request=request),
        told(request, missing, as_figures, "learning_progress", first=True, course=above(classroom, Course),
             people=tuple(member.aid for member in classroom.present())),
        missing,
    )


def progress_beside(classroom, request):
    """(the online marks as a gradebook's online part reads them, the plugins that could not give theirs)"""
    missing: list[str] = []
    online = told(request, missing, as_figures, "learning_progress", first=True, course=above(classroom, Course),
                  people=tuple(member.aid for member in classroom.present()))
    return Beside([], [], online, missing).progress, missing


def told(request, missing, read, hook, /, first=False, **arguments):
    """The columns of every answer (or of the first); a plugin that raises or answers nonsense is named in `missing`."""
    answers = request.ask(hook, **arguments)
    missing += answers.failed
    columns = []
    for plugin, answer in answers[:1] if first else answers:
        try:
            columns += read(answer)
        except TransientError:
            raise
        except Exception as error:
            request.plugins.failed(request.school, plugin, hook, error)
            missing.append(plugin)
    return columns


def as_groups(groups):
    return [(Column(_("小组")), {aid: group.name for group in groups for aid in group.members})]


def as_columns(pairs):
    return [(column if isinstance(column, Column) else Column(column), dict(values)) for column, values in pairs]


def as_figures(figures):
    given = {word for person in figures.values() for word in person}
    return [(Column(title, kind="number"), {aid: person.get(word) for aid, person in figures.items()})
            for word, title in ONLINE.items() if word in given]
