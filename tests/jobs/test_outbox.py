"""Letters: written with their cause, carried after it, each fate on record."""

import types
from datetime import timedelta

import pytest

from mooctang_core.channels import ChannelDown, DeadAddress
from mooctang_core.flows.telling import send_notice
from mooctang_core.hookspecs import hookimpl
from mooctang_core.model.outbox import GIVEN_UP, MUTED, SENT, TRIES, WAITING, Outbox, letters_in_order
from mooctang_core.model.wishes import chosen
from mooctang_core.parts import Notice
from mooctang_core.words import translator

_ = translator("mooctang_core")


class Post:
    """A channel that remembers what it carried, and fails as long as it is told to."""

    word = "email"

    def __init__(self):
        self.carried, self.down = [], False

    def deliver(self, message, address):
        if self.down:
            raise OSError("the mail server does not answer")
        self.carried.append((address, message))


@pytest.fixture
def post(campus):
    channel = Post()
    module = types.ModuleType("post_plugin")
    module.notify_channels = hookimpl(lambda school: [channel])
    campus.host.add("post", module)
    with campus.writing() as school:
        school.enabled_plugins.add("post")
    return channel


def send(campus, *people, key="k1", title="明天停课"):
    with campus.writing() as school:
        notice = Notice(title, "请看课堂首页。", to=tuple(campus.aid(who) for who in people), key=key)
        return send_notice(school, campus.host, notice, campus.clock())


def letters(campus):
    with campus.reading() as school:
        return [(letter.aid, letter.fates, letter.done) for letter in Outbox(school).all()]


def test_a_letter_goes_to_the_address_of_its_reader_once(campus, jobs, post):
    assert send(campus, "teacher", "colleague") == 2
    jobs.delivery.run()
    jobs.delivery.run()
    assert sorted(address for address, _message in post.carried) == ["colleague@east.test", "teacher@east.test"]
    assert {fate["email"][0] for _aid, fate, _done in letters(campus)} == {SENT}


def test_the_same_key_to_the_same_person_is_one_letter(campus, jobs, post):
    assert send(campus, "teacher") == 1
    assert send(campus, "teacher", "colleague") == 1
    jobs.delivery.run()
    assert send(campus, "teacher") == 0
    jobs.delivery.run()
    assert len(post.carried) == 2


def test_what_was_rolled_back_is_not_sent(campus, jobs, post):
    with pytest.raises(ZeroDivisionError), campus.writing() as school:
        send_notice(school, campus.host, Notice("x", to=(campus.aid("teacher"),)), campus.clock())
        raise ZeroDivisionError
    jobs.delivery.run()
    assert post.carried == []


def test_a_channel_that_is_down_is_tried_again_with_patience(campus, jobs, post):
    send(campus, "teacher")
    post.down = True
    jobs.delivery.run()
    jobs.delivery.run()
    (_aid, fates, done), = letters(campus)
    assert (fates["email"][:2], done) == ((WAITING, 1), None)
    assert "does not answer" in fates["email"][3]
    post.down = False
    jobs.delivery.run()
    assert post.carried == []
    campus.clock.forward(minutes=1)
    jobs.delivery.run()
    assert len(post.carried) == 1


def test_it_is_given_up_in_the_end_and_the_fate_says_so(campus, jobs, post):
    send(campus, "teacher")
    post.down = True
    for _try in range(TRIES):
        jobs.delivery.run()
        campus.clock.forward(hours=6)
    (_aid, fates, done), = letters(campus)
    assert fates["email"][0] == GIVEN_UP and done is not None


def test_who_has_no_address_keeps_no_letter_waiting(campus, jobs, post):
    send(campus, "s1")
    jobs.delivery.run()
    (_aid, _fates, done), = letters(campus)
    assert done is not None and post.carried == []


def test_a_letter_is_said_in_the_readers_language(campus, jobs, post):
    send(campus, "teacher", title=_("姓名"))
    with campus.writing() as school:
        school._p_jar.root()["alliance"].accounts[campus.aid("teacher")].locale = "en"
    jobs.delivery.run()
    assert post.carried[0][1]["title"] == "Name"


def test_fates_are_forgotten_after_a_month(campus, jobs, post):
    send(campus, "teacher")
    jobs.delivery.run()
    campus.clock.forward(days=29)
    jobs.delivery.forget_old()
    assert letters(campus)
    campus.clock.forward(days=2)
    jobs.delivery.forget_old()
    assert letters(campus) == []


def test_pauses_grow_to_six_hours():
    from mooctang_core.model.outbox import pause_after

    assert [pause_after(tries) for tries in (1, 2, 3)] == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert pause_after(50) == timedelta(hours=6)


def wish(campus, who, off=None, quiet=None, zone=None):
    with campus.writing("alliance") as alliance:
        account = alliance.accounts[campus.aid(who)]
        account.wishes, account.timezone = chosen(off or {}, quiet), zone


@pytest.mark.feature("MSG-02")
def test_quiet_hours_hold_a_letter_and_count_no_try(campus, jobs, post):
    wish(campus, "teacher", quiet=("22:00", "06:30"))
    wish(campus, "colleague", quiet=("22:00", "06:30"), zone="Europe/Berlin")
    campus.at("23:00")
    send(campus, "teacher", "colleague")
    jobs.delivery.run()
    assert [address for address, _message in post.carried] == ["colleague@east.test"]
    waiting = next(letter for letter in letters(campus) if letter[0] == campus.aid("teacher"))
    assert waiting[1] == {} and waiting[2] is None
    campus.clock.forward(hours=7)
    jobs.delivery.run()
    assert len(post.carried) == 1
    campus.clock.forward(minutes=31)
    jobs.delivery.run()
    assert [address for address, _message in post.carried] == ["colleague@east.test", "teacher@east.test"]


@pytest.mark.feature("MSG-02")
def test_a_sort_that_somebody_does_not_want_on_a_channel_is_passed_over(campus, jobs, post):
    wish(campus, "teacher", off={"email": ["platform"]})
    send(campus, "teacher", "colleague")
    jobs.delivery.run()
    assert [address for address, _message in post.carried] == ["colleague@east.test"]
    assert {fates["email"][0] for _aid, fates, _done in letters(campus)} == {SENT, MUTED}


@pytest.mark.feature("MSG-03")
def test_a_server_that_is_away_is_asked_once_a_round_and_costs_no_letter_a_try(campus, jobs, post, monkeypatch):
    tried = []

    def away(message, address):
        tried.append(address)
        raise ChannelDown("nobody answers")

    monkeypatch.setattr(post, "deliver", away)
    send(campus, "teacher", "colleague")
    jobs.delivery.run()
    assert len(tried) == 1
    assert sorted(len(fates) for _aid, fates, _done in letters(campus)) == [0, 1]
    monkeypatch.undo()
    jobs.delivery._resting.clear()
    campus.clock.forward(minutes=2)
    jobs.delivery.run()
    assert len(post.carried) == 2


def test_an_address_that_is_no_more_is_given_up_at_once_and_forgotten(campus, jobs, post, monkeypatch):
    forgotten = []

    def refuse(message, address):
        raise DeadAddress("no such mailbox", [address])

    monkeypatch.setattr(post, "deliver", refuse)
    monkeypatch.setattr(post, "forget", lambda account, addresses: forgotten.append((account.aid, addresses)), raising=False)
    send(campus, "teacher")
    jobs.delivery.run()
    (_aid, fates, done), = letters(campus)
    assert fates["email"][0] == GIVEN_UP and fates["email"][3] == "no such mailbox" and done is not None
    assert forgotten == [(campus.aid("teacher"), ("teacher@east.test",))]


def test_an_outbox_of_an_older_version_gets_its_orders(campus, jobs, post):
    send(campus, "teacher", "colleague")
    with campus.writing() as school:
        for name in [name for name in school.outbox if name[0] in "tqx"]:
            del school.outbox[name]
        for letter in Outbox(school).all():
            letter.slot = None
    jobs.delivery.run()
    assert post.carried == []
    with campus.writing() as school:
        letters_in_order(school)
        letters_in_order(school)
    jobs.delivery.run()
    assert len(post.carried) == 2
