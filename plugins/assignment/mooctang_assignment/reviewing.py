"""学生互评: the half of a piece of homework that knows who reviews whom. Works and reviewers stay without a name for one another."""

from datetime import timedelta

from mooctang_core.api import Refused, translator

from . import peers

_ = translator("mooctang_assignment")
COMMENT_MOST = 5000


class Reviewing:
    """What each reviews stands in their own record, so that nobody looks at two thousand."""

    # -- the moment --
    def on_close(self, now):
        """Works are handed round as soon as no more can come."""
        if self.settings["peers"] and not self.store.get("review_due"):
            self.hand_round(now)

    def hand_round(self, now):
        """Allocate, or add those who came later to what is allocated already. Returns how many works are new."""
        number, handed = self.settings["peers"], [record.person_id for _person, record in self.handed_in()]
        if not number:
            raise Refused(_("这个作业没有互评。"))
        before = self.allocation()
        seed = f"{self.path}:{self.node.round}"
        late = [aid for aid in handed if aid not in before]
        reviews = peers.add_late(before, late, number, seed) if before else peers.allocate(handed, number, seed)
        by_author = peers.reviewers(reviews)
        for aid, works in reviews.items():
            self.save(aid, to_review=list(works), reviewers=list(by_author.get(aid, ())))
        self.store["review_due"] = max(self.store.get("review_due") or now, now + timedelta(days=self.settings["days"]))
        self.bump()
        return len(late) if before else len(reviews)

    def allocation(self):
        """{reviewer: authors}, as it stands in the records."""
        return {record.person_id: record.data["to_review"] for _person, record in self.handed_in() if "to_review" in record.data}

    def reviewed(self, person_id):
        """Whether this person's work is being reviewed, so that it must stay as it is."""
        return bool(self.record_of(person_id).data.get("reviewers"))

    # -- one reviewer --
    def to_review(self, person_id):
        return self.record_of(person_id).data.get("to_review", ())

    def may_review(self, now):
        due = self.store.get("review_due")
        return due is not None and now <= due and self.released is None

    def review(self, reviewer, number, marks, comment, now):
        """What one thinks of a work; it may be changed until the reviews are over. Writes the reviewer's own record."""
        works, criteria = self.to_review(reviewer), self.criteria()
        if not 1 <= number <= len(works):
            raise Refused(_("没有这份作品。"))
        if not self.may_review(now):
            raise Refused(_("互评已经结束了。"))
        if len(marks) != len(criteria) or any(not 0 <= mark <= points for mark, (_name, points) in zip(marks, criteria, strict=False)):
            raise Refused(_("每一项都要打分，不能超过它的满分。"))
        if len(comment) > COMMENT_MOST:
            raise Refused(_("评语太长了，最多 ${n} 个字。", n=COMMENT_MOST))
        given = {author: dict(said) for author, said in self.record_of(reviewer).data.get("given", {}).items()}
        given[works[number - 1]] = {"marks": list(marks), "comment": comment.strip(), "at": now}
        return self.save(reviewer, given=given)

    def criteria(self):
        """[(what is looked at, points)]; without a rubric the whole is one."""
        rubric = [(each["name"], each["points"]) for each in self.settings["rubric"]]
        return rubric or [(_("总分"), self.settings["full"])]

    def points(self):
        return sum(points for _name, points in self.criteria())

    def review_state(self, person_id):
        """[(number, whether it is done)] of what this person reviews."""
        mine = self.record_of(person_id).data
        return [(number, author in mine.get("given", {})) for number, author in enumerate(mine.get("to_review", ()), 1)]

    # -- one author --
    def reviews_about(self, record):
        """What was said about this person's work: each without a name. Looks at its few reviewers only."""
        told = [self.record_of(aid).data.get("given", {}).get(record.person_id) for aid in record.data.get("reviewers", ())]
        return [{"total": peers.total(one["marks"]), "marks": [(*criterion, mark) for criterion, mark in zip(self.criteria(), one["marks"], strict=False)], "comment": one["comment"]} for one in told if one]

    def peer_score(self, record):
        """What the peers agree on, out of the full score; None without a review."""
        return peers.aggregated([one["total"] for one in self.reviews_about(record)], self.points(), self.settings["full"]) if self.settings["peers"] else None

    # -- the teacher --
    def peer_facts(self, handed):
        """How far the reviews have come; None where there are none."""
        if not self.settings["peers"]:
            return None
        wanted = sum(len(record.data.get("to_review", ())) for _person, record in handed)
        done = sum(len(record.data.get("given", {})) for _person, record in handed)
        waiting = sum(1 for _person, record in handed if "to_review" not in record.data)
        return {"wanted": wanted, "done": done, "waiting": waiting, "due": self.store.get("review_due")}
