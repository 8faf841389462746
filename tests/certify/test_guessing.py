"""Guessing a certification does not pay; whoever mistypes in a full lecture hall is let in."""

import pytest

from mooctang_core.identity.limits import DAY, TooMany
from mooctang_core.identity.proving import Proofs
from mooctang_core.store.scratch import FileScratch


class Clock:
    seconds = 1_000_000.0

    def __call__(self):
        return self.seconds


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def proofs(tmp_path, clock):
    scratch = FileScratch(tmp_path / "scratch.sqlite", clock)
    yield Proofs(scratch)
    scratch.close()


def tries(proofs, clock, aid, address, of="n", hours=24):
    """How many wrong ones get through in a day, waiting as long as one is told."""
    done, end = 0, clock.seconds + hours * 3600
    while clock.seconds < end:
        try:
            proofs.begin(aid, address, of)
            proofs.wrong(aid, address, of)
            done += 1
        except TooMany as not_now:
            clock.seconds += min(not_now.seconds, 900)
    return done


@pytest.mark.feature("CERT-03")
def test_thirty_a_day_for_a_person_and_fifteen_against_one_code(proofs, clock):
    assert tries(proofs, clock, "a1", "1.2.3.4", "") <= 31
    clock.seconds += 2 * DAY
    together = sum(tries(proofs, clock, f"b{n}", f"10.0.0.{n}", "100012026001 hash", hours=0.5) for n in range(20))
    assert together <= 16
    # A new code has another hash: its owner is free at once.
    proofs.begin("own", "10.0.1.1", "100012026001 other")


def test_two_thousand_behind_one_address_mistype_and_get_in(proofs):
    for n in range(2000):
        proofs.begin(f"s{n}", "198.51.100.1", f"code {n}")
        if n % 5 == 0:
            proofs.wrong(f"s{n}", "198.51.100.1", f"code {n}")
            proofs.begin(f"s{n}", "198.51.100.1", f"code {n}")
        proofs.right("198.51.100.1")


def test_nobody_reads_the_whole_roster(proofs):
    with pytest.raises(TooMany):
        for _number in range(61):
            proofs.look("a1")
