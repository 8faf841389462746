"""One-time codes: sent, computed and never kept, good once, and not to be guessed."""
import logging

import pytest
import transaction
from cryptography.exceptions import InvalidTag

from mooctang_core.activity import Refused
from mooctang_core.identity import codes
from mooctang_core.identity.limits import Guesses, TooMany
from mooctang_core.identity.secret import closed, opened
from mooctang_core.model.outbox import Outbox
from mooctang_core.testing import Campus
from mooctang_core.web.requests import blank
from mooctang_core.web.roots import root_factory


@pytest.fixture(scope="module")
def campus(tmp_path_factory):
    """One for these stories: each has a number and browsers of its own."""
    made = Campus(tmp_path_factory.mktemp("campus"), students=1)
    yield made
    made.close()


@pytest.fixture
def phone(campus):
    campus.numbers = getattr(campus, "numbers", 0) + 1
    return "phone", f"1380000{campus.numbers:04d}"


class Ticking:
    def __init__(self):
        self.seconds = 1_000_000.0

    def __call__(self):
        return self.seconds


@pytest.fixture
def ticking(campus, monkeypatch):
    clock = Ticking()
    monkeypatch.setattr(campus.store.scratch, "clock", clock)
    return clock


@pytest.fixture
def ask(campus, ticking, phone):
    """A request of its own each time, as after a page was sent."""
    made = []

    def request(visitor=phone[1] * 2, host="east.test", address="192.0.2.1"):
        one = blank(campus.app.registry, f"http://{host}")
        one.environ.update(REMOTE_ADDR=address, HTTP_COOKIE=f"visitor={visitor}")
        one.tm = transaction.TransactionManager(explicit=True)
        one.tm.begin()
        one.root = root_factory(one)
        made.append(one)
        return one

    yield request
    for one in made:
        one.tm.abort()
        one._process_finished_callbacks()


def sent(request):
    """The code in the letter that this request posted."""
    nonces = set(request.environ[codes.MEMO].values())
    letter = next(letter for letter in Outbox(request.alliance).all("w") if letter.notice["nonce"] in nonces)
    return codes.opened(request.registry.secret, letter.notice, request.now)["text"][2]["code"]


@pytest.mark.parametrize("typed, kind, value", [
    ("138 0000 1234", "phone", "13800001234"), ("+8613800001234", "phone", "13800001234"), ("１３８００００１２３４", "phone", "13800001234"),
    (" Lin@East.Test ", "email", "lin@east.test"),
])
def test_a_number_or_an_address_is_known_however_it_is_typed(typed, kind, value):
    assert codes.contact_of(typed) == (kind, value)


@pytest.mark.parametrize("typed", ["", None, "2026001", "138", "a@b", "a@b.c", "@east.test", "a@east.test\r\nBcc: b@c.de", "a,b@east.test", "<a>@east.test", "a" * 400])
def test_anything_else_is_neither(typed):
    with pytest.raises(Refused):
        codes.contact_of(typed)


@pytest.mark.feature("ACC-01")
def test_a_code_is_good_once_for_what_it_was_sent_for(ask, phone):
    request = ask()
    codes.send_code(request, *phone, "login")
    code = sent(request)
    assert len(code) == 6 and not codes.check_code(ask(), *phone, "bind", code)
    asked = ask()
    assert codes.check_code(asked, *phone, "login", f" {code[:3]} {code[3:]} ")
    assert codes.check_code(asked, *phone, "login", code), "a run that is done again is the same one"
    assert not codes.check_code(ask(), *phone, "login", code)


def test_five_wrong_ones_spoil_it_and_ten_minutes_too(ask, ticking, phone):
    request = ask()
    codes.send_code(request, *phone, "login")
    wrong = "000000" if sent(request) != "000000" else "111111"
    for _try in range(5):
        assert not codes.check_code(ask(), *phone, "login", wrong)
        ticking.seconds += 10
    assert not codes.check_code(ask(), *phone, "login", sent(request))
    ticking.seconds += 120
    again = ask()
    codes.send_code(again, *phone, "login")
    ticking.seconds += codes.VALID_S + 1
    assert not codes.check_code(ask(), *phone, "login", sent(again))


def test_twenty_wrong_ones_a_day_are_enough(ask, ticking, phone):
    for _round in range(4):
        request = ask()
        codes.send_code(request, *phone, "login")
        for _try in range(5):
            codes.check_code(ask(), *phone, "login", "x")
            ticking.seconds += 10
        ticking.seconds += 3600
    with pytest.raises(TooMany):
        codes.check_code(ask(), *phone, "login", "x")


def guess_for(ask, ticking, contact, purpose="login", address="192.0.2.7", tries=5, pause=61):
    """So many wrong ones against a new code; how many were let through."""
    codes.send_code(ask(visitor=contact[1] * 3, address="198.51.100.9"), *contact, purpose)
    done = 0
    for _try in range(tries):
        try:
            codes.check_code(ask(visitor=contact[1] * 3, address=address), *contact, purpose, "x")
        except TooMany:
            break
        done, ticking.seconds = done + 1, ticking.seconds + pause
    return done


def test_who_guesses_at_many_numbers_from_one_address_is_stopped_and_the_hall_beside_is_not(ask, campus, ticking, monkeypatch):
    monkeypatch.setattr(Guesses, "STEPS", ((6, 3), (8, 1)))
    monkeypatch.setattr(Guesses, "CLOSED", 12)
    let = [guess_for(ask, ticking, ("phone", f"1360000{number:04d}"), tries=2, pause=1) for number in range(12)]
    assert let[0] == 2 and let[6] == 1 and let[-1] == 0 and sum(let) == 13
    beside = ask(address="192.0.2.8")
    codes.send_code(beside, "phone", "13611110000", "login")
    assert codes.check_code(ask(address="192.0.2.8"), "phone", "13611110000", "login", sent(beside))


def test_a_hall_of_freshmen_who_mistype_gets_in(ask, campus, ticking, monkeypatch):
    monkeypatch.setattr(Guesses, "CLOSED", 6)
    for number in range(24):
        contact, visitor = ("phone", f"1350000{number:04d}"), f"{number:024d}"
        asked = ask(visitor, address="192.0.2.9")
        codes.send_code(asked, *contact, "register")
        if number % 3 == 0:
            assert not codes.check_code(ask(visitor, address="192.0.2.9"), *contact, "register", "x")
        assert codes.check_code(ask(visitor, address="192.0.2.9"), *contact, "register", sent(asked))


def test_the_numbers_and_addresses_of_one_person_share_their_tries(ask, campus, ticking):
    with campus.writing("alliance") as alliance:
        for method in ("phone:13410000001", "email:one@east.test", "email:two@east.test"):
            alliance.bind(alliance.accounts[campus.aid("s1")], method)
    let = [guess_for(ask, ticking, contact) for contact in (("phone", "13410000001"), ("email", "one@east.test"), ("email", "two@east.test"))]
    assert let == [5, 5, 0]
    assert guess_for(ask, ticking, ("phone", "13410000002")) == 5, "nobody else is kept from anything"


def test_the_pauses_grow(ask, ticking, phone):
    pauses = []
    for _round in range(4):
        codes.send_code(ask(), *phone, "login")
        with pytest.raises(TooMany) as wait:
            codes.send_code(ask(), *phone, "login")
        pauses.append(wait.value.seconds)
        ticking.seconds += wait.value.seconds
    assert pauses == [60, 120, 240, 480]


def test_one_browser_does_not_write_to_everybody(ask, phone):
    for number in range(codes.BROWSER_AN_HOUR):
        codes.send_code(ask(), "phone", f"1370000{number:04d}", "login")
    with pytest.raises(TooMany):
        codes.send_code(ask(), "phone", "13900000000", "login")
    codes.send_code(ask("w" * 24), "phone", "13900000000", "login")


@pytest.mark.feature("ACC-01")
def test_without_a_channel_the_log_has_it_and_no_store_keeps_it(ask, campus, caplog, phone):
    request = ask()
    with caplog.at_level(logging.WARNING):
        codes.send_code(request, *phone, "login")
    code = sent(request)
    assert code in caplog.text and phone[1] not in caplog.text
    kept = repr(campus.store.scratch.items("code")) + repr([dict(letter.notice) for letter in Outbox(request.alliance).all()])
    assert code not in kept and phone[1] not in repr(campus.store.scratch.items("code"))


def test_too_late_there_is_nothing_to_carry(ask, campus, phone):
    request = ask()
    codes.send_code(request, *phone, "login")
    letter = Outbox(request.alliance).all("w")[-1]
    assert codes.opened(request.registry.secret, letter.notice, letter.notice["until"]) is None


def test_a_text_closed_for_one_purpose_opens_for_no_other():
    data = closed(b"s" * 32, "totp", "JBSWY3DP")
    assert opened(b"s" * 32, "totp", data) == "JBSWY3DP" and b"JBSWY3DP" not in data
    for secret, purpose in ((b"s" * 32, "number"), (b"t" * 32, "totp")):
        with pytest.raises(InvalidTag):
            opened(secret, purpose, data)
