"""Where a school's notices are handed to, and the secret that signs them: computed, so that no store and no export holds it."""

import base64
from typing import NamedTuple

from mooctang_core.api import own_key

SHELF = "webhook"


class Target(NamedTuple):
    url: str
    secret: str
    """As the receiver writes it down: whsec_ and base64."""

    @classmethod
    def of(cls, school, settings):
        kept = school.peek_shelf(SHELF)
        return cls(kept.get("url", ""), secret_of(settings, school.slug, kept.get("turn", 1)))


def secret_of(settings, slug, turn):
    return "whsec_" + base64.b64encode(own_key(settings, f"webhook {slug} {turn}")).decode()


def key_of(secret):
    return base64.b64decode(secret.removeprefix("whsec_"))
