"""All posts of one topic, gathered from their authors' records: plain tuples, sorted and counted once per drawing."""

from collections import Counter
from datetime import datetime
from typing import Any, NamedTuple

from .tokens import seal

NEW, LIKED = "new", "liked"


class Post(NamedTuple):
    """One post as everybody's page knows it; `aid` is for teachers' eyes where the topic is anonymous."""

    id: str
    aid: str
    at: datetime
    text: str
    to: str | None
    group: str
    likes: int
    by_teacher: bool
    pinned: bool
    deleted: Any
    replies: tuple = ()

    @property
    def shown_replies(self):
        return [reply for reply in self.replies if not reply.deleted]

    @property
    def shown(self):
        """Whether students see it: one that was deleted leaves a place where others have answered."""
        return not self.deleted or bool(self.shown_replies)


def said_and_liked(record):
    """What a board reads of one record."""
    return tuple(record.data.get("posts", ())), tuple(record.data.get("likes", ()))


def gather(activity, group=None):
    """The threads, or those of one group's board. Records are read anew where they changed; only the posts of the board are put together."""
    key, store = activity.store.get("key", ""), activity.store
    deleted, pinned, liked = store.get("deleted", {}), set(store.get("pinned", ())), set(store.get("liked", ()))
    said: list = []
    given: Counter = Counter()
    for aid, (posts, likes) in activity.records.read_by(said_and_liked).items():
        said += [(seal(key, post["n"], aid), aid, post) for post in posts if group is None or post["group"] == group]
        given.update(likes)
    posts = [Post(token, aid, post["at"], post["text"], post["to"], post["group"], given[token], token in liked, token in pinned, deleted.get(token))
             for token, aid, post in said]
    return threaded(posts)


def threaded(posts):
    """The first posts, newest first, each with its replies in the order of time."""
    answers: dict[str, list] = {}
    for post in sorted(posts, key=lambda post: post.at):
        if post.to:
            answers.setdefault(post.to, []).append(post)
    first = [post._replace(replies=tuple(answers.get(post.id, ()))) for post in posts if not post.to]
    return sorted(first, key=lambda post: post.at, reverse=True)


def in_order(threads, way=NEW):
    """Pinned ones first, then the newest or the most liked."""
    if way == LIKED:
        threads = sorted(threads, key=lambda post: post.likes + post.by_teacher, reverse=True)
    return sorted(threads, key=lambda post: not post.pinned)


def each(threads):
    """Every post and reply."""
    for post in threads:
        yield post
        yield from post.replies


class Figures(NamedTuple):
    """How lively it is; what was deleted is left out."""

    posts: int
    replies: int
    people: int
    likes: int


def figures(threads):
    shown = [post for post in each(threads) if not post.deleted]
    return Figures(sum(not post.to for post in shown), sum(bool(post.to) for post in shown), len({post.aid for post in shown}),
                   sum(post.likes for post in shown))
