"""讨论: a topic, what people say about it, and who sees what of it."""

from secrets import token_hex

from mooctang_core.api import Activity, Notice, Refused, gathered, group_of, groups_at, rich, send_notice, translator

from . import rules, schemas, sheets
from .posts import LIKED, NEW, figures, gather, in_order
from .tokens import pseudonym, seal, unseal

_ = translator("mooctang_discussion")
ON_PAGE, ON_CONSOLE, ON_WALL = 15, 4, 6
ONE_LINE = 34
"""Letters of a headline; under a longer one there is room for two rows of posts."""
PIN = "pin-angle"
HEART = "hand-thumbs-up"
GONE = _("这条发言已经不在了。")


class Discussion(Activity):
    kind = "discussion"
    title = _("讨论")
    icon = "chat-left-text"
    weight = 15
    talks = True
    invites = _("去讨论")
    reusable = True
    places = ("session", "plan", "task")
    statuses = {"done": _("已发言")}
    Settings = schemas.Settings
    Answer = schemas.Answer
    # A page that is asked for may be a moment behind in a large class; what is live never is.
    may_be_old = False
    sought = ""

    def on_publish(self, now):
        """The key of its post ids stays for good: likes and replies name them."""
        if "key" not in self.store:
            self.store["key"] = token_hex(16)

    # -- a student says or likes something --
    def submit(self, person_id, answer, now):
        if answer["like"]:
            return self._like(person_id, answer["like"])
        return self._say(person_id, rules.tidy_text(answer["text"]), answer["reply"], now)

    def _say(self, person_id, text, reply, now):
        """A post in the author's own record. A reply to a reply stands under the same first post."""
        mine = self.record_of(person_id)
        posts, group = mine.data.get("posts", ()), self.group_of(person_id)
        to = self._first_of(reply, group) if reply else None
        if rules.said_already(posts, text, to, now):
            return mine
        rules.check_pace(posts, text, now)
        post = {"n": len(posts) + 1, "at": now, "text": text, "to": to, "group": group}
        if reply:
            self._tell_author(reply, person_id, now)
        return self.save(person_id, "done", at=mine.at or now, posts=[*map(dict, posts), post])

    def _tell_author(self, token, person_id, now):
        """Whoever wrote the post hears that there is a reply: once in ten minutes, and not from whom, for names may be hidden."""
        author = unseal(self.store.get("key", ""), token)[1]
        if author != person_id and self.host is not None:
            key = f"discussion {self.path} {int(now.timestamp()) // 600}"
            send_notice(self.school, self.host, Notice(_("讨论“${name}”里有人回复了你", name=self.name), "", f"{self.path}/", (author,), "reply", key), now)

    def _first_of(self, token, group):
        """The first post of the thread that this one belongs to, where this person can see it and nobody deleted it."""
        post = self.look_up(token)
        if post is None or (self.settings["by_group"] and post["group"] != group):
            raise Refused(GONE)
        deleted = self.store.get("deleted", {})
        if token in deleted or post["to"] in deleted:
            raise Refused(_("这条发言已被老师删除，不能回复。"))
        return post["to"] or token

    def _like(self, person_id, token):
        """Once is a like, twice is none, in the liker's own record."""
        post = self.look_up(token)
        if post is None or token in self.store.get("deleted", {}) or (self.settings["by_group"] and post["group"] != self.group_of(person_id)):
            raise Refused(GONE)
        if self.is_by(token, person_id):
            raise Refused(_("不能给自己的发言点赞。"))
        likes = list(self.record_of(person_id).data.get("likes", ()))
        if token in likes:
            likes.remove(token)
        elif len(likes) >= rules.LIKES_MOST:
            raise Refused(_("你在这个讨论里已经点了 ${n} 个赞。", n=rules.LIKES_MOST))
        else:
            likes.append(token)
        return self.save(person_id, likes=likes)

    def look_up(self, token):
        """The post behind an id, from its author's record; None for one that never was."""
        found = unseal(self.store.get("key", ""), token)
        if found is None:
            return None
        return next((post for post in self.record_of(found[1]).data.get("posts", ()) if post["n"] == found[0]), None)

    def is_by(self, token, person_id):
        """Whether a post is this person's own."""
        found = unseal(self.store.get("key", ""), token)
        return found is not None and found[1] == person_id

    # -- groups --
    def groups(self):
        """{group id: name} of the boards, where there is one for each group: those of now, after the close those of then."""
        return {group.id: group.name for group in self._groups()}

    def group_of(self, person_id):
        """The board of this person: the id of their group; "" without one, and where there is one board for all."""
        group = self.own_group(person_id)
        return group.id if group is not None else ""

    def own_group(self, person_id):
        return group_of(self, person_id) if self.settings["by_group"] else None

    def _groups(self):
        return (groups_at(self.classroom, self.school, self.host, self.closed) or ()) if self.settings["by_group"] else ()

    # -- the teacher --
    def mark(self, word, token, on):
        """A teacher's like or pin on a post, or away again."""
        if self.look_up(token) is None:
            raise Refused(GONE)
        others = [one for one in self.store.get(word, ()) if one != token]
        self.store[word] = [*others, token] if on else others
        self.bump()

    def delete(self, token, by, now):
        """Take a post from the board. It stays in the records, with who did it and when."""
        if self.look_up(token) is None:
            raise Refused(GONE)
        self.store["deleted"] = {**self.store.get("deleted", {}), token: {"by": by, "at": now}}
        self.bump()

    def restore(self, token):
        self.store["deleted"] = {one: kept for one, kept in self.store.get("deleted", {}).items() if one != token}
        self.bump()

    def acts(self, post):
        """(word, label, icon) of what a teacher may do to a post."""
        if post.deleted:
            return [("restore", _("恢复"), "arrow-clockwise")]
        like = ("unlike", _("取消赞"), HEART) if post.by_teacher else ("like", _("赞"), HEART)
        pin = [] if post.to else [("unpin", _("取消置顶"), PIN)] if post.pinned else [("pin", _("置顶"), PIN)]
        return [like, *pin, ("delete", _("删除"), "trash")]

    # -- faces --
    def threads(self, group=None):
        """All threads, or those of one group's board."""
        word = "threads" if group is None else f"threads {group}"
        return gathered(self, word, lambda: gather(self, group), fresh=not self.may_be_old)

    def author(self, post):
        """Who wrote it, as classmates and the wall may know."""
        if self.settings["anonymous"] == schemas.HIDDEN:
            return _("匿名同学")
        if self.settings["anonymous"] == schemas.NAMED:
            return _("同学 ${code}", code=pseudonym(self.store["key"], post.aid))
        return self.person(post.aid).name

    def student(self, person_id):
        """What is this person's own: which posts are theirs, which they like. The board is drawn once for all."""
        mine, key = self.record_of(person_id).data, self.store.get("key", "")
        own = [seal(key, post["n"], person_id) for post in mine.get("posts", ())]
        lost = sum(token in self.store.get("deleted", {}) for token in own)
        return {"own": own, "liked": mine.get("likes", ()), "lost": lost}

    def board(self, way=NEW, group="", number="1"):
        """One page of the board as students see it; "thread": one post with all its replies (its id stands for the group)."""
        if way == "thread":
            found = [post for post in self.threads() if post.id == group and post.shown]
            return {"shown": found, "more": 0, "way": way, "figures": figures(found), "whole": True, "number": 1}
        threads = [post for post in in_order(self.threads(group if self.settings["by_group"] else None), way) if post.shown]
        start = (int(number) - 1) * ON_PAGE
        return {"shown": threads[start:start + ON_PAGE], "more": max(0, len(threads) - start - ON_PAGE), "way": way, "figures": figures(threads),
                "whole": False, "number": int(number)}

    def teacher(self, way=NEW, group="", number=""):
        """With names and buttons: some on the console, a page of them on the board's own page (`number`)."""
        threads, names, find = self.threads(group or None), self.groups(), self.sought
        kept = [post for post in in_order(threads, way) if not find or any(self._found(one, find) for one in (post, *post.replies))]
        size, start = (ON_PAGE, (int(number) - 1) * ON_PAGE) if number else (ON_CONSOLE, 0)
        return {"shown": kept[start:start + size], "total": len(kept), "figures": figures(threads), "of": len(self.people()), "way": way,
                "group": group, "groups": names, "paged": bool(number), "number": number, "size": size}

    def _found(self, post, find):
        person = self.person(post.aid)
        return any(find in text.casefold() for text in (post.text, person.name, person.number))

    def projection(self):
        newest = [post for post in self.threads() if not post.deleted]
        threads, topic = in_order(newest, LIKED), self.headline()
        most = ON_WALL if len(topic or self.name) <= ONE_LINE else ON_WALL - 2
        top = [post for post in threads if post.pinned or post.likes or post.by_teacher][:most - 2]
        shown = list({post.id: post for post in (*top, *newest[:most])}.values())[:most]
        return {"shown": shown, "figures": figures(threads), "groups": self.groups(), "author": self.author, "topic": topic}

    def headline(self):
        """The first paragraph of the topic, for the wall."""
        first = self.settings["topic"].strip().split("\n\n")[0].lstrip("# ")
        return rich(first, inline=True) if first and len(first) <= 200 else first[:190] + "…" if first else ""

    def summary(self):
        found = figures(self.threads())
        return _("${people} 人说了 ${n} 条", people=found.people, n=found.posts + found.replies)

    # -- two accounts of one person --
    def aliases(self, old_id, new_id):
        """The ids of their posts hold the author: likes, replies and what a teacher marked follow."""
        key, before = self.store.get("key", ""), self._said(new_id)
        return {seal(key, post["n"], old_id): seal(key, before + post["n"], new_id) for post in self.record_of(old_id).data.get("posts", ())}

    def _said(self, person_id):
        return max((post["n"] for post in self.record_of(person_id).data.get("posts", ())), default=0)

    def merge(self, old, new):
        """The posts of both, numbered on; what both liked is liked once."""
        posts = [dict(post) for post in new.data.get("posts", ())]
        start = max((post["n"] for post in posts), default=0)
        posts += [{**post, "n": start + post["n"]} for post in old.data.get("posts", ())]
        likes = dict.fromkeys((*new.data.get("likes", ()), *old.data.get("likes", ())))
        more = {**({"posts": posts} if posts else {}), **({"likes": list(likes)} if likes else {})}
        return self.both(new if new.status is not None else old, old, **more)

    # -- numbers --
    def took_part(self, record):
        return bool(record.data.get("posts"))

    def cell(self, record):
        return _("${n} 条", n=len(record.data.get("posts", ())))

    def tables(self):
        return [sheets.posts(self), sheets.participation(self)]
