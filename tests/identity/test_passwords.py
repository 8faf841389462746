"""Passwords nobody guesses, checked in the same time for everybody."""
import statistics
import threading
import time
from datetime import timedelta

import pytest

from mooctang_core.activity import Refused
from mooctang_core.identity import passwords
from mooctang_core.identity.passwords import Busy, Pool, check, refuse_weak

from .conftest import GOOD, NOW


def test_the_right_password_opens_and_others_do_not(hashed):
    assert check(hashed, GOOD) and check(hashed, GOOD.replace("3", "３"))
    assert not check(hashed, GOOD + "x") and not check(None, GOOD) and not check("no hash", GOOD) and not check(hashed, "")


def test_the_hash_is_argon2id_at_nineteen_mebibytes(hashed):
    assert hashed.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_password_of_ten_megabytes_costs_no_more_than_another(hashed):
    started = time.perf_counter()
    assert not check(hashed, "长" * 10_000_000)
    assert time.perf_counter() - started < 1


def test_an_unknown_account_takes_as_long_as_a_wrong_password(hashed):
    def took(credential):
        started = time.perf_counter()
        check(credential, "wrong password")
        return time.perf_counter() - started

    pairs = [(took(hashed), took(None)) for _round in range(15)]
    known, unknown = (statistics.median(times) for times in zip(*pairs))
    assert 0.6 < known / unknown < 1.6


@pytest.mark.parametrize("weak", [
    "1234567", "12345678", "123456123456"[:8], "87654321", "00000000", "abababab", "qwertyuiop", "Password", "woaini520", "19901012",
    "1000120230001", "s1@pku.test", "20230001", "13800000001", "my-012345-word", "x" * 129, "ａａａａａａａａ", "zaq12wsx",
])
def test_what_anybody_would_guess_is_refused_with_a_sentence(weak):
    with pytest.raises(Refused) as refusal:
        refuse_weak(weak, names=("1000120230001", "s1@pku.test", "13800000001"), id_number="110105199001012345"[:12] + "012345")
    assert str(refusal.value.message)


@pytest.mark.parametrize("good", [GOOD, "correct horse", "Tr0ub4dor&3", "八个汉字也可以的", "2023年的第一场雪"])
def test_what_is_hard_to_guess_is_taken(good):
    refuse_weak(good, names=("1000120230001",), id_number="11010519900101002X")


def test_an_issued_password_is_random_lasts_a_week_and_must_be_changed(account):
    secret = passwords.give_one_time(account, NOW)
    assert check(account.credential, secret) and account.must_change and len(secret) == 14
    assert not passwords.expired(account, NOW + timedelta(days=6)) and passwords.expired(account, NOW + timedelta(days=8))
    assert secret != passwords.give_one_time(account, NOW)
    passwords.set_password(account, passwords.hash(GOOD))
    assert not account.must_change and not passwords.expired(account, NOW + timedelta(days=800))


def test_the_pool_is_bounded_and_says_so_instead_of_filling_up():
    pool, gate = Pool(threads=1, waiting=2), threading.Event()
    first, second = pool.later(gate.wait, 5), pool.later(lambda: "done")
    with pytest.raises(Busy):
        pool.later(lambda: "too many")
    gate.set()
    assert second.result(5) == "done" and first.done()
    assert pool.later(lambda: "room again").result(5) == "room again"
    pool.close()
