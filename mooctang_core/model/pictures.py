"""A small picture that belongs to one object: an account's portrait."""

from persistent import Persistent


class Picture(Persistent):
    """Its bytes lie apart, so that who reads the account does not load them."""

    def __init__(self, type, data, hash):
        self.type = type
        self.data = data
        self.hash = hash
