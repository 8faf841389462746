"""mooctang 慕堂: courses, classrooms, sessions and the hooks that every teaching activity plugs into."""

VERSION = "0.1.0"


def main(global_config=None, **settings):
    """The WSGI application, for a PasteDeploy file or a test."""
    from .settings import load
    from .web import make_app

    return make_app(load(**settings))
