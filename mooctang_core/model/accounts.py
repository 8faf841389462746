"""People as they log in: one account a person on the whole alliance."""

from persistent.mapping import PersistentMapping

from .base import Resource


class Account(Resource):
    """Login methods, credential, profile and devices. Everything in it is this person's own object."""

    dormant = False
    """Made by an import for a number, and nobody has come in with it yet."""
    wishes: dict = {}
    """What reaches this person where, and when not: see model.wishes."""

    # What a person set for themselves; None or "" as long as they did not.
    timezone = None
    reminders = ""
    """The e-mail address for reminders, when it is not the one they log in with."""
    picture = None
    """A model.pictures.Picture."""
    second = None
    """The second factor as plain data, see identity.totp."""
    leaving = None
    """Since when the account is to be deleted; for thirty days it can be had back."""

    home = None
    """The school that made this account and may give it a new password; None for one that somebody made for themselves."""

    def __init__(self, aid, name, locale=None):
        self.aid = aid
        self.name = name
        self.locale = locale
        self.mode = "auto"
        self.contrast = False
        self.credential = None
        self.must_change = False
        self.epoch = 0
        self.disabled = False
        self.verified_teacher = False
        self.methods = ()
        self.devices = PersistentMapping()
        self.certifications = PersistentMapping()
        self.seen_keys = ()

    def reached_by(self):
        """The login methods as channels look for an address in them: the e-mail address for reminders first."""
        return ((f"email:{self.reminders}",) if self.reminders else ()) + self.methods

    def number_at(self, slug):
        """The number this person is certified with at a school, or None."""
        return self.certifications.get(slug)
