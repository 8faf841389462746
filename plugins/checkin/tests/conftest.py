"""A check-in with a code on the wall, and two people on one telephone."""

import pytest
from mooctang_checkin.activity import CheckIn

from mooctang_core.api import find


class Hall:
    """What one sees in the room: the code on the wall now, the list on the teacher's page."""

    def __init__(self, campus):
        self.campus = campus

    def activity(self, school, url):
        return self.campus.host.live(find(school, url), school)

    def code(self, url, slug="east"):
        """The code on the wall at this moment."""
        with self.campus.reading(slug) as school:
            return self.activity(school, url).code_at(self.campus.clock())

    def scan(self, who, url, word=None, **more):
        """Open what the QR on the wall says, as this person (or nobody)."""
        return self.campus.browser(who).get(f"{url}claim/{word or self.code(url).word}", **more)

    def correct(self, by, url, who, new, why, answers=303):
        """A teacher changes a mark."""
        browser = self.campus.browser(by)
        fields = {"person": self.campus.aid(who), "status": new, "why": why, "csrf_token": browser.token()}
        return browser.app.post(url + "correct", fields, status=answers).text

    def status(self, who, url):
        return self.campus.record(who, url)[0]

    def row(self, who, url, table="records"):
        number = who[1:]
        return next(row for row in self.campus.table(url, table).rows if f"学生{number}" in row)


@pytest.fixture
def hall(campus):
    return Hall(campus)


@pytest.fixture
def coded(campus):
    """A check-in with the rotating code, opened at ten."""
    return campus.open(CheckIn, at="10:00", code="true")


@pytest.fixture
def placed(campus):
    """A check-in with a place: 100 m round a point."""
    return campus.open(CheckIn, at="10:00", place="true", latitude="30.5", longitude="114.4")
