"""The standard types of question: checked, answered, marked, without their keys on the way out."""

import pytest

from mooctang_core.plain import frozen, plain, thawed
from mooctang_core.questions.answering import answer_schema, read_answers, shuffled
from mooctang_core.questions.base import Wrong
from mooctang_core.questions.checking import Faulty, checked
from mooctang_core.questions.standard import types
from tests.questions.samples import ALL, EACH, FILL, MULTIPLE, SINGLE

KINDS = types()


def good(question):
    return KINDS[question["type"]].check(question, True)


@pytest.mark.parametrize("question", EACH.values(), ids=EACH)
def test_a_checked_question_is_plain_and_checks_again_to_the_same(question):
    once = good(question)
    assert plain(once) == good(once)
    assert good(frozen(once)) == once


@pytest.mark.parametrize("question", EACH.values(), ids=EACH)
def test_the_public_question_tells_neither_key_nor_explanation(question):
    kind, whole = KINDS[question["type"]], good(question)
    told = kind.public(whole)
    assert not {"key", "explain", "tolerance"} & set(told)
    assert set(told) >= {"id", "type", "text", "score"}


@pytest.mark.parametrize("question", EACH.values(), ids=EACH)
def test_nothing_given_is_no_answer_and_gets_nothing(question):
    kind, whole = KINDS[question["type"]], good(question)
    assert kind.read(whole, {}) is None
    assert kind.mark(whole, None) == 0
    assert kind.shown(whole, None) == ""


RIGHT = {
    "single": {"": ["b"]}, "multiple": {"": ["a", "c"]}, "truth": {"": ["false"]}, "fill": {"0": ["Ｎ"], "1": ["0.50"]},
    "numeric": {"": ["９.８１ m/s²"]}, "short": {"": ["能量守恒，动能转化为势能"]},
}


@pytest.mark.parametrize("name", RIGHT)
def test_the_right_answer_is_right(name):
    kind, whole = KINDS[name], good(EACH[name])
    answer = kind.read(kind.public(whole), RIGHT[name])
    assert kind.mark(frozen(whole), frozen(plain(answer))) == 1
    assert kind.shown(whole, answer)


def test_some_of_several_gets_a_share_when_nothing_wrong_was_chosen():
    kind, whole = KINDS["multiple"], good({**MULTIPLE, "partial": "partial"})
    assert [kind.mark(whole, given) for given in (["a"], ["a", "c"], ["a", "b"], ["a", "b", "c"])] == [0.5, 1, 0, 0]
    assert kind.mark({**whole, "partial": "none"}, ["a"]) == 0


def test_blanks_are_compared_as_people_write():
    kind, whole = KINDS["fill"], good(FILL)
    assert [kind.mark(whole, given) for given in (["牛顿", "1/2"], [" newton ", "0.505"], ["n", "0.6"], ["", "0.5"])] == [1, 1, 0.5, 0.5]


def test_what_is_wrong_is_said_at_its_place():
    with pytest.raises(Faulty) as caught:
        checked([SINGLE, {**SINGLE, "text": " ", "key": "z"}, {"type": "fill", "text": "a ___ b ___", "key": [["x"]]}, {"type": "nonsense"}],
                {**KINDS})
    assert {place: set(parts) for place, parts in caught.value.faults.items()} == {1: {"text", "key"}, 2: {"key"}}


def test_a_question_has_an_id_of_its_own():
    with_ids = checked([{**SINGLE, "id": ""}, {**SINGLE, "id": "q1"}, {**SINGLE, "id": "q1"}, {**SINGLE, "id": "new7"}], KINDS)
    assert [question["id"] for question in with_ids] == ["q2", "q1", "q3", "q4"]


def test_ten_thousand_options_or_questions_are_refused():
    with pytest.raises(Wrong):
        good({**SINGLE, "options": [{"id": f"x{n}", "text": str(n)} for n in range(10_000)]})
    with pytest.raises(Faulty):
        checked([SINGLE] * 201, KINDS)
    with pytest.raises(Wrong):
        good({**SINGLE, "text": "长" * 10_001})


def test_answers_are_read_from_a_form_with_a_field_for_each_part():
    questions = checked(ALL, KINDS)
    schema = answer_schema(None, None, questions)()
    given = schema.deserialize({"q1": "b", "q2": ["a", "zz"], "q4.0": "N", "q4.1": ""})
    assert read_answers(None, None, questions, given) == {"q1": "b", "q2": ["a"], "q4": ["N", ""]}


def test_one_person_always_sees_the_same_order_and_keys_stay_right():
    questions = checked(ALL, KINDS)
    mine = shuffled(questions, "secret-s1", options=True)
    assert mine == thawed(shuffled(frozen(questions), "secret-s1", options=True))
    assert any(mine != shuffled(questions, f"secret-s{n}", options=True) for n in range(2, 5))
    for question in mine:
        kind = KINDS[question["type"]]
        if question["type"] in RIGHT:
            assert kind.mark(question, kind.read(question, RIGHT[question["type"]])) == 1


def test_an_option_about_those_above_stays_last():
    options = [{"id": word, "text": text} for word, text in zip("abcd", ("一", "二", "三", "以上都对"), strict=True)]
    question = good({**SINGLE, "options": options})
    assert all(shuffled([question], seed, options=True)[0]["options"][-1]["id"] == "d" for seed in range(20))
