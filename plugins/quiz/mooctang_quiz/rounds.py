"""Two rounds (peer instruction): answer, discuss, answer again. The half of a quiz that knows in which of them it is."""

from datetime import UTC, datetime, timedelta

from mooctang_core.api import Activity, Refused, translator

_ = translator("mooctang_quiz")
FIRST, DISCUSS, SECOND = 1, 1.5, 2
PATIENCE = timedelta(seconds=30)
"""How long the second round waits for what is being collected: one sheet that cannot be read must not hold up a hall."""
NEVER = datetime.max.replace(tzinfo=UTC)


class TwoRounds(Activity):
    """The stage stands in the store, so that everybody's page hears of it."""

    @property
    def stage(self):
        return self.store.get("stage", FIRST) if self.settings["two_rounds"] else FIRST

    @property
    def began(self):
        """The second round has a time of its own."""
        return self.store.get("second_at") or self.opened

    def begin_rounds(self):
        for word in ("stage", "stopped", "second_at", "wall"):
            self.store.pop(word)

    def ends_for(self, person_id):
        """While people discuss, nothing counts."""
        ends = [moment for moment in (super().ends_for(person_id), self.store.get("stopped")) if moment is not None]
        return min(ends, default=None)

    def over_for(self, person_id, now):
        """Also for whoever has more time: where right answers are published, none is taken any more."""
        return self.stage == DISCUSS or self.released is not None or super().over_for(person_id, now)

    def takes_late(self, person_id, now):
        """Not from whoever may read what is right by now: that is the teacher's to decide."""
        return not self.results_open(self.record_of(person_id)) and super().takes_late(person_id, now)

    def anybody_over(self, now):
        return super().anybody_over(now) or self.stage == DISCUSS

    @property
    def last_deadline(self):
        """The time of the first round ends that round; the class goes on."""
        waits = self.settings["two_rounds"] and self.stage != SECOND and self.node.due is None
        return NEVER if waits else super().last_deadline

    def discuss(self, now):
        """End the first round."""
        self._need(FIRST)
        self.store["stage"], self.store["stopped"] = DISCUSS, now
        self.bump()

    def second(self, now):
        """Begin the second round."""
        self._need(DISCUSS)
        if now < self.store["stopped"] + PATIENCE and self.host.drafts.under(self.school.slug, self.path):
            raise Refused(_("第一次的回答正在收取，请一两秒后再点。"))
        self.store["stage"], self.store["second_at"] = SECOND, now
        self.store.pop("stopped")
        self.set_time(now)
        self.bump()

    def _need(self, stage):
        if not (self.open and self.settings["two_rounds"] and self.stage == stage):
            raise Refused(_("这一步已经过去了，请刷新页面看看现在到哪一步。"))
