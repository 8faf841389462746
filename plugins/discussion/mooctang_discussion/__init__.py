"""讨论: what a class says about a topic, live. This file holds the hooks."""

from mooctang_core.api import hookimpl

from .activity import Discussion


@hookimpl
def activity_types():
    return [Discussion]
