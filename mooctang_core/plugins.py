"""Find plugins, know which school has which, and call them without being hurt."""

import inspect
import logging
import time
import traceback
from typing import Any, NamedTuple

import pluggy
from transaction.interfaces import TransientError

from . import hookspecs
from .activity import Activity, MissingActivity
from .breaker import Health
from .packages import entry_points

GROUP = "mooctang.v1"
log = logging.getLogger("mooctang.plugins")


class Plugin(NamedTuple):
    """A plugin that is loaded."""

    name: str
    module: Any
    package: str
    version: str
    kinds: tuple


class Problem(NamedTuple):
    """Why a plugin could not be loaded."""

    name: str
    message: str
    trace: str
    version: str


class Answers(list):
    """[(plugin name, answer)]; `failed` names the plugins that were asked and could not answer."""

    def __init__(self, answers=()):
        super().__init__(answers)
        self.failed = []


class PluginHost:
    """The plugins of this installation; asks them for a school, with only that school's plugins answering."""

    def __init__(self, strict=False, clock=time.monotonic):
        self.strict = strict
        self.clock = clock
        self.plugins = {}
        self.quarantined = {}
        self.kinds = {}
        self.contributed: dict[str, list] = {hook: [] for hook in hookspecs.CLASSES}
        """hook -> [(plugin name, class)]: what plugins bring for others to use."""
        self.health = {}
        self.drafts: Any = None
        """Where unsent answers are kept (flows.drafting.Drafts), once there is a store."""
        self.settings: Any = None
        """The installation's settings, once there are any."""
        self.file_words: Any = None
        """Reads the words by which forms name files (web.uploads.FileWords), once there is a web."""
        self.urns: Any = None
        """Where the keys of answers without names are kept (urns.Keys), once there is a store."""
        self.pm = pluggy.PluginManager(hookspecs.PROJECT)
        self.pm.add_hookspecs(hookspecs)
        self._in_order = {}

    # -- loading --
    def load(self, points=None):
        """Load every installed plugin; one that cannot load is quarantined, and the rest goes on."""
        for point in sorted(points if points is not None else entry_points(group=GROUP), key=lambda p: p.name):
            version = point.dist.version if getattr(point, "dist", None) else ""
            try:
                self.add(point.name, point.load(), version)
            except Exception as error:  # a stranger's import may raise anything
                self._quarantine(point.name, error, version)
        return self

    def add(self, name, module, version=""):
        """Register one plugin module under its word."""
        self._check_events(module)
        self.pm.register(module, name)
        try:
            self.pm.check_pending()
            types = self._types_of(name)
            brought = {hook: self._classes_of(name, hook) for hook in hookspecs.CLASSES}
        except Exception:
            self.pm.unregister(name=name)
            raise
        package = module.__name__.split(".")[0]
        self.plugins[name] = Plugin(name, module, package, version, tuple(cls.kind for cls in types))
        self.kinds.update((cls.kind, (name, cls)) for cls in types)
        for hook, classes in brought.items():
            self.contributed[hook] += [(name, cls) for cls in classes]

    def _types_of(self, name):
        types = [cls for impl in self._implementations("activity_types", name) for cls in impl.function()]
        for cls in types:
            if not (isinstance(cls, type) and issubclass(cls, Activity) and cls.kind):
                raise TypeError(f"activity_types() of {name} must return Activity classes with a kind, not {cls!r}")
            if cls.kind in self.kinds:
                raise ValueError(f"kind {cls.kind!r} of {name} already belongs to plugin {self.kinds[cls.kind][0]!r}")
        return types

    def _classes_of(self, name, hook):
        classes = [cls for impl in self._implementations(hook, name) for cls in impl.function()]
        for cls in classes:
            if not isinstance(cls, type):
                raise TypeError(f"{hook}() of {name} must return classes, not {cls!r}")
        return classes

    def _check_events(self, module):
        for event in hookspecs.EVENTS:
            function = getattr(module, event, None)
            if function is not None and "request" in inspect.signature(function).parameters:
                raise TypeError(f"{module.__name__}.{event}: an event is never given a request; take it out of the arguments")

    def _quarantine(self, name, error, version):
        if self.strict:
            raise error
        trace = "".join(traceback.format_exception(error))
        self.quarantined[name] = Problem(name, f"{type(error).__name__}: {error}", trace, version)
        log.error("plugin %s is left out (%s: %s): correct it or take its package away, then start again; everything else goes on",
                  name, type(error).__name__, error, exc_info=error)

    def set_aside(self, name, error):
        """Take a loaded plugin out again: its views or its configuration could not be set up."""
        plugin = self.plugins.pop(name)
        self.pm.unregister(name=name)
        self.kinds = {kind: owner for kind, owner in self.kinds.items() if owner[0] != name}
        for hook, brought in self.contributed.items():
            self.contributed[hook] = [(owner, cls) for owner, cls in brought if owner != name]
        self._quarantine(name, error, plugin.version)

    # -- who is on --
    def is_on(self, school, name):
        """Whether a school has this plugin switched on, and it is loaded and not resting after failures."""
        return name in school.enabled_plugins and name in self.plugins and not self.health_of(school, name).resting()

    def enabled(self, school):
        """The loaded plugins that this school has on, by name."""
        return [self.plugins[name] for name in sorted(self.plugins) if self.is_on(school, name)]

    def types(self, school, place=None):
        """The activity types a teacher of this school may add, at a place (session, plan, task, unit)."""
        found = [cls for name, cls in self.kinds.values() if self.is_on(school, name)]
        return sorted((c for c in found if place is None or place in c.places), key=lambda cls: cls.kind)

    def classes(self, school, hook):
        """What the plugins that this school has on bring under one of question_types, importers, exporters."""
        return [cls for name, cls in self.contributed[hook] if self.is_on(school, name)]

    def has(self, school, hook):
        """Whether any plugin that this school has on would answer."""
        return any(self.is_on(school, impl.plugin_name) for impl in self._implementations(hook))

    def live(self, node, school):
        """The plugin's Activity round a stored node; MissingActivity when its plugin is off or gone."""
        name, cls = self.kinds.get(node.kind, (None, MissingActivity))
        if name is None or name not in school.enabled_plugins:
            cls = MissingActivity
        return cls(node, school, self)

    def plugin_of(self, node_or_kind):
        """The name of the plugin that owns a kind; the kind itself when nobody does."""
        kind = getattr(node_or_kind, "kind", node_or_kind)
        return self.kinds.get(kind, (kind, None))[0]

    def by_package(self, package):
        return next((plugin for plugin in self.plugins.values() if plugin.package == package), None)

    # -- asking and telling --
    def ask(self, school, hook, /, **arguments):
        """[(plugin name, answer)] of every plugin this school has on; one that raises is left out, counted and named."""
        answers = Answers()
        for impl in self._implementations(hook):
            if self.is_on(school, impl.plugin_name):
                done, answer = self._contained(school, impl, hook, arguments)
                if done and answer is not None:
                    answers.append((impl.plugin_name, answer))
                elif not done:
                    answers.failed.append(impl.plugin_name)
        return answers

    def tell(self, school, hook, /, **arguments):
        """Announce an event to every plugin this school has on."""
        self.ask(school, hook, **arguments)

    def first(self, school, hook, /, **arguments):
        """The first answer that is not None, or None."""
        for impl in self._implementations(hook):
            if self.is_on(school, impl.plugin_name):
                done, answer = self._contained(school, impl, hook, arguments)
                if done and answer is not None:
                    return answer
        return None

    def each(self, hook, /, **arguments):
        """(plugin name, answer) of every loaded plugin, whatever the schools have on: for start-up questions."""
        for impl in self._implementations(hook):
            yield impl.plugin_name, call(impl, arguments)

    def offered(self, hook, /, **arguments):
        """The first answer of any loaded plugin, for start-up; one that raises is passed over, and the log says so."""
        return next(self.offers(hook, **arguments), None)

    def offers(self, hook, /, **arguments):
        """What every loaded plugin answers, for a question that concerns no school; one that raises is passed over, and the log says so."""
        for impl in self._implementations(hook):
            try:
                answer = call(impl, arguments)
            except Exception as error:  # a stranger's code may raise anything
                log.error("plugin %s failed in %s", impl.plugin_name, hook, exc_info=error)
                continue
            if answer is not None:
                yield answer

    def _implementations(self, hook, name=None):
        found = getattr(self.pm.hook, hook).get_hookimpls()
        known = self._in_order.get(hook)
        if known is None or known[0] != found:
            known = self._in_order[hook] = found, sorted(found, key=lambda impl: impl.plugin_name)
        return known[1] if name is None else [impl for impl in known[1] if impl.plugin_name == name]

    def _contained(self, school, impl, hook, arguments):
        jar = school._p_jar
        transaction = jar.transaction_manager.get() if jar is not None else None
        savepoint = transaction.savepoint(optimistic=True) if transaction is not None and hook in hookspecs.EVENTS else None
        started = self.clock()
        try:
            answer = call(impl, arguments)
        except TransientError:
            raise
        except Exception as error:
            if savepoint is not None:
                savepoint.rollback()
            self.failed(school, impl.plugin_name, hook, error)
            return False, None
        self.health_of(school, impl.plugin_name).took(hook, self.clock() - started)
        return True, answer

    # -- health --
    def health_of(self, school, name):
        """How a plugin is doing in one school, in this process."""
        key = (school.slug, name)
        if key not in self.health:
            self.health[key] = Health(self.clock)
        return self.health[key]

    def failed(self, school, name, where, error):
        """Count a failure; several in a row let the plugin rest in this school."""
        log.error("plugin %s failed in %s for %s", name, where, school.slug, exc_info=error)
        self.health_of(school, name).failed(where, error)


def call(impl, arguments):
    """Call one implementation with just the arguments that it names; what the caller does not give has its default."""
    given = {name: arguments[name] for name in impl.kwargnames if name in arguments}
    return impl.function(*(arguments[name] for name in impl.argnames), **given)
