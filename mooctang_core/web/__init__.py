"""The web application: what belongs to one installation, a list of includes in order, and the two together."""

import logging
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from pyramid.config import Configurator

from ..committer import Committer
from ..flows import evolving, executors, operating
from ..flows.drafting import Drafts
from ..flows.suitcases import THEMES
from ..jobs import Worker
from ..live.bus import open_bus
from ..live.hub import Hub
from ..packages import folder_of, module_named
from ..plugins import PluginHost
from ..store import open_store
from ..urns import Keys
from ..words import Catalogues
from .corridor import Corridor
from .refusals import Refusals
from .rendering import Templates
from .requests import settle
from .streams import Renderer
from .themes import Themes
from .views.activity import submit

log = logging.getLogger("mooctang")

TM = {
    "tm.manager_hook": "pyramid_tm.explicit_manager",
    "tm.annotate_user": False,
    "tm.commit_veto": "mooctang_core.web.gates.commit_veto",
    "retry.attempts": 6,
}
PARTS = (
    "logs", "roots", "security", "simulating", "speech", "tokens", "traversal", "gates", "looks", "acting", "second", "mistaken", "faces", "statics", "brand_css", "rendering", "pwa",
    "duties",
    "views.login", "views.registering", "views.methods", "views.profile", "views.keeping", "views.external", "views.merging", "views.handover", "views.classroom", "views.plugins",
    "views.operate",
    "views.manage",
    "views.audit",
    "views.message_settings", "views.outbox",
    "views.ops",
    "crests", "dressing", "visiting",
)
FURNISHED = ("logs", "tokens", "uploads", "alike", "views.login", "views.external")


def make_app(settings, store=None, host=None, clock=None):
    """The WSGI application over an open store. Everything long-lived hangs on its registry."""
    config = Configurator(settings=TM)
    furnish(config.registry, settings, store, host, clock)
    set_up(config, config.registry.host)
    return app_of(config)


def furnish(registry, settings, store=None, host=None, clock=None):
    """Hang on the registry what belongs to this one installation; views and requests look for it there, whenever they need it."""
    registry.settings_ = settings
    registry.clock = clock or (lambda: datetime.now(UTC))
    registry.store = store or open_store(settings)
    registry.host = host or PluginHost(strict=settings.strict_plugins).load()
    registry.host.settings = settings
    registry.host.drafts, registry.host.urns = Drafts(registry.store.scratch), Keys(registry.store.scratch)
    _evolve(registry, settings)
    _words_and_looks(registry, settings)
    _live(registry, settings)
    _beside(registry, settings)
    registry.search = registry.host.offered("search_backend", settings=settings)
    for part in FURNISHED:
        import_module(f"mooctang_core.web.{part}").furnish(registry)


def set_up(config, host):
    """The core's views, and each plugin's. They are the same for every installation with the same plugins."""
    _parts(config)
    _plugins(config, host)
    config.commit()
    settle(config.registry)


def app_of(config):
    app = config.make_wsgi_app()
    app.registry = config.registry
    app.corridor = Corridor(config.registry, submit)
    return app


def _evolve(registry, settings):
    """Nobody is served from data that is older than the program."""
    if settings.run_evolve:
        evolving.evolve(registry.store, registry.host, registry.clock)
    evolving.refuse_unfinished(registry.store, registry.host)


def _words_and_looks(registry, settings):
    registry.catalogues = Catalogues().add("mooctang_core")
    for plugin in registry.host.plugins.values():
        registry.catalogues.add(plugin.package, path=folder_of(plugin.package) / "locale")
    registry.themes = Themes(settings.themes, Path(settings.home) / THEMES)
    registry.templates = Templates(registry.themes, registry.catalogues)


def _live(registry, settings):
    registry.bus = next((bus for _name, bus in registry.host.each("live_bus", settings=settings) if bus), None) or open_bus(settings)
    registry.publish = registry.bus.publish
    renderer = Renderer(registry)
    registry.hub = Hub(renderer, registry.bus, rest=renderer.rest)
    registry.refusals = Refusals()
    registry.committer = Committer(
        registry.store, registry.host, registry.bus.publish, executors=executors(), clock=registry.clock, settings=settings
    )


def _beside(registry, settings):
    """What runs beside the requests: the jobs (started by whoever serves), and what the command line may ask of this process."""
    registry.jobs = Worker(
        registry.store, registry.host, registry.publish, registry.clock, settings, bus=registry.bus, catalogues=registry.catalogues,
        put=registry.committer.put)
    if registry.store.control is not None:
        house = operating.House(registry.store, registry.host, registry.clock, registry.publish)
        registry.store.control.tasks = {**registry.store.control.tasks, **operating.as_tasks(house)}


def _parts(config):
    config.include("pyramid_tm")
    config.include("pyramid_retry")
    for part in PARTS:
        config.include(f"mooctang_core.web.{part}")
    config.scan("mooctang_core.web", ignore=[not_pages])


def not_pages(name):
    """Modules that hold no views and want libraries a scan should not load."""
    return name.startswith(("mooctang_core.web.asgi", "mooctang_core.web.serve"))


def _plugins(config, host):
    """Scan each plugin's package and let it configure itself; one that cannot is set aside, and the rest starts."""
    for name in sorted(host.plugins):
        try:
            _set_up(config, host, name)
        except Exception as error:
            host.set_aside(name, error)


def _set_up(config, host, name):
    plugin = host.plugins[name]
    config.scan(module_named(plugin.package) or plugin.module)
    for impl in host._implementations("configure", name):
        impl.function(config)
    config.commit()


def plug(registry, name):
    """Take a plugin that was added to the host into an application that runs already (a test's)."""
    package = registry.host.plugins[name].package
    registry.catalogues.add(package, path=folder_of(package) / "locale")
    _set_up(Configurator(registry=registry), registry.host, name)


def close_app(app):
    """Stop what runs beside the requests, in the order that loses nothing."""
    registry = app.registry
    registry.jobs.close()
    registry.committer.close()
    registry.passwords.close()
    registry.calls.close()
    registry.hub.close()
    registry.bus.close()
    registry.store.close()
