"""点名: one activity is the calling of one class; everybody who is called has an entry in their record."""

from mooctang_core.api import Activity, Lines, Refused, changed, colander, present_now, translator

from . import log, rules, sheets
from .log import Draw

_ = translator("mooctang_rollcall")
CALLED, ANSWERED, AWAY = "called", "answered", "away"
ORDERS = {rules.FAIR: _("本学期点得少的优先"), rules.EVEN: _("每个人机会相同")}
REEL = 9


class Settings(colander.MappingSchema):
    """How the calling is done."""

    present = colander.SchemaNode(
        colander.Boolean(), title=_("只点已签到的同学"), missing=True, default=True, description=_("这次课没有签到时，从全体成员里点。"))
    order = colander.SchemaNode(
        colander.String(), title=_("随机的方式"), missing=rules.FAIR, default=rules.FAIR, validator=colander.OneOf(rules.ORDERS), labels=ORDERS)
    animate = colander.SchemaNode(
        colander.Boolean(), title=_("大屏幕上的抽取动画"), missing=True, default=True, description=_("约两秒。上课时也可以随时关掉。"))


class RollCall(Activity):
    kind = "rollcall"
    title = _("点名")
    icon = "person-raised-hand"
    weight = 10
    invites = _("查看")
    lines = Lines(done=_("点到"))
    takes_people = _("抽查点名")
    statuses = {CALLED: _("点到"), ANSWERED: _("已回答"), AWAY: _("不在")}
    ways = sheets.WAYS

    Settings = Settings

    # -- who could be called --
    @property
    def draws(self):
        """Every call so far, oldest first."""
        return log.draws(self.node)

    @property
    def round(self):
        return self.store.get("round", 1)

    @property
    def queue(self):
        """Those whom another activity handed over and who were not called yet."""
        return tuple(aid for aid in self.store.get("queue", ()) if self._is_member(aid))

    @property
    def only_present(self):
        return self.store.get("present", self.settings["present"])

    @property
    def animate(self):
        return self.store.get("animate", self.settings["animate"])

    def _is_member(self, aid):
        member = self.classroom.member(aid)
        return member is not None and member.active

    def members(self):
        """The account ids of the members of today, in the order of their numbers."""
        return [member.aid for member in sorted(self.classroom.present(), key=lambda member: (member.number, member.name))]

    def called_this_round(self):
        return {aid for draw in self.draws if draw.round == self.round for aid in draw.picked}

    def pool(self, here=None, among=None):
        """Who may be drawn now: members, of those present and of the group where one is given, who were not called this round."""
        past, wanted = self.called_this_round(), None if among is None else set(among)
        people = [aid for aid in self.members() if aid not in past and (wanted is None or aid in wanted)]
        return [aid for aid in people if here is None or aid in here] if self.only_present else people

    # -- calling --
    def draw(self, seed, by, now, here=None, group=None):
        """Call one more by chance; `here` are the account ids known to be present, or None."""
        pool = self.pool(here, None if group is None else group.members)
        if not pool:
            raise Refused(self._why_nobody(here, group))
        places = log.enlist(self.node, self.members())
        tiers = rules.tiers_of([(places[aid], aid) for aid in pool], sheets.times(self.classroom))
        draw = Draw(
            len(self.draws) + 1, now, by, log.RANDOM if group is None else log.INSIDE, (), self.round, seed, self.settings["order"],
            self.only_present and here is not None, "" if group is None else group.name,
            tuple((times, rules.as_mask(found)) for times, found in tiers.items()))
        return self._call(draw._replace(picked=(log.again(self.node, draw),)))

    def _why_nobody(self, here, group):
        if group is not None:
            return _("这一组这一轮都点过了，或者没有人在场。")
        if self.only_present and here is not None and not here:
            return _("还没有人签到，所以没有人可以点。可以关掉“只点已签到的同学”，从全体成员里点。")
        return _("这一轮每个人都点过了。可以再来一轮。") if self.members() else _("这个课堂里还没有学生。")

    def call(self, people, by, now, way=log.LIST, group=""):
        """Call people whom a teacher chose: by the list, a whole group, or those that were handed over."""
        people = tuple(aid for aid in self.members() if aid in set(people))
        if not people:
            raise Refused(_("没有选中任何人。"))
        log.enlist(self.node, people)
        return self._call(Draw(len(self.draws) + 1, now, by, way, people, self.round, group=group))

    def call_next(self, by, now):
        """Call the first of those who were handed over."""
        if not self.queue:
            raise Refused(_("要抽查的人都点过了。"))
        return self.call(self.queue[:1], by, now, log.SPOT)

    def _call(self, draw):
        if not self.open:
            raise Refused(_("点名已经结束。要继续点，请重新开放或再发起一次。"))
        log.add(self.node, draw)
        chances = sum(1 for *_facts, weight in log.candidates(self.node, draw) if weight)
        for aid in draw.picked:
            entry = {"n": draw.n, "at": draw.at, "way": draw.way, "chances": chances, "score": None, "comment": "", "away": False, "heard": None}
            self.save(aid, CALLED, at=draw.at, by=draw.by, calls=[*self._calls(aid), entry])
        if set(draw.picked) & set(self.store.get("queue", ())):
            self.store["queue"] = tuple(aid for aid in self.store["queue"] if aid not in draw.picked)
        return draw

    def another_round(self):
        """Everybody may be called again."""
        self.store["round"] = self.round + 1
        self._tell()

    def switch(self, name, on):
        """Turn an option of the class on or off while it runs."""
        self.store[name] = on
        self._tell()

    def take_people(self, person_ids, giver, by, now):
        """A spot check: those handed over wait here to be called, one after the other."""
        self.store["queue"] = tuple(dict.fromkeys((*self.store.get("queue", ()), *person_ids)))
        self._tell()

    def _tell(self):
        # The teachers' pages and the walls; two thousand phones have nothing to draw anew.
        changed(self.school, self.path, "record")

    # -- what came of it --
    def _calls(self, aid):
        return [dict(call) for call in self.record_of(aid).data.get("calls", ())]

    def call_of(self, aid, n):
        """What is known of one person's call; empty where it was taken over from elsewhere."""
        return next((call for call in self.record_of(aid).data.get("calls", ()) if call["n"] == n), {})

    def mark(self, aid, n, by, now, score=None, comment=None, away=False):
        """The teacher's word on one call, now or weeks later. None leaves a score or comment as it is."""
        calls = self._calls(aid)
        found = next((call for call in calls if call["n"] == n), None)
        if found is None:
            raise Refused(_("没有这次点名。"))
        found["away"] = away
        found["score"] = None if away else found["score"] if score is None else score
        found["comment"] = found["comment"] if comment is None else comment
        status = AWAY if calls[-1]["away"] else ANSWERED if calls[-1]["score"] is not None or calls[-1]["comment"] else CALLED
        record = self.save(aid, status, by=by, why=found["comment"], calls=calls)
        record.score = rules.mean(call["score"] for call in calls)
        if self.host is not None:
            self.host.tell(self.school, "record_saved", activity=self, record=record, school=self.school, now=now)
        return record

    def submit(self, person_id, answer, now):
        """到! Only who was called can say it, and once is enough."""
        calls = self._calls(person_id)
        if not calls:
            raise Refused(_("老师还没有点到你。"))
        record = self.records.writable(person_id)
        if calls[-1]["heard"] is None:
            calls[-1]["heard"] = now
            record.data = {**record.data, "calls": calls}
            changed(self.school, self.path, "record", (person_id,))
        return record

    # -- faces --
    def student(self, person_id):
        calls = self.record_of(person_id).data.get("calls", ())
        last = calls[-1] if calls else None
        waiting = self.open and last is not None and not (last["heard"] or last["away"] or last["score"] is not None)
        return {"calls": list(reversed(calls)), "last": last, "waiting": waiting}

    def teacher(self):
        """The one in hand, the last few, and how far the round is."""
        draws = self.draws
        return {
            "last": draws[-1] if draws else None, "now": self._marked(draws[-1:]), "before": self._marked(reversed(draws[-9:-1])),
            "after": len(draws), "past": len(self.called_this_round()), "waiting": [self.person(aid) for aid in self.queue],
            "scores": range(rules.MOST + 1), "left": self._left, "drawn": log.DRAWN,
        }

    def _marked(self, draws):
        """[(draw, person, their call)]"""
        return [(draw, self.person(aid), self.call_of(aid, draw.n)) for draw in draws for aid in draw.picked]

    def _left(self, now):
        """How many can still be drawn this round at this moment."""
        return len(self.pool(self.known_here(now)))

    def known_here(self, now):
        """The account ids known to be present, or None; asked of whichever plugin knows."""
        return present_now(self.classroom, self.school, self.host, now) if self.host is not None else None

    def projection(self):
        """The name, and those it passes on the way to it."""
        last = self.draws[-1] if self.draws else None
        people = [self.person(aid) for aid in last.picked] if last is not None else []
        return {"last": last, "people": people, "reel": self._reel(last), "number": len(self.draws)}

    def _reel(self, draw):
        if draw is None or draw.way not in log.DRAWN or not self.animate:
            return []
        pool = [aid for aid, _times, weight in log.candidates(self.node, draw) if weight and aid not in draw.picked]
        start = rules.ticket(draw.seed + "reel", max(1, len(pool)))
        return [self.person(pool[(start + step) % len(pool)]) for step in range(REEL)] if pool else []

    def summary(self):
        return _("点了 ${n} 人次", n=sum(len(draw.picked) for draw in self.draws))

    def nudge(self, record):
        calls = record.data.get("calls", ())
        if calls and not (calls[-1]["heard"] or calls[-1]["away"] or calls[-1]["score"] is not None):
            return _("老师点到你了")
        return None

    # -- numbers --
    def asked(self, record):
        return record.status is not None

    def took_part(self, record):
        return record.status in (CALLED, ANSWERED)

    def marks(self, record):
        """Points of points, over the calls that were scored."""
        scores = [call["score"] for call in record.data.get("calls", ()) if call["score"] is not None]
        return (sum(scores), rules.MOST * len(scores)) if scores else None

    def tables(self):
        return [sheets.calls(self), sheets.draws(self)]

    def merge(self, old, new):
        """Whoever was called under either account was called."""
        keep, other = sorted((new, old), key=lambda record: len(record.data.get("calls", ())), reverse=True)
        known = {call["n"] for call in keep.data.get("calls", ())}
        more = [dict(call) for call in other.data.get("calls", ()) if call["n"] not in known]
        if not more:
            return keep
        made = self.both(keep, other, calls=sorted([*map(dict, keep.data["calls"]), *more], key=lambda call: call["n"]))
        made.score = rules.mean(call["score"] for call in made.data["calls"])
        return made
