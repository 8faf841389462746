"""The core's own steps: what an older version stored is as good as new."""

from mooctang_core.flows.due import tasks_have_pages
from mooctang_core.model.activities import ActivityNode
from mooctang_core.model.base import Numbered, find
from mooctang_core.model.sessions import Tasks
from mooctang_core.testing import Campus
from mooctang_core.testing.campus import ROOM


def test_the_folder_of_tasks_of_an_older_version_gets_its_pages(tmp_path):
    campus = Campus(tmp_path)
    with campus.writing() as school:
        room = find(school, ROOM)
        room.tasks = Numbered()
        room.tasks.__parent__, room.tasks.__name__ = room, "tasks"
        room.tasks.add(ActivityNode("vanished", "OLD", {}, "closed"))
    campus.browser("s1").app.get(f"{ROOM}/tasks", status=404)
    with campus.writing() as school:
        for _time in range(2):
            tasks_have_pages(school)
    with campus.reading() as school:
        tasks = find(school, f"{ROOM}/tasks")
        assert type(tasks) is Tasks and tasks["1"].__parent__ is tasks and tasks._last == 1
    assert "OLD" in campus.get("s1", f"{ROOM}/tasks")
    campus.close()
