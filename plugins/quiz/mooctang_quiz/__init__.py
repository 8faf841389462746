"""练习: questions with a key, a time limit that the server keeps, and results when the teacher publishes them. This file holds the hooks."""

from mooctang_core.api import hookimpl

from . import term
from .activity import Quiz


@hookimpl
def activity_types():
    return [Quiz]


@hookimpl
def reports(classroom, request):
    """练习 of the whole classroom: a row a student, a column a quiz."""
    return [term.table(classroom, request.plugins, request.school)]
