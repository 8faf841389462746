"""The devices a person is signed in on: kept with the account, each good for one host, only a hash of its secret stored."""
import hashlib
import hmac
import secrets
import threading
from datetime import timedelta
from typing import NamedTuple

MOST = 20
KEPT = timedelta(days=90)
# On a computer that others use too (电脑教室) the sign-in must not outlive the day.
UNKEPT = timedelta(hours=14)
SEEN_EVERY_S = 300


class Device(NamedTuple):
    """One line of "my devices"."""

    id: str
    host: str
    label: str
    opened: object
    kept: bool


def open(account, host, label, now, keep=True, chain=None):
    """Sign the account in on a host. Returns the cookie's value, which is nowhere kept. `chain`: see chain_of."""
    device, secret = secrets.token_urlsafe(9), secrets.token_urlsafe(24)
    if getattr(account, "dormant", False):
        account.dormant = False
    for name in [name for name, one in account.devices.items() if _over(one, now)]:
        del account.devices[name]
    while len(account.devices) >= MOST:
        del account.devices[min(account.devices, key=lambda one: account.devices[one]["opened"])]
    account.devices[device] = {
        "host": host, "label": label[:80], "opened": now, "kept": bool(keep), "epoch": account.epoch, "digest": _digest(secret),
        **({"chain": chain} if chain else {})}
    return f"{account.aid}.{device}.{secret}"


def recognise(alliance, cookie, host, now=None):
    """(account, device id) of whoever shows this cookie on this host, or None. Works as long for a wrong one."""
    aid, device, secret = _parts(cookie)
    account = alliance.accounts.get(aid)
    known = (account.signed_in.get(device) if account is not None else None) or {"digest": b"\0" * 32}
    same = hmac.compare_digest(known["digest"], _digest(secret))
    if not same or account is None or account.disabled:
        return None
    if known["host"] != host or known["epoch"] != account.epoch or (now is not None and _over(known, now)):
        return None
    return account, device


def devices_of(account, now=None):
    """Where this person is signed in, the newest first."""
    found = [Device(name, one["host"], one["label"], one["opened"], one["kept"]) for name, one in account.devices.items()
             if one["epoch"] == account.epoch and not (now is not None and _over(one, now))]
    return sorted(found, key=lambda device: device.opened, reverse=True)


def close(account, device):
    """Sign one device out; no cookie of it is good any more."""
    account.devices.pop(device, None)


def chain_of(account, device):
    """The word that the sign-ins of one browser share, which were handed from host to host; the first one's id."""
    return account.devices.get(device, {}).get("chain") or device


def close_chain(account, device):
    """Sign a browser out on every host to which this sign-in was handed, or from which it came. Returns the ids that were closed."""
    chain = chain_of(account, device)
    gone = [name for name in account.devices if chain_of(account, name) == chain]
    for name in gone:
        close(account, name)
    return gone


def close_all(account, but=None):
    """Sign every device out, but perhaps this one. Returns the ids that were closed."""
    account.epoch += 1
    gone = [name for name in account.devices if name != but]
    for name in gone:
        del account.devices[name]
    if but in account.devices:
        account.devices[but] = {**account.devices[but], "epoch": account.epoch}
    return gone


def _parts(cookie):
    parts = (cookie or "").split(".")
    return parts if len(parts) == 3 and len(cookie) < 300 else ("", "", "")


def _digest(secret):
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


def _over(known, now):
    return now - known["opened"] > (KEPT if known["kept"] else UNKEPT)


class LastSeen:
    """When a device was last here: traffic, so in scratch, and written every few minutes only.

    When a whole hall comes at once, one of them writes for those who came while it was writing.
    """

    SPACE = "seen"

    def __init__(self, scratch):
        self._scratch, self._written, self._lock = scratch, {}, threading.Lock()
        self._due, self._writing = {}, False

    def touch(self, device, now):
        moment = now.timestamp()
        with self._lock:
            if moment - self._written.get(device, 0) < SEEN_EVERY_S:
                return
            if len(self._written) > 50_000:
                self._written.clear()
            self._written[device] = self._due[device] = moment
            if self._writing:
                return
            self._writing = True
        try:
            self._write_due()
        finally:
            self._writing = False

    def _write_due(self):
        # Twice, and no more: whoever writes has a page to give. What is left goes with the next one.
        for _again in range(2):
            with self._lock:
                due, self._due = self._due, {}
            if due:
                self._scratch.put_all(self.SPACE, dict(sorted(due.items())), ttl=KEPT.total_seconds())

    def of(self, device):
        """Seconds since 1970, or None."""
        return self._due.get(device) or self._scratch.get(self.SPACE, device)


_KINDS = (("MicroMessenger", "WeChat"), ("iPad", "iPad"), ("iPhone", "iPhone"), ("Android", "Android"), ("Windows", "Windows"),
          ("Mac OS X", "Mac"), ("CrOS", "ChromeOS"), ("Linux", "Linux"))
_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("CriOS", "Chrome"), ("Safari", "Safari"))


def label_of(user_agent):
    """What a person recognises a device by: "Windows · Chrome". The rest of the header is not kept."""
    agent = user_agent or ""
    found = [next((name for mark, name in names if mark in agent), "") for names in (_KINDS, _BROWSERS)]
    return " · ".join(filter(None, found)) or "?"
