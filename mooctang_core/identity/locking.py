"""Short texts that must not lie open in the database, such as another server's secret: locked with the server's own, as plain text again."""

from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.exceptions import InvalidTag

from .secret import closed, opened


def lock(secret, purpose, text):
    """The text as only this server reads it again, and only for the same purpose."""
    return urlsafe_b64encode(closed(secret, purpose, text)).decode()


def unlock(secret, purpose, locked):
    """The text again; None when it was locked elsewhere, for something else, or changed since."""
    try:
        return opened(secret, purpose, urlsafe_b64decode(locked or ""))
    except (InvalidTag, ValueError):
        return None
