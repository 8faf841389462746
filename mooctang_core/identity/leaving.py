"""An account that is to be deleted: for thirty days it can be had back, then nothing of the person is left in it."""

from datetime import timedelta

from . import devices

KEPT = timedelta(days=30)


def leave(account, now):
    """Ask for the deletion. Returns the devices that were signed out."""
    account.leaving = now
    return devices.close_all(account)


def come_back(account):
    """As if nothing had been asked."""
    account.leaving = None


def is_over(account, now):
    return account.leaving is not None and now - account.leaving >= KEPT
