"""A catch-up pack 补课包: made at the end of a class for one person who was absent or late."""

from persistent import Persistent


class Pack(Persistent):
    """Why it was made, and when its reader opened it. An object for each, so that fifty who open theirs at once never meet."""

    opened = None

    def __init__(self, why):
        self.why = why
