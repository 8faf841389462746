"""A class space with people who talk in it."""

from urllib.parse import urlencode

import pytest

from mooctang_core.testing.campus import ROOM


class Space:
    """What people send and see."""

    def __init__(self, campus):
        self.campus, self.url, self.keys = campus, ROOM + "/", 0

    def say(self, who, text="", status=200, after=2, **more):
        """A message, some seconds after the last one; its number."""
        self.campus.clock.forward(seconds=after)
        self.keys += 1
        fields = {"text": text, "idem": f"key-{self.keys}", **more}
        answer = self.campus.browser(who).app.post(self.url + "space-say", {"csrf_token": self.token(who), **fields}, headers={"HX-Request": "true"}, status=status)
        return answer.json["n"] if status == 200 else answer.text

    def do(self, who, do, status=200, **fields):
        return self.campus.post(who, self.url, "space-do", status=status, do=do, **fields)

    def see(self, who, view="space", status=200, **asked):
        query = urlencode(asked)
        return self.campus.get(who, f"{self.url}{view}?{query}", status=status)

    def fresh(self, who="s2"):
        """What lies live on an open page."""
        return self.campus.browser(who).app.get(self.url + "space-live", headers={"Accept": "application/json"}).json["fresh"]

    def token(self, who):
        page = self.campus.browser(who).app.get(self.url + "space-settings").text
        return page.partition('name="csrf-token" content="')[2].partition('"')[0]

    def letters(self, who):
        return self.campus.get(who, "/messages")


@pytest.fixture
def space(campus):
    return Space(campus)
