"""A password that a school printed proves nothing about whose account it is."""

import pytest

from mooctang_core.activity import Refused
from mooctang_core.flows import merging


def test_an_account_with_an_issued_password_is_not_taken_in(campus):
    with campus.writing("alliance") as alliance:
        new, old = (alliance.accounts[campus.aid(who)] for who in ("s1", "s2"))
        merging.refuse(alliance, new, old)
        old.must_change = True
        with pytest.raises(Refused, match="一次性密码"):
            merging.refuse(alliance, new, old)


def test_what_its_owner_made_takes_the_school_its_key(campus):
    with campus.writing("alliance") as alliance:
        new, old = (alliance.accounts[campus.aid(who)] for who in ("s1", "s2"))
        new.home = "east"
        merging.begin(alliance, new, old, (), {}, campus.clock())
        assert new.home is None
