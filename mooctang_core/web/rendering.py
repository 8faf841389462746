"""Templates: found on one search path, compiled once, drawn with the reader's language and the host's theme."""

import logging
from functools import cache, partial

from chameleon import PageTemplateFile
from chameleon.tales import ProxyExpr
from transaction.interfaces import TransientError

from ..packages import folder_of
from . import scopes

log = logging.getLogger("mooctang.templates")
CORE = "mooctang_core"
scopes.install()


class Page(PageTemplateFile):
    """A template whose `load:` goes through the search path of the page that is drawn."""

    prepend_relative_search_path = False
    expression_types = {**PageTemplateFile.expression_types, "load": partial(ProxyExpr, "load_page", ignore_prefix=False)}


@cache
def compiled(path, _changed):
    """A template file, compiled once in this process (and kept on disk where CHAMELEON_CACHE says)."""
    page = Page(path, encoding=None)
    page.cook_check()
    return page


class Templates:
    """theme's word on the plugin, plugin, theme's word on the core, core: the first file found is drawn."""

    def __init__(self, themes, catalogues):
        self.themes = themes
        self.catalogues = catalogues
        self._paths = {}
        self._owners = {}
        self._folders = {}

    def folder_of(self, package):
        if package not in self._folders:
            inside = "web/templates" if package == CORE else "templates"
            self._folders[package] = folder_of(package) / inside
        return self._folders[package]

    def candidates(self, package, name, theme):
        """Every place where the template may be, first wins; each with the package whose words it speaks."""
        chain = self.themes.chain(theme)
        for owner in dict.fromkeys((package, CORE)):
            for folder in chain:
                yield folder / owner / name, owner, folder.name
            yield self.folder_of(owner) / name, owner, None

    def find(self, package, name, theme="default"):
        """The compiled template, or None. A theme's template that does not compile is passed over and reported."""
        key = (package, name, theme, self.themes.generation)
        if key not in self._paths:
            self._paths[key] = self._search(package, name, theme)
        return self._paths[key]

    def _search(self, package, name, theme):
        for path, owner, theme_name in self.candidates(package, name, theme):
            if path.is_file():
                try:
                    return self._compile(path, owner)
                except Exception as error:
                    if theme_name is None:
                        raise
                    self.themes.problem(theme_name, f"{owner}/{name}: {error}")
        return None

    def _compile(self, path, owner):
        page = compiled(str(path), path.stat().st_mtime_ns)
        self._owners[page] = owner
        return page

    def _translator(self, owner):
        speak = self.catalogues.chameleon

        def translate(msgid, domain=None, mapping=None, context=None, target_language=None, default=None):
            return speak(msgid, owner if domain in (None, "default") else domain, mapping, context, target_language, default)

        return translate

    def render(self, package, name, theme, locale, values):
        """Draw a template. A theme's template that fails, be it only loaded by another, is reported and the default drawn."""
        page = self.find(package, name, theme)
        if page is None:
            raise LookupError(f"no template {name} for {package}")
        worn = [] if page is self.find(package, name, "default") else [name]
        try:
            return self._draw(page, package, theme, locale, values, worn)
        except TransientError:
            raise
        except Exception as error:
            if not worn:
                raise
            # What fails in the default's clothes, too, is not the theme's fault.
            drawn = self._draw(self.find(package, name, "default"), package, "default", locale, values)
            self.themes.problem(theme, f"{package}/{worn[-1]}: {error}")
            return drawn

    def _draw(self, page, package, theme, locale, values, worn=None):
        def load(name):
            name = name.strip()
            found = self.find(package, name, theme)
            if found is None:
                raise LookupError(f"no template {name} for {package}")
            if worn is not None and found is not self.find(package, name, "default"):
                worn.append(name)
            return found

        speak = self._translator(self._owners[page])
        return page.render(**{**values, "load_page": load, "target_language": locale, "translate": speak})


class RendererFactory:
    """`renderer="classroom.pt"`: the template is looked for on behalf of the view's package."""

    def __init__(self, info):
        self.name = info.name
        self.package = info.package.__name__.split(".")[0] if info.package else CORE

    def __call__(self, values, system):
        return draw(system["request"], self.package, self.name, values or {}, context=system.get("context"))


def draw(request, package, name, values, **more):
    """Draw a template for a request, with everything that every template may name."""
    from .furniture import furniture

    given = {**furniture(request), "_": speaker(request, package), **more, **values}
    return request.registry.templates.render(package, name, request.house.theme, request.locale_name, given)


def speaker(request, package):
    """`_` of a template: its own package's words first, then the core's."""

    def say(message, **values):
        return request.registry.catalogues.translate(message, request.locale_name, package, values or None)

    return say


def includeme(config):
    config.add_renderer(".pt", RendererFactory)
