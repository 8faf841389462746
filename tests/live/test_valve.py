"""The valve of a room: over how many seconds its phones spread what they ask for."""

import pytest

from mooctang_core.web.valve import spread_for


@pytest.mark.parametrize("connected, seconds", [(0, 0), (60, 0), (100, 0), (160, 0.1), (700, 1.0), (2000, 3.0), (50_000, 3.0)])
def test_a_small_room_strikes_at_once_and_a_large_one_spreads(connected, seconds):
    assert spread_for(connected) == seconds
