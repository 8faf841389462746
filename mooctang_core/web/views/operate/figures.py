"""Figures per school, on the page and as a file to take away. They are counted anew after ten minutes, or when asked."""

import time

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response

from ....flows import figures
from ....tables import as_csv, as_xlsx
from ...downloads import download
from ...rendering import draw
from ..tabling import readable
from . import operators, operators_post

SPACE = "figures"
GOOD_S = 600


@operators("operate_figures")
def show(alliance, request):
    """The table, and when it was counted."""
    rows, counted = counts(request)
    drawn = readable(request, figures.table(rows))
    return Response(draw(request, "mooctang_core", "operate_figures.pt", {"table": drawn, "counted": counted}))


@operators_post("operate_figures")
def count_again(alliance, request):
    for slug in alliance.schools:
        request.registry.store.scratch.delete(SPACE, slug)
    return HTTPSeeOther(request.route_path("operate_figures"))


@operators("operate_figures_file")
def take_away(alliance, request):
    """The same as csv or xlsx."""
    rows, _counted = counts(request)
    ending, held = request.matchdict["ending"], figures.table(rows)
    writer = as_csv(held, request.translate, alliance.timezone) if ending == "csv" else as_xlsx([held], request.translate, alliance.timezone)
    return download(request, writer, f"figures-{request.now:%Y-%m-%d}.{ending}")


def counts(request):
    """([Figures], the moment of the oldest count): what was counted lately is not counted again."""
    scratch, now, rows, oldest = request.registry.store.scratch, time.time(), [], request.now
    for slug in request.alliance.schools:
        kept = scratch.get(SPACE, slug)
        if kept is None or now - kept[0] > GOOD_S:
            kept = [now, list(figures.figures(request.open_school(slug), request.now))]
            scratch.put(SPACE, slug, kept, ttl=GOOD_S)
        rows.append(figures.Figures(*kept[1]))
        oldest = min(oldest, request.now.fromtimestamp(kept[0], request.now.tzinfo)) if kept[0] < now else oldest
    return rows, oldest
