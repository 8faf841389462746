"""Unsent answers: kept as they are given, and submitted by the server when somebody's time is over. They lie in scratch, never in the database."""

from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from webob.multidict import MultiDict

from ..activity import MissingActivity
from ..identity.secret import sign, signed
from ..model.activities import ActivityNode
from ..model.base import find
from ..timed import GRACE

SPACE, PLACES, LATE = "draft", "drafted", "late"
KEPT = 200 * 86_400             # seconds; homework may be written over weeks
NOTED = 10                      # seconds after which an activity is noted again as one with drafts
MOST = 64 * 1024                # characters of one draft
FIELDS_MOST = 2000
REST = timedelta(minutes=1)


class Draft(NamedTuple):
    """What one person has filled in and not submitted."""

    aid: str
    at: Any
    fields: list
    kept: Any
    """The very value as it lies in scratch."""

    def given(self):
        """The form fields as they would have been posted."""
        return MultiDict((name, text) for name, text in self.fields)


class Drafts:
    """The drafts of this installation: by school, activity and person."""

    def __init__(self, scratch):
        self.scratch = scratch
        self._noted = {}

    def keep(self, school, path, aid, pairs, now):
        """Keep what somebody filled in; the newest stands."""
        self._note(school, path)
        self._put(SPACE, school, path, aid, pairs, now)

    def _put(self, space, school, path, aid, pairs, now):
        fields = [[name, text.replace("\0", "")] for name, text in pairs]
        self.scratch.put(space, _key(school, path, aid), {"at": now.timestamp(), "fields": fields}, ttl=KEPT)

    def _note(self, school, path):
        # After a restart the job must find what is left to collect; a note now and then is enough for that.
        now, key = self.scratch.clock(), f"{school}{path}"
        if now - self._noted.get(key, 0) > NOTED:
            self.scratch.put(PLACES, key, [school, path], ttl=KEPT)
            self._noted[key] = now

    def get(self, school, path, aid):
        kept = self.scratch.get(SPACE, _key(school, path, aid))
        return _draft(aid, kept) if kept else None

    def under(self, school, path):
        """Everybody's drafts of one activity."""
        prefix = _key(school, path, "")
        return [_draft(key.removeprefix(prefix), kept) for key, kept in self.scratch.items(SPACE, prefix)]

    def drop(self, school, path, draft):
        """Forget a draft that was submitted, unless a newer one has come."""
        self.scratch.drop(SPACE, _key(school, path, draft.aid), draft.kept)

    # -- what came too late is the teacher's to decide --
    def keep_late(self, school, path, aid, pairs, now):
        if self.late_of(school, path, aid) is None:  # the first: a second one may have been written with the results in hand
            self._put(LATE, school, path, aid, pairs, now)

    def late(self, school, path):
        """What came too late, of everybody."""
        prefix = _key(school, path, "")
        return [_draft(key.removeprefix(prefix), kept) for key, kept in self.scratch.items(LATE, prefix)]

    def late_of(self, school, path, aid):
        kept = self.scratch.get(LATE, _key(school, path, aid))
        return _draft(aid, kept) if kept else None

    def drop_late(self, school, path, aid):
        self.scratch.delete(LATE, _key(school, path, aid))

    def places(self):
        """[(school, path)] of the activities that may have drafts."""
        return [tuple(place) for _key, place in self.scratch.items(PLACES)]

    def done_with(self, school, path):
        self.scratch.delete(PLACES, f"{school}{path}")


def fits(pairs):
    """Whether this is as much as anybody fills in."""
    return len(pairs) <= FIELDS_MOST and sum(len(name) + len(text) for name, text in pairs) <= MOST


def _key(school, path, aid):
    return f"{school}{path}\n{aid}"


def _draft(aid, kept):
    return Draft(aid, datetime.fromtimestamp(kept["at"], UTC), kept["fields"], kept)


# Begun in time -------------------------------------------------------------------------------------------------------

def mark_of(activity, aid, now):
    """A word that says when this person was given the form. It is good for this round only."""
    moment = str(int(now.timestamp()))
    return f"{moment}-{_signature(activity, aid, moment)}"


def begun(activity, aid, word):
    """The moment that such a word speaks of; None if it is not ours."""
    moment, _, signature = str(word or "").partition("-")
    if not (activity.secret and moment.isascii() and moment.isdigit() and len(moment) < 12):
        return None
    good = signed(activity.secret.encode(), signature, "begun", activity.path, aid, moment)
    return datetime.fromtimestamp(int(moment), UTC) if good else None


def _signature(activity, aid, moment):
    return sign(activity.secret.encode(), "begun", activity.path, aid, moment)


# What is due ---------------------------------------------------------------------------------------------------------

class Due(NamedTuple):
    """What the server is to submit of one activity now, what was submitted already; `over` when nothing will come any more."""

    drafts: list
    submitted: list
    over: bool


def due(school, path, host, now):
    """The drafts of everybody whose time is over."""
    node = find(school, path)
    activity = host.live(node, school) if isinstance(node, ActivityNode) else None
    if isinstance(activity, MissingActivity):
        return Due([], [], False)  # its plugin is off: what was filled in waits until it is back
    if activity is None or not activity.drafts:
        return Due([], [], True)
    if not activity.anybody_over(now):
        return Due([], [], False)
    drafts = [draft for draft in host.drafts.under(school.slug, path) if activity.over_for(draft.aid, now)]
    wanted = {draft.aid: _wanted(activity, draft) for draft in drafts}
    return Due([draft for draft in drafts if wanted[draft.aid]], [draft for draft in drafts if not wanted[draft.aid]],
               not drafts and node.closed is not None and now > node.closed + GRACE + REST)


def _wanted(activity, draft):
    record = activity.record_of(draft.aid)
    return still_wanted(record, activity.took_part(record), draft.at)


def still_wanted(record, took_part, at):
    """Whether the server may submit a draft: nobody has, or it did itself and this one is newer."""
    return not took_part or (record.server and record.at is not None and at > record.at)
