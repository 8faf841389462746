"""A school: a root of its own, with its people, courses, files, brand and the plugins it has switched on."""

from BTrees.OOBTree import OOBTree, OOSet
from persistent.mapping import PersistentMapping

from ..permissions import MANAGE, MANAGER, VIEW
from .base import Folder, Place


class School(Place):
    """A root: its pickle has no parent, so that it can live in a database of its own."""

    rooms = ("people", "cohorts", "courses", "files")
    grants = {MANAGER: {VIEW, MANAGE}}
    # See flows.branding.
    look_draft = look_before = None
    # Made with the first notice, see model.inbox.
    postings = inboxes = None
    # Made by the first who writes there: a line for each number (flows.people.directory), imports.
    directory = imports = None
    # Accounts that may not use this school for now.
    blocked: tuple = ()
    # name -> Merged: accounts of people here that became one; made with the first.
    merges = None
    # Made with the first deed, see model.audit.
    audit = None
    # The names of the courses that it recommends to the alliance; made with the first.
    recommended = None
    # Whether its administrators must show a second factor.
    second_factor = False

    def __init__(self, slug, title, unit="10001"):
        super().__init__(people=Folder(), cohorts=Folder(), courses=Folder(), files=Folder())
        self.slug = slug
        self.title = title
        self.unit = unit
        self.brand = PersistentMapping(color="#2746b8", logo=None, short=title, slogan="")
        self.theme = "default"
        self.timezone = "Asia/Shanghai"
        self.enabled_plugins = OOSet()
        self.tripped = OOBTree()
        self.managers = OOSet()
        self.teachers = OOSet()
        self.places = OOBTree()
        self.evolved = OOBTree()
        self.dates = PersistentMapping()
        self.outbox = OOBTree()

    def roles_of(self, aid):
        return (MANAGER,) if aid in self.managers else ()

    def full_number(self, number):
        """The complete student number: the unit code only completes a bare number."""
        return number if number in self.people or number.startswith(self.unit) else self.unit + number

    def remember_place(self, aid, path):
        """Note that a person belongs to a classroom, so that their home page needs no search."""
        places = self.places.get(aid, ())
        if path not in places:
            self.places[aid] = (*places, path)

    def forget_place(self, aid, path):
        self.places[aid] = tuple(place for place in self.places.get(aid, ()) if place != path)
