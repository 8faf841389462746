"""/operate/…: what whoever runs the installation does in a browser, on the alliance's host."""

from functools import partial

from pyramid.view import view_config

from ....model.alliance import Alliance
from ....permissions import OPERATE

PAGES = {
    "operate": "/operate",
    "operate_plugins": "/operate/plugins",
    "operate_log": "/operate/log",
    "operate_log_file": "/operate/log.{ending:csv|xlsx}",
}


def operators(page, method="GET", **options):
    """A page of the operators'; on a school's host it is not there."""
    return view_config(route_name=page, context=Alliance, permission=OPERATE, request_method=method, **options)


operators_post = partial(operators, method="POST")


def includeme(config):
    for name, path in PAGES.items():
        config.add_route(name, path)
