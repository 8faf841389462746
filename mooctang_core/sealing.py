"""A plain value closed up so that only the holder of a key can read it, and so that its length says little."""

import json
import zlib

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY = 32
LEAST = 1024            # bytes; whatever is shorter is as long as this, and beyond it lengths double
NONCE = bytes(12)       # each sealing has a key of its own, so the nonce need not differ
MOST = 1 << 22


def new_key():
    """(private, public): what opens, and what closes."""
    key = X25519PrivateKey.generate()
    return key.private_bytes_raw(), key.public_key().public_bytes_raw()


def seal(public, value):
    """Bytes that only the private half opens. Sealed twice, the same value looks different."""
    once = X25519PrivateKey.generate()
    mine = once.public_key().public_bytes_raw()
    shared = once.exchange(X25519PublicKey.from_public_bytes(public))
    return mine + _cipher(shared, mine + public).encrypt(NONCE, _padded(value), None)


def unseal(private, sealed):
    """The value again; raises when it was sealed for another key or changed since."""
    key = X25519PrivateKey.from_private_bytes(private)
    theirs = sealed[:KEY]
    shared = key.exchange(X25519PublicKey.from_public_bytes(theirs))
    padded = _cipher(shared, theirs + key.public_key().public_bytes_raw()).decrypt(NONCE, sealed[KEY:], None)
    length = int.from_bytes(padded[:4], "big")
    return json.loads(zlib.decompressobj().decompress(padded[4:4 + length], MOST))


def _cipher(shared, salt):
    return ChaCha20Poly1305(HKDF(SHA256(), 32, salt, b"mooctang urn").derive(shared))


def _padded(value):
    packed = zlib.compress(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"))
    room = LEAST
    while room < len(packed) + 4:
        room *= 2
    return (len(packed).to_bytes(4, "big") + packed).ljust(room, b"\0")
