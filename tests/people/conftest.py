"""A manager at the pages of the administration."""

import re

import pytest


class Desk:
    """The manager's browser, and the machine that does what was asked for."""

    def __init__(self, campus):
        self.campus, self.browser = campus, campus.browser("manager")

    def bring(self, data, name="roster.xlsx", kind="student", pictures=()):
        """Upload a file and let it be read; the page that then stands there."""
        self.browser.post("/manage/import", kind=kind, files=[("file", name, data), *(("pictures", *picture) for picture in pictures)])
        self.url = self.browser.last.request.path
        return self.work()

    def step(self, step, status=200, **fields):
        self.browser.post(self.url, step=step, status=status, **fields)
        return self.work() if status == 200 else text(self.browser)

    def work(self):
        self.campus.app.registry.jobs.importing.run()
        self.browser.get(self.url)
        return text(self.browser)

    def batch(self):
        with self.campus.reading() as school:
            found = school.imports.get(self.url.rsplit("/", 1)[1])
            return found.state, dict(found.counts)


def text(browser):
    return re.sub(r"\s+", " ", browser.last.html.find("main").get_text(" "))


@pytest.fixture
def desk(campus):
    return Desk(campus)
