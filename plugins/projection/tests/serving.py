"""Serve a campus that was laid out in a folder: `python serving.py HOME PORT`. Killed and started again by the browser test."""

import sys
from pathlib import Path

from mooctang_core.settings import load
from mooctang_core.testing.campus import PluginHost
from mooctang_core.web import make_app
from mooctang_core.web.serve import serve

sys.path.insert(0, str(Path(__file__).parent))


def application(settings):
    import mooctang_pollwall

    host = PluginHost().load()
    host.add("pollwall", mooctang_pollwall)
    return make_app(settings, host=host)


if __name__ == "__main__":
    settings = load(environ={}, home=sys.argv[1])
    serve(settings, application, [("127.0.0.1", int(sys.argv[2]))], lambda _bound: print("ready", flush=True), supervised=False)
