"""The names and flags of our cookies, in one place: never a domain, never readable by a script."""
from typing import NamedTuple

DEVICE = "mooctang"
"""Who is signed in on this device, on this host."""
VISITOR = "visitor"
"""A browser known again before anybody signs in on it, so that its forms carry a token too."""
CLAIM = "claim"
"""What a phone earned by scanning, before any login."""
LANGUAGE = "language"
MODE = "mode"
"""Colours: auto, light or dark, perhaps followed by +contrast."""

PARTED = "mooctang.cookies"
"""Where a request keeps its cookies once they were read."""

KEPT_S = 90 * 86_400
YEAR_S = 365 * 86_400


class Jar(NamedTuple):
    """How cookies are written here: over https under `__Host-…`, which no neighbouring host can plant."""

    secure: bool

    def name(self, cookie):
        return f"__Host-{cookie}" if self.secure else cookie

    def get(self, request, cookie):
        """Its value; None when there is none. Ours are never quoted: most are found without taking the header apart."""
        header, name = request.environ.get("HTTP_COOKIE", ""), self.name(cookie)
        if '"' in header or not header.isascii():
            return request.cookies.get(name)
        known = request.environ.get(PARTED)
        if known is None or known[0] is not header:
            words = (part.strip().partition("=") for part in header.split(";"))
            known = request.environ[PARTED] = header, {word: value for word, _, value in words}
        return known[1].get(name)

    def put(self, response, cookie, value, max_age=None):
        """Set it; without `max_age` it goes when the browser is closed."""
        response.set_cookie(self.name(cookie), value, max_age=max_age, path="/", secure=self.secure, httponly=True, samesite="Lax")

    def clear(self, response, cookie):
        self.put(response, cookie, "", max_age=0)


def jar(settings):
    return Jar(settings.public_scheme == "https")
