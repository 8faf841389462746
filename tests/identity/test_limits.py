"""Guessing does not pay, and nobody who knows their password waits for those who do not."""
import pytest

from mooctang_core.identity.limits import DAY, QUARTER, CodeGuesses, Guesses, TooMany

HOME, CAMPUS = "203.0.113.7", "198.51.100.1"


def guess(guesses, clock, name, address=HOME, visitor=None):
    key = guesses.begin(name, address, visitor)
    guesses.wrong(key, address)


def guess_patiently(guesses, clock, name, address=HOME, visitor=None, hours=0.25):
    """As many wrong tries as the limits let through, waiting out every pause."""
    done, end = 0, clock.seconds + hours * 3600
    while clock.seconds < end:
        try:
            guess(guesses, clock, name, address, visitor)
            done += 1
        except TooMany as not_now:
            clock.seconds += min(not_now.seconds, 60)
    return done


def test_ten_tries_in_a_quarter_of_an_hour(guesses, clock):
    assert guess_patiently(guesses, clock, "a1") <= 10


def test_the_pauses_grow(guesses, clock):
    pauses = []
    while len(pauses) < 4:
        try:
            guess(guesses, clock, "a1")
        except TooMany as not_now:
            pauses.append(not_now.seconds)
            clock.seconds += not_now.seconds
    assert pauses == sorted(pauses) and pauses[-1] >= 4


def test_three_slips_cost_nothing(guesses, clock):
    for _slip in range(3):
        guess(guesses, clock, "a1")
    guesses.right(guesses.begin("a1", HOME), "a1", HOME)


def test_changing_the_address_does_not_help(guesses, clock):
    done = 0
    for number in range(100):
        try:
            guess(guesses, clock, "a1", f"10.0.0.{number}")
            done += 1
        except TooMany:
            clock.seconds += 1
    assert done <= 10


def test_a_right_password_wipes_the_slate(guesses, clock):
    for _round in range(5):
        guess_patiently(guesses, clock, "a1", hours=0.005)
        clock.seconds += 60
        guesses.right(guesses.begin("a1", HOME), "a1", HOME)
    for _slip in range(3):
        guess(guesses, clock, "a1")


def test_strangers_cannot_lock_the_owner_out_of_a_browser_they_use(guesses, clock):
    guesses.right(guesses.begin("a1", HOME, "my browser"), "a1", HOME, "my browser")
    guess_patiently(guesses, clock, "a1", "10.6.6.6")
    with pytest.raises(TooMany):
        guesses.begin("a1", "10.6.6.6")
    guesses.begin("a1", HOME, "my browser")


def test_two_thousand_good_ones_behind_one_address_are_never_stopped(guesses, clock):
    for number in range(2000):
        clock.seconds += 0.01
        if number % 10 == 0:
            guess(guesses, clock, f"s{number}", CAMPUS)
        guesses.right(guesses.begin(f"s{number}", CAMPUS), f"s{number}", CAMPUS)


def test_not_even_while_somebody_guesses_from_there(guesses, clock):
    for number in range(400):
        guess(guesses, clock, f"victim{number}", CAMPUS)
    for number in range(2000):
        guesses.right(guesses.begin(f"s{number}", CAMPUS), f"s{number}", CAMPUS)


def test_an_address_that_only_guesses_is_stopped(guesses, clock):
    done = 0
    for number in range(10_000):
        try:
            guess(guesses, clock, f"victim{number}", CAMPUS)
            done += 1
        except TooMany:
            break
    assert done <= Guesses.CLOSED + 1


def test_a_hundred_at_once_are_not_a_hundred_free_ones(guesses):
    keys = []
    for _at_once in range(100):
        try:
            keys.append(guesses.begin("a1", HOME))
        except TooMany:
            pass
    assert len(keys) <= 10


def test_neither_names_nor_addresses_are_kept(guesses, clock, scratch):
    guess(guesses, clock, "13800000001")
    import pathlib
    kept = b"".join(path.read_bytes() for path in pathlib.Path(scratch.path).parent.iterdir())
    assert b"13800000001" not in kept and HOME.encode() not in kept


def wrong_codes(codes, clock, address, device, aid=None, most=1000, pause=0):
    done = 0
    for _code in range(most):
        try:
            codes.begin(address, device, aid)
        except TooMany:
            break
        codes.wrong(address, device, aid)
        clock.seconds += pause
        done += 1
    return done


def test_ten_wrong_class_codes_a_minute_and_fifty_a_day(scratch, clock):
    codes = CodeGuesses(scratch)
    assert wrong_codes(codes, clock, HOME, "d1", "a1") == 10
    clock.seconds += 61
    assert wrong_codes(codes, clock, HOME, "d1", "a1", pause=10) == 40


def test_who_is_not_signed_in_has_a_few_and_is_told_that_signing_in_helps(scratch, clock):
    codes = CodeGuesses(scratch)
    assert sum(wrong_codes(codes, clock, HOME, f"fresh{n}", most=1, pause=7) for n in range(100)) == CodeGuesses.STRANGERS
    with pytest.raises(TooMany) as told:
        codes.begin(HOME, "fresh")
    assert told.value.sign_in
    codes.begin(HOME, "fresh", aid="a1")


def test_a_hundred_addresses_have_a_chance_under_one_in_a_million_a_day():
    assert 100 * CodeGuesses.STRANGERS / 30**6 < 1e-6 and 50 / 30**6 < 1e-6


def test_two_thousand_right_codes_behind_one_address_with_some_slips(scratch, clock):
    codes = CodeGuesses(scratch)
    for number in range(2000):
        clock.seconds += 0.01
        codes.begin(CAMPUS, f"phone{number}")
        if number % 10 == 9:
            codes.wrong(CAMPUS, f"phone{number}")
            codes.begin(CAMPUS, f"phone{number}")
        codes.right(CAMPUS)
    assert DAY > QUARTER
