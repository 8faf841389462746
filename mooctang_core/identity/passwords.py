"""Passwords: argon2id in a bounded pool, the same time for an unknown account, and no guessable ones."""
import hashlib
import hmac
import os
import re
import secrets
import threading
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from .. import cores
from ..activity import Refused
from ..words import translator

_ = translator("mooctang_core")

# OWASP's second choice: 17 ms here. The library's default takes 145 ms: 2,000 people at eight o'clock would wait five minutes.
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
LEAST, MOST = 8, 128
ONE_TIME_VALID = timedelta(days=7)
ONCE = "once$"
ONE_TIME_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
COMMON = frozenset(
    "password passw0rd p@ssw0rd password1 password123 qwertyui qwerty123 1q2w3e4r 1qaz2wsx zaq12wsx asdfghjk abc12345 abcd1234 a1234567 "
    "a12345678 a123456789 aa123456 qq123456 wang1234 woaini1314 woaini520 iloveyou 5201314520 88888888 66668888 12344321 "
    "11223344 1234abcd administrator admin123 mooctang student1 student123 teacher123 welcome1 letmein1".split())
_RUNS = ("0123456789" * 3, "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm")


class Busy(Exception):
    """More people than the pool can check are waiting; they are asked to come back in a moment."""


def normal(password):
    """Full-width and half-width typing of one password are the same password."""
    return unicodedata.normalize("NFKC", password)


def hash(password):
    return HASHER.hash(normal(password))


# A hash no password has: an unknown account costs as much time as a wrong password.
_NOBODY = HASHER.hash(secrets.token_hex(16))


def check(credential, password):
    """Whether the password opens this credential (None: there is no such account, which takes as long to say)."""
    text = normal(password[:MOST + 1])
    if credential and credential.startswith(ONCE):
        # In the same time as any other: how long it takes shall not tell who has not come in yet.
        check(_NOBODY, password)
        return opens_once(credential, text)
    try:
        HASHER.verify(credential or _NOBODY, text if len(password) <= MOST else "")
    except (VerificationError, InvalidHashError):
        return False
    return credential is not None


class Pool:
    """Checks and makes hashes on as many threads as there are cores, so that a full lecture hall signing in fills neither memory nor queue."""

    def __init__(self, threads=None, waiting=5000):
        self._threads = ThreadPoolExecutor(threads or os.cpu_count() or 1, thread_name_prefix="password", initializer=cores.roam)
        self._room = threading.BoundedSemaphore(waiting)

    def later(self, step, *arguments):
        """A future of `step(*arguments)`; Busy when too many are waiting."""
        if not self._room.acquire(blocking=False):
            raise Busy
        future = self._threads.submit(step, *arguments)
        future.add_done_callback(lambda _done: self._room.release())
        return future

    def close(self):
        self._threads.shutdown(wait=False, cancel_futures=True)


def refuse_weak(password, names=(), id_number=""):
    """Raise Refused with the sentence to read when a stranger would soon guess it. `names`: what the person logs in with."""
    text = normal(password).casefold()
    if len(text) < LEAST:
        raise Refused(_("密码至少要 ${n} 个字符。", n=LEAST))
    if len(password) > MOST:
        raise Refused(_("密码最多 ${n} 个字符。", n=MOST))
    if any(_same(text, name) for name in names):
        raise Refused(_("密码不能和登录名、学号或手机号相同。"))
    if id_number and (text in id_number.casefold() or id_number[-6:].casefold() in text):
        raise Refused(_("密码里不能有身份证号的后六位。"))
    if _easy(text):
        raise Refused(_("这个密码太容易猜到。请换一个，例如用几个不相干的词连起来。"))


def _same(text, name):
    name = normal(name or "").casefold()
    return bool(name) and (text == name or text == name.partition("@")[0] or (len(text) >= LEAST and text == name[-len(text):]))


def _easy(text):
    # Eight digits are a birthday or a number, and a machine tries all of them.
    only_digits = text.isdigit() and len(text) < 12
    return only_digits or len(set(text)) < 4 or text in COMMON or _is_run(text)


def _is_run(text):
    core = re.sub(r"[^a-z0-9]", "", text)
    return len(core) > len(text) // 2 and any(core in run or core in run[::-1] for run in _RUNS)


def set_password(account, hashed):
    """The person's own choice: no longer a one-time secret."""
    account.credential, account.must_change, account.credential_until, account.dormant = hashed, False, None, False


def give_one_time(account, now):
    """A random secret to hand to this person, once, for seven days; with it they may only choose a password. Returns it."""
    letters = "".join(secrets.choice(ONE_TIME_ALPHABET) for _letter in range(12))
    secret = "-".join((letters[:4], letters[4:8], letters[8:]))
    account.credential, account.must_change, account.credential_until = hash_once(secret), True, now + ONE_TIME_VALID
    return secret


def hash_once(word):
    """A random secret of sixty bits needs no slow hash: that is for what people think up. A year's new students get theirs in seconds."""
    salt = secrets.token_hex(8)
    return f"{ONCE}{salt}${_digest_once(salt, word)}"


def opens_once(credential, text):
    _word, salt, digest = credential.split("$")
    return hmac.compare_digest(_digest_once(salt, text.strip().casefold()), digest)


def _digest_once(salt, word):
    return hashlib.pbkdf2_hmac("sha256", word.encode("utf-8", "surrogatepass"), salt.encode(), 1000).hex()


def expired(account, now):
    until = getattr(account, "credential_until", None)
    return until is not None and until < now
