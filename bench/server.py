"""The program of a server under measurement: `python -m bench.server JSON`; prints its ports when it answers."""

import importlib
import json
import os
import sys
import time


def main(words):
    from mooctang_core.cli.asking import keep_templates
    from mooctang_core.settings import load

    settings = load(environ={}, **words["settings"])
    keep_templates(settings)
    if words.get("fsync_delay_ms"):
        slow_disk(words["fsync_delay_ms"] / 1000)
    from mooctang_core.web.logs import write_json
    from mooctang_core.web.serve import serve

    write_json("ERROR")
    module, _, name = words.get("app", "bench.server:real").partition(":")
    factory = getattr(importlib.import_module(module), name)
    return serve(settings, factory, [("127.0.0.1", words.get("port", 0))], tell)


def real(settings):
    """The application as `mooctang serve` makes it."""
    from mooctang_core.cli.serving import make

    return make(settings)


def slow_disk(seconds):
    """An ordinary disk: each fsync takes so much longer."""
    fsync = os.fsync

    def slow(handle):
        time.sleep(seconds)
        return fsync(handle)

    os.fsync = slow


def tell(bound):
    print(json.dumps([port for _host, port in bound]), flush=True)


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1])))
