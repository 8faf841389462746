"""The server's one secret: a file that only the server reads, made at the first start; every use gets a key of its own."""
import hashlib
import hmac
import os
import re
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from ..store.errors import StoreDamaged

NAME = "secret"
_SECRET = re.compile(r"[0-9a-fA-F]{64}\Z")


def server_secret(home):
    """The secret kept in `home`, made if there is none. Nodes that serve the same alliance need the same file."""
    path = Path(home) / NAME
    if not path.exists():
        _make(path)
    if path.stat().st_mode & 0o077:
        path.chmod(0o600)
    return _read(path)


def _read(path):
    # With an empty one the server would start, and everybody could sign what it signs.
    text = path.read_text("ascii", "replace").strip()
    if not _SECRET.match(text):
        raise StoreDamaged(f"The file {path} holds no secret of a server (64 hexadecimal digits): restore it from the backup, or remove it and start "
                           "again; pages that are open now are then asked to load anew.")
    return bytes.fromhex(text)


def _make(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{NAME}.{os.getpid()}.{secrets.token_hex(4)}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32) + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        # Several processes may start at once; the first link wins and nobody ever reads half a secret.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def sign(secret, purpose, *parts):
    """A signature of `parts` for one purpose; it cannot be used for another, nor its parts be shifted."""
    message = "\0".join((purpose, *(f"{len(part)}:{part}" for part in parts)))
    return hmac.digest(secret, message.encode("utf-8", "surrogatepass"), "sha256").hex()


def signed(secret, signature, purpose, *parts):
    return hmac.compare_digest(sign(secret, purpose, *parts).encode(), signature.encode("utf-8", "replace"))


def closed(secret, purpose, text):
    """A short text (a number, a key) that only this server opens again, for the same purpose."""
    nonce = secrets.token_bytes(12)
    return nonce + ChaCha20Poly1305(_key_for(secret, purpose)).encrypt(nonce, text.encode(), None)


def opened(secret, purpose, data):
    """The text; raises when it was closed for something else, by another server, or changed since."""
    return ChaCha20Poly1305(_key_for(secret, purpose)).decrypt(data[:12], data[12:], None).decode()


def _key_for(secret, purpose):
    return hmac.new(secret, f"closed {purpose}".encode(), hashlib.sha256).digest()


def own_key(settings, purpose):
    """32 bytes for one purpose, the same at every start and on every node that has the same secret."""
    return bytes.fromhex(sign(server_secret(settings.home), "own key", purpose))
