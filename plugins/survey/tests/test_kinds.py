"""The questions that only surveys ask."""

import pytest
from mooctang_survey.kinds import Ranking, Rating, Text
from survey_samples import RANKING, RATING

from mooctang_core.api import questions


def test_a_rating_stays_on_its_scale():
    kind = Rating()
    assert kind.read(RATING, {"": ["4"]}) == 4
    for wrong in ("0", "6", "4.5", "", "四", "-1", "9" * 50):
        assert kind.read(RATING, {"": [wrong]}) is None
    assert kind.tally(RATING, [5, 4, 4])[3:] == [("4", 2, False), ("5", 1, False)]
    assert kind.mean(RATING, [5, 4, 3]) == 4 and kind.mean(RATING, []) is None


@pytest.mark.parametrize("steps", ["", "2", "11", "5.5", "a", "999999"])
def test_a_scale_has_three_to_ten_steps(steps):
    with pytest.raises(questions.Wrong) as wrong:
        Rating().check({**RATING, "steps": steps}, scored=False)
    assert "steps" in wrong.value.at


def test_a_ranking_is_complete_or_nothing():
    kind = Ranking()
    assert kind.read(RANKING, {"a": ["2"], "b": ["1"], "c": ["3"]}) == ["b", "a", "c"]
    for wrong in ({"a": ["1"], "b": ["1"], "c": ["2"]}, {"a": ["1"], "b": ["2"]}, {"a": ["1"], "b": ["2"], "c": ["4"]}, {}):
        assert kind.read(RANKING, wrong) is None
    assert kind.tally(RANKING, [["b", "a", "c"], ["b", "c", "a"]]) == [("例题", 0, False), ("实验", 2, False), ("讨论", 0, False)]
    assert kind.places(RANKING, [["b", "a", "c"], ["b", "c", "a"]]) == [2.5, 1.0, 2.5]
    assert kind.shown(RANKING, ["c", "a", "b"]) == "讨论 > 例题 > 实验"


def test_an_edited_ranking_keeps_the_ids_of_its_options():
    kind = Ranking()
    gathered = kind.gather({"type": "ranking", "text": "x", "o.a": "例题", "o.c": "讨论", "o.new1": "参观"})
    checked = kind.check(gathered, scored=False)
    assert [option["id"] for option in checked["options"]][:2] == ["a", "c"] and "key" not in checked and "score" not in checked
    with pytest.raises(questions.Wrong):
        kind.check({**gathered, "options": [{"id": "a", "text": "例题"}]}, scored=False)


def test_a_text_is_kept_as_it_was_written():
    assert Text().read({}, {"": [" 好\r\n的 \x00"]}) == "好\n的" and Text().read({}, {"": ["  "]}) is None
    assert Text().too_long("好" * 2001) and not Text().too_long("好" * 2000) and not Text().too_long(None)
