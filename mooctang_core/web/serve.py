"""Run the server: open the sockets, start the processes, keep them running, stop within seconds."""
import contextlib
import gc
import logging
import os
import socket
import threading

from mooctang_core import cores

from .asgi import asgi_app
from .asgi_server import make_server, run
from .supervisor import CannotStart, supervise

log = logging.getLogger("mooctang.serve")

DEAD_STORE = 70         # the exit code that asks the supervisor for a fresh process


class CannotServe(Exception):
    """The settings ask for something that cannot be; the sentence says what and what to do."""


def serve(settings, app_factory, addresses=None, on_ready=None, supervised=True):
    """Serve `app_factory(settings)` until SIGTERM or SIGINT, and return the exit code.

    `addresses` are (host, port) pairs, by default the one of the settings; `on_ready(addresses)` is called when all
    processes answer. The supervisor starts a process again that died, or whose store did.
    """
    _refuse_impossible(settings)
    sockets = open_sockets(addresses or [(settings.listen, settings.port)])
    bound = [listener.getsockname()[:2] for listener in sockets]
    places = share(sockets, settings.workers)
    ready = (lambda: on_ready(bound)) if on_ready else (lambda: None)
    if not supervised:
        return work(settings, app_factory, sockets, ready)
    try:
        return supervise(
            lambda place, tell: work(settings, app_factory, places[place], tell, place), settings.workers, ready)
    except CannotStart as failure:
        return failure.code
    finally:
        for listener in {listener for sockets in places for listener in sockets}:
            listener.close()


def work(settings, app_factory, sockets, on_ready, place=0):
    """One process: the application, its hub and its committer, in uvicorn."""
    if settings.one_core:
        cores.settle(place)
    app = app_factory(settings)
    store = getattr(app.registry, "store", None)
    server = make_server(asgi_app(app, settings), lambda: getattr(store, "dead", None), lambda: _settle_down(on_ready))
    try:
        run(server, sockets)
    finally:
        close(app)
    if server.why_dead:
        log.error("This process ends, to be started afresh: %s", server.why_dead)
        return DEAD_STORE
    return 0


def _settle_down(on_ready):
    # What is loaded by now stays; looking through it, and through thousands of open pages, for garbage every few
    # hundred requests took half of the processor's time when a whole class checked in.
    gc.collect()
    gc.freeze()
    gc.set_threshold(25_000, 20, 20)
    on_ready()
    cores.stay()


@contextlib.contextmanager
def served(app, settings):
    """Serve an application that somebody else has made and will close; gives its port on loopback. For tests."""
    with contextlib.closing(open_sockets([("127.0.0.1", 0)])[0]) as listener:
        port, ready = listener.getsockname()[1], threading.Event()
        server = make_server(asgi_app(app, settings), on_ready=ready.set)
        thread = threading.Thread(target=run, args=(server, [listener]), name="served", daemon=True)
        thread.start()
        try:
            if not ready.wait(10):
                raise CannotServe("The server did not start within ten seconds: its log says why.")
            yield port
        finally:
            server.should_exit = True
            thread.join(15)


def close(app):
    """Stop what runs beside the requests, in the order that loses nothing."""
    for name in ("jobs", "committer", "hub", "bus", "store"):
        part = getattr(app.registry, name, None)
        if part is not None:
            with contextlib.suppress(Exception):
                part.close()


def open_sockets(addresses, shared=False):
    """A listening socket for each (host, port); port 0 means any free one. `shared`: others of ours may listen there too."""
    with contextlib.ExitStack() as opened:
        sockets = [opened.enter_context(_listen(host, port, shared)) for host, port in addresses]
        opened.pop_all()
        return sockets


def share(sockets, number):
    """The sockets of each process. On sockets that all of them share the first to wake takes the whole crowd at the bell, so each
    has its own on the same address and the system deals the callers out. They stay open here: a process that starts again finds
    its callers waiting."""
    if number == 1 or not hasattr(socket, "SO_REUSEPORT"):
        return [sockets] * number
    bound = [listener.getsockname()[:2] for listener in sockets]
    for listener in sockets:
        listener.close()  # they were opened alone, so that an address that somebody else has was noticed
    return [open_sockets(bound, shared=True) for _ in range(number)]


def _listen(host, port, shared):
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    if os.name != "nt":
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if shared:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise CannotServe(
            f"Nobody can be served on {host}:{port} ({error.strerror or error}): stop what listens there, or set another port or address (listen)."
        ) from None
    listener.listen(2048)
    return listener


def _refuse_impossible(settings):
    if settings.workers > 1 and settings.store == "file":
        raise CannotServe(
            f"The setting workers is {settings.workers}, but the embedded store serves one process only: "
            "set workers to 1, or set store to a postgresql:// URI.")
    if settings.workers > 1 and settings.store.startswith("zeo") and settings.bus in ("auto", "memory"):
        raise CannotServe(
            f"The setting workers is {settings.workers}, but on ZEO live events do not cross processes by themselves: "
            "set bus to redis://…, or set workers to 1.")


