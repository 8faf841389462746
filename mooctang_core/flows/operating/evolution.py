"""Evolve steps, as asked for by the operator."""

from .. import evolving


def evolve(house, dry_run=False, school=None):
    """[{"place", "step", "slices", "problem"}] of what was run, or tried and taken back."""
    return [done._asdict() for done in evolving.evolve(house.store, house.host, house.clock, dry_run, school)]
