"""A sign-in is good on one host, for one account, until somebody ends it."""
import pickle
from datetime import timedelta

import pytest

from mooctang_core.identity import devices
from mooctang_core.identity.devices import LastSeen, devices_of, label_of, recognise
from mooctang_core.plain import plain

from .conftest import NOW

HOST, OTHER = "pku.alliance.test", "fudan.alliance.test"


@pytest.fixture
def cookie(account):
    return devices.open(account, HOST, "Windows · Chrome", NOW)


def test_the_cookie_is_known_on_its_own_host_only(alliance, account, cookie):
    assert recognise(alliance, cookie, HOST)[0] is account
    assert recognise(alliance, cookie, OTHER) is None and recognise(alliance, cookie, HOST + ":80") is None


def test_only_a_hash_of_the_secret_is_stored(account, cookie):
    secret = cookie.split(".")[2].encode()
    stored = dict(account.devices)
    assert plain(stored) and secret not in pickle.dumps(stored)


@pytest.mark.parametrize("spoil", [
    lambda c: c[:-1] + ("A" if c[-1] != "A" else "B"), lambda c: "a2" + c[2:], lambda c: c + ".x", lambda c: "", lambda c: None, lambda c: "..",
    lambda c: "a1..", lambda c: "x" * 5000, lambda c: "\udcff.\udcff.\udcff",
])
def test_a_spoilt_cookie_is_nobodys(alliance, cookie, spoil):
    assert recognise(alliance, spoil(cookie), HOST) is None


def test_signing_out_kills_the_cookie_and_no_other(alliance, account, cookie):
    second = devices.open(account, HOST, "iPhone", NOW)
    devices.close(account, recognise(alliance, cookie, HOST)[1])
    assert recognise(alliance, cookie, HOST) is None and recognise(alliance, second, HOST)


def test_what_was_handed_from_host_to_host_ends_together_and_another_browser_stays(alliance, account, cookie):
    first = recognise(alliance, cookie, HOST)[1]
    there = devices.open(account, OTHER, "Windows", NOW, chain=devices.chain_of(account, first)).split(".")[1]
    further = devices.open(account, "third.test", "Windows", NOW, chain=devices.chain_of(account, there)).split(".")[1]
    phone = devices.open(account, OTHER, "iPhone", NOW).split(".")[1]
    assert plain(dict(account.devices))
    assert sorted(devices.close_chain(account, there)) == sorted([first, there, further]) and list(account.devices) == [phone]
    assert devices.close_chain(account, "no such") == []


def test_signing_out_everywhere_kills_all_but_this_one(alliance, account, cookie):
    second = devices.open(account, OTHER, "iPhone", NOW)
    kept = recognise(alliance, cookie, HOST)[1]
    gone = devices.close_all(account, but=kept)
    assert len(gone) == 1 and recognise(alliance, second, OTHER) is None and recognise(alliance, cookie, HOST)
    devices.close_all(account)
    assert recognise(alliance, cookie, HOST) is None and devices_of(account) == []


def test_a_restored_device_of_an_older_epoch_is_not_good(alliance, account, cookie):
    before = dict(account.devices)
    devices.close_all(account)
    account.devices.update(before)
    assert recognise(alliance, cookie, HOST) is None and devices_of(account) == []


def test_a_disabled_account_is_signed_in_nowhere(alliance, account, cookie):
    account.disabled = True
    assert recognise(alliance, cookie, HOST) is None


def test_a_shared_computer_forgets_overnight_and_ones_own_after_three_months(alliance, account, cookie):
    shared = devices.open(account, HOST, "Windows", NOW, keep=False)
    assert recognise(alliance, shared, HOST, NOW + timedelta(hours=13))
    assert recognise(alliance, shared, HOST, NOW + timedelta(hours=15)) is None
    assert recognise(alliance, cookie, HOST, NOW + timedelta(days=89))
    assert recognise(alliance, cookie, HOST, NOW + timedelta(days=91)) is None


def test_what_is_over_is_neither_listed_nor_kept(account, cookie):
    later = NOW + timedelta(days=100)
    assert devices_of(account, NOW) and not devices_of(account, later)
    devices.open(account, HOST, "new", later)
    assert [device.label for device in devices_of(account)] == ["new"]


def test_the_oldest_gives_way_when_there_are_too_many(alliance, account, cookie):
    for minute in range(devices.MOST):
        devices.open(account, HOST, str(minute), NOW + timedelta(minutes=minute + 1))
    assert len(account.devices) == devices.MOST and recognise(alliance, cookie, HOST) is None
    assert devices_of(account)[0].label == str(devices.MOST - 1)


def test_last_seen_is_written_every_few_minutes_only(scratch):
    written = []
    seen = LastSeen(scratch)
    put, scratch.put_all = scratch.put_all, lambda *a, **k: (written.append(a), put(*a, **k))
    for second in (0, 10, 299, 301):
        seen.touch("d1", NOW + timedelta(seconds=second))
    assert len(written) == 2 and seen.of("d1") == NOW.timestamp() + 301 and seen.of("d2") is None


def test_of_a_hall_that_comes_at_once_one_writes_for_the_others(scratch):
    written, seen = [], LastSeen(scratch)
    put = scratch.put_all

    def slow(space, values, ttl):
        if not written:
            for number in range(50):
                seen.touch(f"d{number}", NOW)       # they come while the first one writes, and do not wait
        written.append(values)
        put(space, values, ttl)

    scratch.put_all = slow
    seen.touch("first", NOW)
    assert [len(values) for values in written] == [1, 50]
    assert all(scratch.get(LastSeen.SPACE, name) == NOW.timestamp() for name in ("first", "d0", "d49"))


def test_whoever_is_not_written_yet_was_seen_all_the_same(scratch):
    seen = LastSeen(scratch)
    seen._writing = True
    seen.touch("d1", NOW)
    assert seen.of("d1") == NOW.timestamp() and scratch.get(LastSeen.SPACE, "d1") is None
    seen._writing = False
    seen.touch("d2", NOW)
    assert scratch.get(LastSeen.SPACE, "d1") == NOW.timestamp()


@pytest.mark.parametrize("agent, label", [
    ("Mozilla/5.0 (Windows NT 10.0; Win64) AppleWebKit/537.36 Chrome/130 Safari/537.36 Edg/130", "Windows · Edge"),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit Version/18.0 Mobile Safari/604.1", "iPhone · Safari"),
    ("<script>alert(1)</script>", "?"), (None, "?"),
])
def test_a_device_is_called_by_a_name_people_know(agent, label):
    assert label_of(agent) == label
