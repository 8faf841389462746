"""A class of thirteen, and surveys that they answer."""

import sys
from pathlib import Path

import pytest
from mooctang_survey.activity import Survey

from mooctang_core.testing import Campus

sys.path.insert(0, str(Path(__file__).parent))


def everything():
    from survey_samples import ALL

    return ALL


class Hall:
    """Surveys and those who answer them."""

    def __init__(self, campus):
        self.campus = campus

    def open(self, *asked, anonymous=False, needed=True, **more):
        given = {"anonymous": "true" if anonymous else "false", "needed": "true" if needed else "false"}
        return self.campus.open(Survey, questions=list(asked or everything()), **given, **more)

    def send(self, who, url, status=200, **fields):
        return self.campus.post(who, url, "submit", status=status, **fields)

    def crowd(self, url, numbers, answer=lambda number: {"q1": "a"}):
        for number in numbers:
            self.send(f"s{number}", url, **answer(number))

    def tick(self):
        """What happens by itself a moment later: urns are opened."""
        self.campus.run_jobs()

    def statistics(self, url):
        return [tuple(row[1:]) for row in self.campus.table(url, "statistics").rows]


@pytest.fixture
def campus(tmp_path):
    made = Campus(tmp_path, students=13)
    yield made
    made.close()


@pytest.fixture
def hall(campus):
    return Hall(campus)
