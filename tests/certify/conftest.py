"""A campus without plugins, whose roster knows two students that nobody is certified with yet."""

import pytest

from mooctang_core.flows import certcodes
from mooctang_core.model.people import RosterEntry
from mooctang_core.plugins import PluginHost
from mooctang_core.testing import Campus

CODE = "HTK7M-2QXPA"
NUMBER, OTHER = "100012026101", "100012026102"


@pytest.fixture
def campus(tmp_path):
    made = Campus(tmp_path, students=2, host=PluginHost())
    with made.writing() as school:
        for number, name in ((NUMBER, "欧阳·娜娜"), (OTHER, "李明")):
            school["people"][number] = RosterEntry(number, name, "一班")
            school["cohorts"]["一班"].join(number, made.clock())
        certcodes.give(school["people"][NUMBER], made.app.registry.secret, made.clock(), CODE)
    yield made
    made.close()


def step(campus, who, what, status=200, **fields):
    """One step of the certification, as this person; the page's text."""
    return campus.browser(who).post("/certify", step=what, status=status, **fields)


def prove(campus, who="outsider", status=200, **fields):
    return step(campus, who, "prove", status, **{"number": NUMBER, "name": "欧阳娜娜", "code": CODE, **fields})


def log_of(campus):
    with campus.reading() as school:
        return [(line.deed, line.about) for line in school.audit.newest()] if school.audit else []
