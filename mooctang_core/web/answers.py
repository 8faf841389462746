"""Small answers that are made thousands of times a minute."""

from pyramid.response import Response


def moved(path):
    """303 to a path on this host, without the page that nobody reads."""
    return Response(status=303, location=path)
