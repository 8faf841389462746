"""How much and how fast one person may post, as pure functions over what they posted so far."""

from datetime import timedelta

from mooctang_core.api import Refused, translator

_ = translator("mooctang_discussion")
TEXT_MOST = 1000
POSTS_MOST, TEXTS_MOST = 100, 30_000
LIKES_MOST = 300
BREATH = timedelta(seconds=2)
MINUTE, IN_A_MINUTE = timedelta(minutes=1), 6


def tidy_text(text):
    """What is kept of a text: no blank ends, no gaps of many lines."""
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").strip().split("\n")]
    return "\n".join(line for at, line in enumerate(lines) if line or lines[at - 1])


def said_already(posts, text, to, now):
    """Whether this very thing was said a moment ago: a second press, not a second thought."""
    return any(post["text"] == text and post["to"] == to and now - post["at"] < MINUTE for post in posts[-3:])


def check_pace(posts, text, now):
    """Refuse what is too much or too fast."""
    if not text:
        raise Refused(_("先写点什么再发。"))
    if len(posts) >= POSTS_MOST or sum(len(post["text"]) for post in posts) + len(text) > TEXTS_MOST:
        raise Refused(_("你在这个讨论里已经发得够多了，让其他同学也说说。"))
    if posts and now - posts[-1]["at"] < BREATH:
        raise Refused(_("发得太快了，请等几秒再发。内容还在。"))
    if sum(now - post["at"] < MINUTE for post in posts) >= IN_A_MINUTE:
        raise Refused(_("一分钟里已经发了 ${n} 条，请稍等再发。内容还在。", n=IN_A_MINUTE))
