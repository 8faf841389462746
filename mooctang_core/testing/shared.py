"""What campuses share, one after another in one process: the views of the application, which are the same for the same plugins.

To set a thousand views up takes longer than most tests. So the registry of a campus that was closed is furnished anew for the next
one with the same plugins: settings, store, clock, hub, committer and all else that belongs to one installation are its own. A
registry that was changed in a test, or whose plugins kept something when they were set up, is used once.
"""

from pyramid.config import Configurator
from pyramid.registry import Registry

from ..web import TM, app_of, furnish, set_up

MOST = 6
SET_UP = {"room_faces", "held_views", "has_listeners"}
"""What the core and Pyramid hang on a registry while views are set up; whatever else is there, a plugin hung."""
_ready: dict = {}
"""What the plugins are -> the views that wait for their next campus; those given back last."""


def app_for(settings, store, host, clock):
    """An application like that of `make_app`."""
    views = _ready.pop(_key(host), None)
    return views.again(settings, store, host, clock) if views else Views(host).first(settings, store, host, clock)


def give_back(app):
    """The application is closed: its views may serve the next campus."""
    if app.views.are_as_they_were():
        _ready.pop(app.views.key, None)
        _ready[app.views.key] = app.views
        while len(_ready) > MOST:
            _ready.pop(next(iter(_ready)))


def _key(host):
    return tuple((name, host.plugins[name].module) for name in sorted(host.plugins))


class Views:
    """A registry with everything set up, and how it looked then."""

    def __init__(self, host):
        self.key, self.registry = _key(host), Registry()
        self.shared = False

    def first(self, settings, store, host, clock):
        config = Configurator(registry=self.registry)
        config.setup_registry(settings=dict(TM))
        self.core = set(vars(self.registry))
        furnish(self.registry, settings, store, host, clock)
        own = set(vars(self.registry)) - self.core
        looked = watch(self.registry, own)
        set_up(config, host)
        self.registry.__class__ = Registry
        self.kept = {name: value for name, value in vars(self.registry).items() if name not in own}
        self.faces = dict(self.registry.room_faces)
        self.shared = not looked and self.key == _key(host) and self._nothing_hung()
        return self._app()

    def again(self, settings, store, host, clock):
        vars(self.registry).clear()
        vars(self.registry).update(self.kept, room_faces=dict(self.faces))
        furnish(self.registry, settings, store, host, clock)
        return self._app()

    def _app(self):
        app = app_of(Configurator(registry=self.registry))
        app.views, self.state = self, self._state()
        return app

    def _nothing_hung(self):
        return {name for name in self.kept if not name.startswith("_")} <= self.core | SET_UP

    def _state(self):
        return self.registry.adapters._generation, self.registry.utilities._generation, dict(self.registry.room_faces)

    def are_as_they_were(self):
        return self.shared and self.state == self._state()


def watch(registry, names):
    """A list that fills with the names that are read from this registry, of these."""
    looked = []

    class Watched(Registry):
        def __getattribute__(self, name):
            if name in names:
                looked.append(name)
            return super().__getattribute__(name)

    registry.__class__ = Watched
    return looked
