"""The notes of a transaction live lower down, where the model and the activities can reach them."""
from mooctang_core.changes import KEY, Notes, changed, gather, note

__all__ = ["KEY", "Notes", "changed", "gather", "note"]
