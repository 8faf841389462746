"""An alliance in memory, a scratch in a folder, and a clock one can turn."""
from datetime import UTC, datetime

import pytest

from mooctang_core.identity import passwords
from mooctang_core.identity.limits import Guesses
from mooctang_core.model.accounts import Account
from mooctang_core.model.alliance import Alliance
from mooctang_core.model.people import RosterEntry
from mooctang_core.model.schools import School
from mooctang_core.store.scratch import FileScratch

NOW = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
GOOD = "两只黄鹂鸣翠柳 3"


class Clock:
    def __init__(self):
        self.seconds = 1_000_000.0

    def __call__(self):
        return self.seconds


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def scratch(tmp_path, clock):
    return FileScratch(tmp_path / "scratch.sqlite", clock)


@pytest.fixture
def guesses(scratch):
    return Guesses(scratch)


@pytest.fixture(scope="session")
def hashed():
    return passwords.hash(GOOD)


@pytest.fixture
def alliance(hashed):
    alliance = Alliance("医学联盟")
    for number in (1, 2):
        account = Account(f"a{number}", f"学生{number}")
        account.credential = hashed
        alliance.add_account(account, f"user:10001202300{number}", f"email:s{number}@pku.test", f"phone:1380000000{number}")
    return alliance


@pytest.fixture
def account(alliance):
    return alliance.accounts["a1"]


@pytest.fixture
def school():
    school = School("pku", "北医", unit="10001")
    school.people["1000199"] = RosterEntry("1000199", "学生2", aid="a2")
    return school
