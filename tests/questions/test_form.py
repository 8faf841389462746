"""The list of questions in a Settings form: every step is a plain form that keeps what was typed."""

import pytest

from mooctang_core.api import find
from mooctang_core.plain import thawed
from tests.questions.conftest import drill
from tests.questions.samples import ALL, SINGLE

SCALE = {"id": "q9", "type": "scale", "text": "几级？", "most": 10, "key": 7, "score": 2}


@pytest.fixture
def url(campus):
    return campus.add(drill.Drill, questions=[*ALL, SCALE])


def edit(campus, url):
    """The form as it is drawn: webtest sends its fields in their order, as a browser does."""
    return the_form(campus.browser("teacher").app.get(f"{url}edit"))


def the_form(page):
    return next(form for form in page.forms.values() if "title_" in form.fields)


def questions_of(campus, url):
    with campus.activity(url) as found:
        return thawed(found.settings["questions"])


def press(form, word, status=200):
    """A button of the list, by what it does."""
    place = [field._value if hasattr(field, "_value") else field.value for field in form.fields["do"]].index(word)
    return form.submit("do", index=place, status=status)


def test_saving_an_untouched_form_changes_nothing(campus, url):
    before = questions_of(campus, url)
    assert len(before) == 9
    edit(campus, url).submit("save", status=303)
    assert questions_of(campus, url) == before


@pytest.mark.feature("QUZ-02")
def test_text_key_score_explanation_and_partial_credit_are_edited_in_place(campus, url):
    form = edit(campus, url)
    form["q1.text"], form["q1.right"], form["q1.score"], form["q1.explain"] = "新题干 $x$", "c", "7.5", "因为"
    form["q2.right.b"], form["q2.partial"], form["q1.o.a"] = True, "partial", ""
    form.submit("save", status=303)
    one, two = questions_of(campus, url)[:2]
    assert (one["text"], one["key"], one["score"], one["explain"], len(one["options"])) == ("新题干 $x$", "c", 7.5, "因为", 2)
    assert (two["key"], two["partial"]) == (["a", "b", "c"], "partial")


def test_what_is_wrong_stands_at_its_place_and_everything_typed_is_there(campus, url):
    form = edit(campus, url)
    form["q1.text"], form["q3.explain"], form["q5.key"], form["q9.most"] = "", "没有写完的解析", "九点八", "1000"
    page = form.submit("save", status=422)
    assert [link.text for link in page.html.select(".error-summary a")] == [
        "第 1 题：请写题干。", "第 5 题：请写出正确的数，例如 3.14。", "第 9 题：最大的刻度要在 2 和 100 之间。"]
    for link in page.html.select(".error-summary a"):
        assert page.html.select(f"[id='{link['href'][1:]}']"), link
    again = the_form(page)
    assert (again["q3.explain"].value, again["q5.key"].value) == ("没有写完的解析", "九点八")
    assert page.html.select("#item-" + again["q5.key"].id.rpartition("-q5")[0] + " details[open]")
    assert questions_of(campus, url)[0]["text"] == SINGLE["text"]


def test_without_script_questions_come_go_and_change_places(campus, url):
    form = edit(campus, url)
    form["q1.text"] = "还没有保存的字"
    page = press(form, "add truth")
    assert "请" not in "".join(found.text for found in page.html.select(".error-summary"))
    form = the_form(page)
    assert form["q1.text"].value == "还没有保存的字"
    form["q10.text"], form["q10.key"] = "新的判断题", "true"
    form = the_form(press(form, "up q10"))
    form = the_form(press(form, "remove q2"))
    form = the_form(press(form, "row q1"))
    form["q1.o.d"] = "第四项"
    form.submit("save", status=303)
    now = questions_of(campus, url)
    assert [question["id"] for question in now] == ["q1", "q3", "q4", "q5", "q6", "q7", "q8", "q10", "q9"]
    assert now[0]["text"] == "还没有保存的字" and now[0]["options"][3] == {"id": "d", "text": "第四项"} and now[7]["key"] is True


@pytest.mark.feature("BEY-27")
def test_pasted_questions_join_the_list_and_a_mistake_lets_none_in(campus, url):
    form = edit(campus, url)
    form["paste"] = "1. 对不对？（√）\n2. 选哪个\nA. 甲\nB. 乙\n答案：E"
    page = press(form, "paste")
    assert "第 5 行" in page.text and "没有选项 E" in page.text
    form = the_form(page)
    assert form["paste"].value.startswith("1. 对不对") and "q10.text" not in form.fields
    assert the_form(form.submit("save", status=422))["paste"].value.startswith("1. 对不对")
    form["paste"] = form["paste"].value.replace("答案：E", "答案：B")
    form = the_form(press(form, "paste"))
    assert form["paste"].value == "" and form["q11.right"].value == "b"
    form.submit("save", status=303)
    assert [question["type"] for question in questions_of(campus, url)[9:]] == ["truth", "single"]


def test_only_the_readable_ones_by_choice(campus, url):
    form = edit(campus, url)
    form["paste"] = "1. 对不对？（√）\n2. 没有答案"
    form = the_form(press(form, "paste"))
    form = the_form(press(form, "good"))
    assert "q10.text" in form.fields and "q11.text" not in form.fields


def test_a_hostile_form_is_refused_in_words(campus, url):
    form = edit(campus, url)
    form["q1.score"], form["q2.o.a"], form["q4.tolerance"] = "1e309", "长" * 2001, "-1"
    page = form.submit("save", status=422)
    assert len(page.html.select(".error-summary a")) == 3
    campus.browser("teacher").post(f"{url}edit", **{"__start__": "questions:mapping", "q1.type": "no<such>", "q1.whole": "x.{}", "__end__": "questions:mapping"})
    assert questions_of(campus, url) == []


def test_a_type_whose_plugin_is_away_is_kept_as_it_was(campus, url):
    before = questions_of(campus, url)
    before[0]["type"] = "of_another_plugin"
    with campus.writing() as school:
        find(school, url).settings = {"questions": before}
    form = edit(campus, url)
    form["q2.text"] = "改过的题干"
    form.submit("save", status=303)
    assert questions_of(campus, url) == [before[0], {**before[1], "text": "改过的题干"}, *before[2:]]
