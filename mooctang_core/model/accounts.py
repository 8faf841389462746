"""People as they log in: one account a person on the whole alliance."""

from persistent.mapping import PersistentMapping

from .base import Resource


class Account(Resource):
    """Login methods, credential, profile and devices. Everything in it is this person's own object."""

    dormant = False
    """Made by an import for a number, and nobody has come in with it yet."""

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

    def number_at(self, slug):
        """The number this person is certified with at a school, or None."""
        return self.certifications.get(slug)
