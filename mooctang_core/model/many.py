"""Many small plain values of one sort under a shelf: each can be written without touching the others."""

from collections.abc import Mapping

from ..plain import frozen, plain


class Many(Mapping):
    """A mapping over a stored tree: what goes in is plain, what comes out is frozen. Keys come back in order."""

    def __init__(self, tree):
        self._tree = tree

    def __getitem__(self, key):
        return frozen(self._tree[key])

    def __setitem__(self, key, value):
        self._tree[key] = plain(value, key)

    def __delitem__(self, key):
        del self._tree[key]

    def __contains__(self, key):
        return key in self._tree

    def __iter__(self):
        return iter(self._tree)

    def __len__(self):
        return len(self._tree)

    def between(self, low, high):
        """The values whose keys lie between two, both included, in order; only their pieces are read."""
        return [frozen(value) for value in self._tree.values(low, high)] if self._tree else []

    def last(self, low, high):
        """The greatest key between two; None when there is none."""
        try:
            key = self._tree.maxKey(high) if self._tree else None
        except ValueError:  # all of them are greater
            return None
        return key if key is not None and key >= low else None

    def items(self):
        # In one walk, as they are stored: for two thousand at once. Change none of them.
        return self._tree.items()


NONE = Many({})
"""What stands for one that was never written; it is empty, and nothing can be put into it by way of peeking."""
