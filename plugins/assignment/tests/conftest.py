"""Homework in a campus: set as a task, handed in, marked."""

import pytest
from mooctang_assignment.activity import Assignment

from mooctang_core.testing.campus import ROOM

PDF = b"%PDF-1.7\n" + b"x" * 500


class Homework:
    """One piece of homework, due two days from now at six."""

    def __init__(self, campus, due="2026-09-09T18:00", late=False, title="读书报告", **settings):
        self.campus, tasks = campus, f"{ROOM}/tasks"
        fields = {"title_": title, "due_": due, "remind_": "24", "text": "写一页。", "takes": "both", "most": "3", "full": "100", "peers": "0", "days": "3", **settings}
        campus.post("teacher", tasks, "/add?kind=assignment", **({"late_": "true"} if late else {}), **fields)
        self.url = f"{tasks}/{self._newest()}/"

    def _newest(self):
        from mooctang_core.model.base import find

        with self.campus.reading() as school:
            return len(find(school, ROOM)["tasks"])

    def hand_in(self, who, text="", *names, data=PDF, status=200, **fields):
        files = [("files", name, data + name.encode()) for name in names]
        return self.campus.post(who, self.url, "submit", status=status, text=text, files=files, **fields)

    def later(self, **span):
        self.campus.clock.forward(**span)
        self.campus.run_jobs()

    def record(self, who):
        return self.campus.record(who, self.url)

    def page(self, who, view=""):
        return self.campus.get(who, self.url + view)


@pytest.fixture
def homework(campus):
    assert Assignment.kind in campus.host.kinds
    return lambda **settings: Homework(campus, **settings)
