"""People as they log in: one account a person on the whole alliance."""

from collections.abc import MutableMapping

from persistent.mapping import PersistentMapping

from .base import Resource


class Devices(MutableMapping):
    """Where a person is signed in, by device id. It lies in the account itself: whoever is recognised costs one object."""

    __slots__ = ("_account",)

    def __init__(self, account):
        self._account = account

    def __getitem__(self, device):
        return self._account.signed_in[device]

    def __iter__(self):
        return iter(self._account.signed_in)

    def __len__(self):
        return len(self._account.signed_in)

    def __setitem__(self, device, known):
        self._account.signed_in = {**self._account.signed_in, device: known}

    def __delitem__(self, device):
        rest = dict(self._account.signed_in)
        del rest[device]
        self._account.signed_in = rest


class Account(Resource):
    """Login methods, credential, profile and devices. Everything in it is this person's own object."""

    dormant = False
    """Made by an import for a number, and nobody has come in with it yet."""
    wishes: dict = {}
    """What reaches this person where, and when not: see model.wishes."""

    signed_in: dict = {}
    """The devices as plain data: use `devices`."""

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
        self.certifications = PersistentMapping()
        self.seen_keys = ()

    @property
    def devices(self):
        return Devices(self)

    def reached_by(self):
        """The login methods as channels look for an address in them: the e-mail address for reminders first."""
        return ((f"email:{self.reminders}",) if self.reminders else ()) + self.methods

    def number_at(self, slug):
        """The number this person is certified with at a school, or None."""
        return self.certifications.get(slug)


def devices_in_accounts(alliance):
    """Evolve: the devices used to lie beside the account, in an object of their own."""
    for number, account in enumerate(list(alliance.accounts.values()), 1):
        account._p_activate()
        beside = account.__dict__.pop("devices", None)
        if beside is not None:
            account.signed_in = dict(beside)
        if number % 500 == 0:
            yield
