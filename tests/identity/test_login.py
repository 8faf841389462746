"""Who types which name, and what they are told."""
from datetime import timedelta

import pytest

from mooctang_core.activity import Refused
from mooctang_core.identity import passwords
from mooctang_core.identity.devices import recognise
from mooctang_core.identity.limits import TooMany
from mooctang_core.identity.login import find_account, log_in, masked

from .conftest import GOOD, NOW

HOST = "pku.alliance.test"


@pytest.fixture
def enter(alliance, school, guesses):
    def enter(name, password, at_school=True, now=NOW, **more):
        return log_in(alliance, school if at_school else None, name, password, guesses=guesses, address="10.0.0.1", host=HOST,
                      label="test", now=now, **more)
    return enter


@pytest.mark.parametrize("name", [
    "100012023001", "2023001", "S1@PKU.test", " s1@pku.test ", "13800000001", "+86 138 0000 0001", "138-0000-0001", "２０２３００１",
])
def test_every_bound_way_leads_to_the_account(alliance, school, name):
    assert find_account(alliance, school, name).aid == "a1"


def test_a_bare_number_means_something_within_a_school_only(alliance, school):
    assert find_account(alliance, None, "2023001") is None and find_account(alliance, None, "100012023001").aid == "a1"


def test_the_number_one_is_certified_with_logs_in_at_that_school(alliance, school):
    assert find_account(alliance, school, "99").aid == "a2" and find_account(alliance, None, "99") is None


@pytest.mark.parametrize("name", ["", "   ", "nobody", "0", "x" * 5000, "\x00", "=1+1", "a@", "@"])
def test_a_name_nobody_has_finds_nobody(alliance, school, name):
    assert find_account(alliance, school, name) is None


def test_one_signs_in_and_is_known(enter, alliance, account):
    signed_in = enter("2023001", GOOD)
    assert signed_in.account is account and recognise(alliance, signed_in.cookie, HOST)[0] is account


def test_a_wrong_password_and_an_unknown_name_read_the_same(enter, account):
    said = []
    for name in ("2023001", "nobody"):
        with pytest.raises(Refused) as refusal:
            enter(name, "wrong password")
        said.append(str(refusal.value.message))
    assert said[0] == said[1] and not account.devices


def test_the_limit_is_the_persons_by_whichever_name(enter, clock):
    for name in ("2023001", "s1@pku.test", "13800000001", "100012023001") * 5:
        clock.seconds += 40
        try:
            enter(name, "wrong password")
        except Refused:
            pass
        except TooMany:
            break
    else:
        pytest.fail("twenty tries by four names")


def test_an_issued_password_signs_nobody_in_until_it_is_changed(enter, account):
    secret = passwords.give_one_time(account, NOW)
    assert enter("2023001", secret).cookie == "" and not account.devices
    with pytest.raises(Refused):
        enter("2023001", secret, now=NOW + timedelta(days=8))


def test_a_disabled_account_is_told_nothing_special(enter, account):
    account.disabled = True
    with pytest.raises(Refused):
        enter("2023001", GOOD)


def test_an_account_without_a_password_is_opened_by_none(enter, account):
    account.credential = None
    for password in ("", "None", GOOD):
        with pytest.raises(Refused):
            enter("2023001", password)


@pytest.mark.parametrize("method, shown", [
    ("phone:13800001234", "138****1234"), ("email:lihua@pku.test", "l***@pku.test"), ("user:100012023001", "10****01"),
])
def test_a_method_is_shown_masked(method, shown):
    assert masked(method) == shown
