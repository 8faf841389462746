"""What a teacher does in a roll call: draw, call by list or by group, mark, and look at why it was this person."""

from secrets import token_hex

from mooctang_core.api import (
    TEACH,
    Refused,
    Response,
    back,
    colander,
    draw_face,
    not_found,
    translator,
    view_config,
    view_defaults,
)

from . import log, rules, sheets
from .activity import RollCall

_ = translator("mooctang_rollcall")


class Mark(colander.MappingSchema):
    """The teacher's word on one call."""

    n = colander.SchemaNode(colander.Integer(), validator=colander.Range(1, 100_000))
    person = colander.SchemaNode(colander.String(), validator=colander.Length(max=80))
    score = colander.SchemaNode(colander.Integer(), title=_("评分"), missing=None, validator=colander.Range(0, rules.MOST))
    comment = colander.SchemaNode(colander.String(), title=_("评价"), missing=None, validator=colander.Length(max=300))
    away = colander.SchemaNode(colander.Boolean(), missing=False)


def shown(activity, request):
    """The face anew for the page's script, which then need not load the page; else back to where the teacher was."""
    if request.headers.get("HX-Request"):
        return Response(draw_face(request, activity, "teacher"))
    return back(activity, request)


def groups_of(activity, request):
    return request.first("classroom_groups", classroom=activity.classroom) or []


def group_named(activity, request):
    """The group that the form speaks of, or None when it speaks of none."""
    wanted = request.POST.get("group", "")
    found = next((group for group in groups_of(activity, request) if str(group.id) == wanted), None)
    if wanted and found is None:
        raise Refused(_("没有这个小组，可能刚刚改过分组。"))
    return found


def seen_it_all(activity, request):
    """Whether the teacher who taps has the last call before their eyes. A second tap, or a second teacher's, has not."""
    after = request.POST.get("after", "")
    return not after or after == str(len(activity.draws))


@view_defaults(context=RollCall, permission=TEACH, request_method="POST")
class Calling:
    """One tap each."""

    def __init__(self, activity, request):
        self.activity, self.request = activity, request
        self.by, self.now = request.aid, request.now

    @view_config(name="draw")
    def draw(self):
        """One by chance, of all or inside a group."""
        if seen_it_all(self.activity, self.request):
            group = group_named(self.activity, self.request)
            self.activity.draw(token_hex(16), self.by, self.now, self.activity.known_here(self.now), group)
        return shown(self.activity, self.request)

    @view_config(name="next")
    def next(self):
        """The next of those whom another activity handed over."""
        if seen_it_all(self.activity, self.request):
            self.activity.call_next(self.by, self.now)
        return shown(self.activity, self.request)

    @view_config(name="call")
    def call(self):
        """Those who were ticked, or a whole group."""
        group = group_named(self.activity, self.request)
        if group is None:
            self.activity.call(self.request.POST.getall("person"), self.by, self.now)
        else:
            self.activity.call(group.members, self.by, self.now, log.GROUP, group.name)
        return back(self.activity, self.request)

    @view_config(name="round")
    def another(self):
        if self.request.POST.get("after", "") == str(self.activity.round):
            self.activity.another_round()
        return shown(self.activity, self.request)

    @view_config(name="switch")
    def switch(self):
        """Only those present, and the animation: on or off at any time."""
        name = self.request.POST.get("what", "")
        if name not in ("present", "animate"):
            raise Refused(_("没有这个选项。"))
        self.activity.switch(name, self.request.POST.get("be") == "yes")
        return shown(self.activity, self.request)

    @view_config(name="mark")
    def mark(self):
        given = Mark(unknown="ignore").deserialize(dict(self.request.POST))
        self.activity.mark(given["person"], given["n"], self.by, self.now, given["score"], given["comment"], given["away"])
        return shown(self.activity, self.request)


@view_defaults(context=RollCall, permission=TEACH, request_method="GET")
class Looking:
    """Pages beside the results: the list to call from, one call to mark, and why it was this person."""

    def __init__(self, activity, request):
        self.activity, self.request = activity, request

    @view_config(name="choose", renderer="choose.pt")
    def choose(self):
        """Everybody with how often they were called, whether they are here, and how likely they are next."""
        activity, here = self.activity, self.activity.known_here(self.request.now)
        times, pool, past = sheets.times(activity.classroom), activity.pool(here), activity.called_this_round()
        weights = rules.weights({times[aid] for aid in pool}, activity.settings["order"])
        whole = sum(weights[times[aid]] for aid in pool)
        people = [activity.classroom.member(aid) for aid in activity.members()]
        rows = [(person, times[person.aid], here is None or person.aid in here, person.aid in past,
                 weights[times[person.aid]] / whole if person.aid in set(pool) and whole else 0) for person in people]
        return {"activity": activity, "rows": rows, "known": here is not None, "groups": groups_of(activity, self.request)}

    @view_config(name="mark", renderer="mark.pt")
    def mark(self):
        """One call: the score and a few words."""
        draw = self._draw()
        aid = self.request.GET.get("person", "")
        if aid not in draw.picked:
            raise not_found()
        return {"activity": self.activity, "entry": draw, "person": self.activity.person(aid), "call": self.activity.call_of(aid, draw.n),
                "scores": range(rules.MOST + 1), "way": sheets.way_of(draw)}

    @view_config(name="why", renderer="why.pt")
    def why(self):
        """The candidates and weights of one draw, and the draw done again."""
        draw, activity = self._draw(), self.activity
        pool = log.candidates(activity.node, draw)
        whole = sum(weight for *_facts, weight in pool)
        by = self.request.alliance.accounts.get(draw.by)
        return {
            "activity": activity, "entry": draw, "way": sheets.way_of(draw), "people": [activity.person(aid) for aid in draw.picked],
            "by": by.name if by is not None else draw.by, "pool": self._dealt(pool), "whole": whole, "chance": draw.way in log.DRAWN,
            "print": rules.fingerprint(draw.seed), "ticket": rules.ticket(draw.seed, whole) + 1 if whole else None,
            "same": draw.way in log.DRAWN and log.again(activity.node, draw) == draw.picked[0],
        }

    def _dealt(self, pool):
        """[(the last ticket dealt so far, person, how often called before, weight, whether it was them)]"""
        dealt, found = 0, []
        for aid, times, weight in pool:
            dealt += weight
            found.append((dealt, self.activity.person(aid), times, weight))
        return found

    def _draw(self):
        wanted = self.request.GET.get("n", "")
        found = next((draw for draw in self.activity.draws if str(draw.n) == wanted), None)
        if found is None:
            raise not_found()
        return found
