"""How often one may try to certify with a number: wrong ones are counted for the person, for the number and for the address."""

import hashlib

from .limits import DAY, QUARTER, TooMany


class Proofs:
    """Ten wrong ones a quarter of an hour and thirty a day for an account; fifteen a day against one code, whoever tries.

    `of` is the number with the hash of its code: who is given a new code is free at once.
    """

    PER_QUARTER, PER_DAY, PER_CODE, PER_ADDRESS, LOOKS = 10, 30, 15, 300, 60

    def __init__(self, scratch):
        self.scratch = scratch

    def begin(self, aid, address, of=""):
        """Raise TooMany when this account, this number or this address was wrong too often."""
        scratch = self.scratch
        if scratch.peek("proof-quarter", key_of(aid), QUARTER) >= self.PER_QUARTER:
            raise TooMany(QUARTER)
        if scratch.peek("proof-day", key_of(aid), DAY) >= self.PER_DAY or of and scratch.peek("proof-code", key_of(of), DAY) >= self.PER_CODE:
            raise TooMany(DAY)
        # A lecture hall behind one address mistypes in proportion to those who get in.
        address = key_of("address", address)
        if scratch.peek("proof-day", address, DAY) >= self.PER_ADDRESS + scratch.peek("proof-right", address, DAY):
            raise TooMany(DAY)

    def look(self, aid):
        """A number was looked up: nobody reads the whole roster that way, right numbers or wrong."""
        if self.scratch.count("proof-look", key_of(aid), DAY) > self.LOOKS:
            raise TooMany(DAY)

    def wrong(self, aid, address, of=""):
        self.scratch.count("proof-quarter", key_of(aid), QUARTER)
        for who in (key_of(aid), key_of("address", address)):
            self.scratch.count("proof-day", who, DAY)
        if of:
            self.scratch.count("proof-code", key_of(of), DAY)

    def right(self, address):
        self.scratch.count("proof-right", key_of("address", address), DAY)


def key_of(*parts):
    """Who tried is personal: only a digest is kept."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
