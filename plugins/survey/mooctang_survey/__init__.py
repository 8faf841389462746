"""调查问卷: ask a class what it thinks, with names or really without. This file holds the hooks."""

from mooctang_core.api import hookimpl

from .activity import Survey
from .kinds import Ranking, Rating, Text


@hookimpl
def activity_types():
    return [Survey]


@hookimpl
def question_types():
    return [Text, Rating, Ranking]
