"""kill -9 at random instants under load: every acknowledged write is there, once."""
import random

import pytest

from bench import kill


def holds(figures, gap):
    assert figures["lost"] == figures["duplicated"] == figures["errors_500"] == figures["refused"] == 0, figures
    assert figures["acked"] > 0 and figures["longest_gap_s"] < gap, figures


def test_the_embedded_server_is_killed(spots, sizes):
    figures = kill.killed(spots, sizes(5, 100), 16, random.Random(), sizes(100, 20_000))
    assert figures["acked"] >= sizes(100, 20_000)
    holds(figures, 60)


@pytest.mark.postgres
def test_application_and_postmaster_are_killed_in_turn(pg_spots, sizes):
    figures = kill.killed(pg_spots, sizes(4, 60), 16, random.Random(), sizes(100, 10_000))
    assert figures["acked"] >= sizes(100, 10_000)
    holds(figures, 60)
