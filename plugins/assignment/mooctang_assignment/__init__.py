"""作业: homework as text and files, marked by teachers or by peers. This file holds the hooks."""

from mooctang_core.api import hookimpl

from .activity import Assignment


@hookimpl
def activity_types():
    return [Assignment]
