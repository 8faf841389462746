"""A discussion that is open, and people who talk."""

import pytest
from mooctang_discussion.activity import Discussion


class Talk:
    """One discussion: what people say, like and see."""

    def __init__(self, campus, **settings):
        self.campus, self.url = campus, campus.open(Discussion, at="10:00", **{"topic": "电梯里的体重计为什么会变？", **settings})
        self.said = 0

    def say(self, who, text, reply="", status=200, after=3, **more):
        """Post, some seconds after the last thing that was said."""
        self.campus.clock.forward(seconds=after)
        return self.campus.post(who, self.url, "submit", status=status, text=text, reply=reply, **more)

    def like(self, who, token, status=200):
        return self.campus.post(who, self.url, "submit", status=status, like=token)

    def do(self, do, token, who="teacher", status=200):
        return self.campus.post(who, self.url, "moderate", status=status, do=do, post=token)

    def id_of(self, text):
        """The id of the post with this text."""
        with self.campus.activity(self.url) as discussion:
            return next(post.id for first in discussion.threads() for post in (first, *first.replies) if post.text == text)

    def board(self, who="s2", **asked):
        """What lies live on this student's page."""
        query = "&".join(f"{name}={value}" for name, value in asked.items())
        app = self.campus.browser(who).app
        return app.get(self.url + "live?" + query, headers={"Accept": "application/json"}).json["board"]

    def rows(self, table="posts"):
        return self.campus.table(self.url, table).rows


@pytest.fixture
def talk(campus):
    return Talk(campus)


@pytest.fixture
def talk_of(campus):
    """talk_of(anonymous="hidden"): a discussion with these settings."""
    return lambda **settings: Talk(campus, **settings)
