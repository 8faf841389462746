"""The stylesheets that faces bring along: a wall stays open for hours and must be able to show any of them."""

from functools import partial

from mooctang_core.api import asset_url

PACKAGE = "mooctang_projection"


def own(request):
    """For templates: the address of a static file of this plugin."""
    return partial(asset_url, request, PACKAGE)


def styles_of(request):
    """The `static/<word>.css` of every plugin that this school has on."""
    found = []
    for plugin in request.plugins.enabled(request.school):
        address = asset_url(request, plugin.package, f"{plugin.name}.css")
        if "/missing/" not in address:
            found.append(address)
    return found
