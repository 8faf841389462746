"""Ids, names and pace, without a store."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mooctang_discussion import rules
from mooctang_discussion.tokens import pseudonym, seal, unseal

from mooctang_core.api import Refused

NOW = datetime(2026, 9, 7, 2, tzinfo=UTC)


def post(text="a", ago=0):
    return {"text": text, "to": None, "at": NOW - timedelta(seconds=ago)}


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 999), st.text(min_size=1, max_size=90))
def test_an_id_leads_back_and_only_with_its_key(number, aid):
    token = seal("key", number, aid)
    assert unseal("key", token) == (number, aid)
    assert unseal("another", token) is None
    assert set(token) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=60))
def test_a_made_up_id_leads_nowhere(token):
    assert unseal("key", token) is None


def test_one_letter_changed_is_another_id():
    token = seal("key", 1, "east-s1")
    changed = [token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1:] for at in range(len(token))]
    assert [unseal("key", one) for one in changed] == [None] * len(changed)


def test_two_ids_of_one_person_have_nothing_in_common():
    one, two = seal("key", 1, "east-s1"), seal("key", 2, "east-s1")
    assert sum(a == b for a, b in zip(one, two, strict=True)) < len(one) / 3
    assert pseudonym("key", "east-s1") == pseudonym("key", "east-s1") != pseudonym("another", "east-s1")


def test_gaps_of_many_lines_become_one():
    assert rules.tidy_text("  a \r\n\r\n\r\n\n b  \n") == "a\n\n b"


@pytest.mark.parametrize("posts", [
    [post(ago=1)], [post(ago=9 * n + 3) for n in reversed(range(6))], [post(ago=600)] * 100, [post("x" * 1000, 600)] * 30,
], ids=["at once", "six in a minute", "too many", "too much"])
def test_too_fast_and_too_much_is_refused(posts):
    with pytest.raises(Refused):
        rules.check_pace(posts, "b", NOW)
    rules.check_pace(posts[:1], "b", NOW + timedelta(seconds=90))


def test_an_empty_text_is_refused():
    with pytest.raises(Refused):
        rules.check_pace([], "", NOW)
