"""All benches one after the other: a line each, a row in RESULTS.md, and an exit code that speaks of losses only."""

import sys
import time
import traceback

from . import figures
from .__main__ import measure, parse

# name -> words of the runs; each stands for itself in the table
RUNS = (
    "commit", "page", "checkin", "checkin --fsync-delay-ms 5", "checkin --store pg", "wall", "streams", "join", "join --store pg", "rooms",
    "gradebook", "login", "slow-plugin", "blob", "cold", "race", "kill", "kill --store pg", "import", "growth",
)
SHORT = ("commit", "page", "checkin", "checkin --store pg", "wall", "streams", "join", "rooms", "gradebook", "login", "slow-plugin", "blob", "cold",
         "race", "kill", "kill --store pg", "growth")


def everything(options):
    bad, began = [], time.monotonic()
    for line in SHORT if options.short else RUNS:
        bad += one(line, options.short)
    print(f"{len(bad)} things that may not be, in {time.monotonic() - began:.0f} s", *bad, sep="\n  ")
    return 1 if bad else 0


def one(line, short):
    """Run one; what was wrong with it, as sentences."""
    began = time.monotonic()
    try:
        found = measure(line.split()[0], parse([*line.split(), *(["--short"] if short else [])]))
    except (Exception, SystemExit) as error:
        traceback.print_exc()
        return [f"{line}: {error}"]
    print(f"{line} ({time.monotonic() - began:.0f} s): {figures.shown(found)}, ratio {found.get('ratio', '-')}", flush=True)
    sys.stdout.flush()
    if not short:
        figures.append(line, found)
    return [f"{line}: {number} {key}" for key, number in figures.wrongs(found)]
