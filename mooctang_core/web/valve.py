"""The room valve: at the bell the phones of a large room spread what they ask for over a moment; a small room notices nothing."""

from ..model.base import path_of

AT_ONCE = 100
"""That many may strike in the same second."""
A_SECOND = 600
"""How many of the others the server takes in a second."""
LONGEST = 3.0


def spread_for(connected):
    """Over how many seconds the phones of a room should spread; 0 for a room that may strike at once."""
    return round(min(LONGEST, max(0, connected - AT_ONCE) / A_SECOND), 1)


def spread_of(request, classroom):
    """The same for a classroom, from the number of pages that are open there now."""
    if classroom is None or request.school is None:
        return 0
    return spread_for(request.registry.hub.presence(request.school.slug, path_of(classroom))["connected"])
