"""Short texts that must not lie open in the database (another server's secret, a number of an identity card): locked with the server's secret."""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

NONCE = 12


def lock(secret, purpose, text):
    """The text as only this server reads it again, and only for the same purpose."""
    nonce = secrets.token_bytes(NONCE)
    return urlsafe_b64encode(nonce + _cipher(secret, purpose).encrypt(nonce, text.encode(), purpose.encode())).decode()


def unlock(secret, purpose, locked):
    """The text again; None when it was locked elsewhere, for something else, or changed since."""
    try:
        raw = urlsafe_b64decode(locked or "")
        return _cipher(secret, purpose).decrypt(raw[:NONCE], raw[NONCE:], purpose.encode()).decode()
    except (InvalidTag, NotBase64, ValueError):
        return None


def _cipher(secret, purpose):
    return ChaCha20Poly1305(hmac.new(secret, f"lock {purpose}".encode(), hashlib.sha256).digest())
