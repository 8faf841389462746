"""`python -m bench NAME`: measure one thing, or `all` of them."""

import argparse
import importlib
import json
import sys

from . import figures

# name -> (module, options of its short form)
BENCHES = {
    "checkin": ("checkin", {"students": 200, "streams": 200}),
    "kill": ("kill", {"kills": 4}),
    "streams": ("streams", {"students": 200}),
    "page": ("page", {"requests": 200}),
    "gradebook": ("gradebook", {"students": 200, "activities": 20}),
    "login": ("login", {"students": 60}),
    "join": ("join", {"students": 200, "streams": 0}),
    "rooms": ("rooms", {"rooms": 10, "seconds": 4}),
    "race": ("race", {"rounds": 20}),
    "wall": ("wall", {"students": 300, "taps": 15}),
    "slow-plugin": ("slow_plugin", {"seconds": 3}),
    "blob": ("blob", {"mb": 40}),
    "cold": ("cold", {"mb": 30}),
    "quiz": ("quiz", {"students": 200, "streams": 100, "rounds": 100}),
    "chat": ("chat", {"students": 200, "streams": 200}),
    "import": ("importing", {"rows": 2_000}),
    "commit": ("commit", {"seconds": 2}),
    "growth": ("growth", {"students": 200}),
}


def main(words=None):
    options = parse(words)
    if options.name == "all":
        from .everything import everything

        return everything(options)
    found = measure(options.name, options)
    print(figures.shown(found), "ratio", found.get("ratio", "-"), flush=True)
    if options.json:
        print(json.dumps(found, ensure_ascii=False), flush=True)
    return 1 if figures.wrongs(found) else 0


def measure(name, options):
    """The figures of one bench."""
    module = importlib.import_module(f".{BENCHES[name][0]}", __package__)
    if options.short:
        vars(options).update(BENCHES[name][1])
    options.mb = options.mb or (1024 if name == "cold" else 500)
    return module.main(options)


def parse(words=None):
    reader = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    reader.add_argument("name", nargs="?", default="all", choices=[*BENCHES, "all"])
    reader.add_argument("--students", type=int, default=2000)
    reader.add_argument("--streams", type=int, default=2000, help="open live pages of students")
    reader.add_argument("--store", choices=("fs", "pg"), default="fs", help="embedded, or a private PostgreSQL")
    reader.add_argument("--workers", type=int, help="server processes (1, or 2 on PostgreSQL)")
    reader.add_argument("--rows", type=int, default=50_000, help="rows of the imported file")
    reader.add_argument("--kills", type=int, default=20)
    reader.add_argument("--writers", type=int)
    reader.add_argument("--rounds", type=int, default=1000)
    reader.add_argument("--requests", type=int, default=2000, help="pages to ask for")
    reader.add_argument("--activities", type=int, default=200, help="closed activities in the gradebook")
    reader.add_argument("--rooms", type=int, default=200)
    reader.add_argument("--seconds", type=int, default=10)
    reader.add_argument("--taps", type=int, default=60)
    reader.add_argument("--mb", type=int, help="size of the file (500) or of the database (1024)")
    reader.add_argument("--fsync-delay-ms", type=float, default=0, help="a slower disk (embedded store)")
    reader.add_argument("--short", action="store_true", help="small sizes: a check, not a measurement")
    reader.add_argument("--json", action="store_true", help="the last line is one JSON object")
    return reader.parse_args(words)


if __name__ == "__main__":
    sys.exit(main())
