"""What a school knows of people and shows nobody: a keyed mark to find it again, and a sealed text that only the server opens."""

import hashlib
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from .secret import server_secret, sign

NONCE = 12


class Private:
    """Marks and seals under the server's secret. A database that is stolen alone tells nothing."""

    def __init__(self, secret):
        self.secret = secret
        self._box = ChaCha20Poly1305(hashlib.sha256(b"people\0" + secret).digest())

    def mark(self, purpose, *parts):
        """The same for the same parts, and of no use to whoever has not the server's secret."""
        return sign(self.secret, f"people-{purpose}", *parts)[:32]

    def close(self, data):
        """Bytes, sealed."""
        nonce = secrets.token_bytes(NONCE)
        return nonce + self._box.encrypt(nonce, data, None)

    def open(self, data):
        """The bytes again; ValueError when they were sealed under another secret."""
        try:
            return self._box.decrypt(data[:NONCE], data[NONCE:], None)
        except InvalidTag:
            raise ValueError("sealed under another secret") from None

    def seal(self, text):
        return urlsafe_b64encode(self.close(text.encode())).decode()

    def unseal(self, text):
        """The text again; "" when it cannot be opened (a school that moved here from another server)."""
        try:
            return self.open(urlsafe_b64decode(text.encode())).decode()
        except ValueError:
            return ""

    def id_of(self, details):
        """An ID number as pages show it, or "" when there is none."""
        return masked(self.unseal(details["id_sealed"])) if details.get("id_sealed") else ""

    def keep_id(self, number):
        """What is stored of an ID number."""
        return {"id_hash": self.mark("id", number), "id_sealed": self.seal(number)}


def private_of(settings):
    """For whoever works beside the requests."""
    return Private(server_secret(settings.home))


def masked(number):
    """11**************2X: with the date of birth beside it, more would be the whole number."""
    return f"{number[:2]}{'*' * (len(number) - 4)}{number[-2:]}" if len(number) > 6 else "*" * len(number)
