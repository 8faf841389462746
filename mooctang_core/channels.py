"""How a channel says that it could not carry a letter; any other exception means: this letter, later again."""


class ChannelDown(Exception):
    """The server of the channel cannot be reached at all: every letter of this channel waits for a while, and none counts a try."""


class DeadAddress(Exception):
    """Nothing will ever arrive at this address: the letter is given up at once.

    `addresses` are those that the channel's `forget(account, addresses)`, if it has one, is to take off the account.
    """

    def __init__(self, why, addresses=()):
        super().__init__(why)
        self.addresses = tuple(addresses)


class Later(Exception):
    """Not now; the other side said how many seconds to wait."""

    def __init__(self, why, seconds):
        super().__init__(why)
        self.seconds = seconds
