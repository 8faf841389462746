"""A classroom of twenty-three, and a teacher who groups them."""

import pytest

from mooctang_core.api import find, groups_at
from mooctang_core.testing.campus import ROOM, Campus

GROUPS = ROOM + "/groups"


class Hall:
    """What one does and sees on the page 学生分组."""

    def __init__(self, campus):
        self.campus = campus

    def do(self, do, who="teacher", status=200, **fields):
        return self.campus.browser(who).post(GROUPS, status=status, do=do, **fields)

    def groups(self, moment=None):
        """{name: [short names]} as any other plugin is told."""
        who = {aid: name for name, aid in self.campus.people["east"].items()}
        with self.campus.reading() as school:
            found = groups_at(find(school, ROOM), school, self.campus.host, moment)
            return {group.name: sorted(who[aid] for aid in group.members) for group in found or ()}

    def sizes(self):
        return sorted(map(len, self.groups().values()), reverse=True)

    def id_of(self, name):
        with self.campus.reading() as school:
            found = groups_at(find(school, ROOM), school, self.campus.host)
            return next(group.id for group in found if group.name == name)

    def move(self, who, to, **more):
        people = [self.campus.aid(one) for one in ([who] if isinstance(who, str) else who)]
        return self.do("move", person=people, to=to if to in ("", "new") else self.id_of(to), **more)

    def undo(self, **more):
        """Press 撤销 as the page offers it."""
        page = self.campus.browser("teacher").app.get(GROUPS)
        form = next(form for form in page.forms.values() if "do" in form.fields and form["do"].value == "undo")
        return self.do("undo", step=form["step"].value, **more)


@pytest.fixture
def campus(tmp_path):
    made = Campus(tmp_path, students=23)
    yield made
    made.close()


@pytest.fixture
def hall(campus):
    return Hall(campus)
