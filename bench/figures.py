"""Figures: percentiles, the machine they were taken on, and the table in RESULTS.md."""

import datetime
import os
import platform
import subprocess
from pathlib import Path

ROOT = Path(__file__).parent.parent
RESULTS = Path(__file__).parent / "RESULTS.md"
WRONG = ("lost", "duplicated", "refused", "ambiguous", "errors_500", "wrong", "uncollected")
"""Keys that must be 0, whatever the machine."""


def percentile(values, share):
    """The value below which this share of all lies; 0.0 of nothing."""
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * share))] if values else 0.0


def ms(seconds):
    return round(seconds * 1000, 1)


def spread(prefix, seconds):
    """{p50, p95, p99} in milliseconds, with a prefix to their names."""
    return {f"{prefix}p{round(share * 100)}_ms": ms(percentile(seconds, share)) for share in (0.5, 0.95, 0.99)}


def wrongs(figures):
    """What may not be, of one bench's figures: [(key, number)]."""
    return [(key, figures[key]) for key in WRONG if figures.get(key)]


def machine():
    return f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"


def commit():
    done = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "unknown"


def shown(figures):
    """One line for people: name value, name value …"""
    return ", ".join(f"{name} {value}" for name, value in figures.items() if name != "ratio" and not isinstance(value, (dict, list)))


def append(name, figures):
    """A row of RESULTS.md."""
    row = (datetime.date.today().isoformat(), machine(), commit(), name, shown(figures), figures.get("ratio", ""))
    with RESULTS.open("a", encoding="utf-8") as file:
        file.write("| " + " | ".join(str(cell) for cell in row) + " |\n")
