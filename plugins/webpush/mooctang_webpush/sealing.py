"""What a push service carries and cannot read: RFC 8291 (aes128gcm) for the browser, RFC 8292 (VAPID) for who we are."""

import base64
import hashlib
import hmac
import json
import os
import struct

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
RECORD = 4096
MOST = 3993
"""Bytes of a message that every push service takes."""


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text):
    """ValueError when it is none."""
    return base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))


def private_key(seed):
    """The key of this installation out of 32 random bytes."""
    return ec.derive_private_key(int.from_bytes(seed, "big") % (ORDER - 1) + 1, CURVE)


def public_bytes(key):
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def read_public(data):
    """ValueError when it is no point of the curve."""
    return ec.EllipticCurvePublicKey.from_encoded_point(CURVE, data)


def sealed(text, p256dh, auth, key=None, salt=None):
    """The body for one browser: only that browser opens it."""
    key, salt = key or ec.generate_private_key(CURVE), salt or os.urandom(16)
    shared = key.exchange(ec.ECDH(), read_public(p256dh))
    mine = public_bytes(key)
    secret = derived(auth, shared, b"WebPush: info\0" + p256dh + mine, 32)
    content_key, nonce = derived(salt, secret, b"Content-Encoding: aes128gcm\0", 16), derived(salt, secret, b"Content-Encoding: nonce\0", 12)
    header = salt + struct.pack("!IB", RECORD, len(mine)) + mine
    return header + AESGCM(content_key).encrypt(nonce, text[:MOST] + b"\x02", None)


def derived(salt, secret, info, length):
    """HKDF of one block."""
    return hmac.new(hmac.new(salt, secret, hashlib.sha256).digest(), info + b"\x01", hashlib.sha256).digest()[:length]


def introduction(key, audience, subject, expires):
    """The Authorization header that says to a push service who sends."""
    claims = {"aud": audience, "exp": expires, **({"sub": subject} if subject else {})}
    signing = ".".join(b64(json.dumps(part, separators=(",", ":")).encode()) for part in ({"typ": "JWT", "alg": "ES256"}, claims))
    r, s = decode_dss_signature(key.sign(signing.encode(), ec.ECDSA(hashes.SHA256())))
    return f"vapid t={signing}.{b64(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}, k={b64(public_bytes(key))}"
