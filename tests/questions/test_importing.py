"""The page that brings questions in: paste or a file, a preview, and only what was chosen joins the list."""

import pytest
from webtest import Upload

from mooctang_core.plain import thawed
from mooctang_core.questions.reading import from_text
from tests.questions.conftest import drill
from tests.questions.samples import SINGLE

GOOD_AND_BAD = "1. 对不对？（√）\n2. 选哪个\nA. 甲\nB. 乙\n答案：E\n3. 错不错？（×）"


@pytest.fixture
def url(campus):
    return campus.add(drill.Drill, questions=[SINGLE])


def questions_of(campus, url):
    with campus.activity(url) as found:
        return thawed(found.settings["questions"])


def start(campus, url, who="teacher"):
    page = campus.browser(who).app.get(f"{url}import")
    return next(form for form in page.forms.values() if "text" in form.fields)


def preview(page):
    return next(form for form in page.forms.values() if "take" in form.fields)


@pytest.mark.feature("BEY-27")
def test_the_chosen_ones_join_and_what_is_wrong_is_marked_in_its_line(campus, url):
    form = start(campus, url)
    form["text"] = GOOD_AND_BAD
    page = form.submit()
    assert [line.select_one(".n").text for line in page.html.select(".source-lines .bad")] == ["5"]
    assert "没有选项 E" in page.text and len(questions_of(campus, url)) == 1
    chosen = preview(page)
    chosen.get("question", index=0).checked = False
    chosen.submit("take", status=303)
    now = questions_of(campus, url)
    assert [(question["id"], question["text"]) for question in now[1:]] == [("q2", "错不错？（　　）")]


@pytest.mark.feature("PREP-04")
def test_the_template_is_filled_in_and_comes_back(campus, url):
    sheet = campus.browser("teacher").app.get(f"{url}import-template.xlsx")
    assert sheet.body[:2] == b"PK"
    form = start(campus, url)
    form["file"] = Upload("题目.xlsx", sheet.body)
    preview(form.submit()).submit("take", status=303)
    assert [question["type"] for question in questions_of(campus, url)[1:]] == [
        "single", "multiple", "truth", "fill", "numeric", "ordering", "matching", "short"]


@pytest.mark.feature("PREP-04")
def test_a_gift_file_with_a_mistake_names_its_line(campus, url):
    form = start(campus, url)
    form["file"] = Upload("a.gift", b"right {T}\n\nessay {}\n\nhow many {#3:1}")
    page = form.submit()
    assert "第 3 行" in page.text and "作文题" in page.text
    preview(page).submit("take", status=303)
    assert [question["type"] for question in questions_of(campus, url)[1:]] == ["truth", "numeric"]


def test_nothing_and_a_strange_file_are_answered_in_words(campus, url):
    assert "请先粘贴试题" in start(campus, url).submit(status=422)
    form = start(campus, url)
    form["file"] = Upload("a.exe", b"MZ")
    assert "读不了这种文件" in form.submit()


@pytest.mark.parametrize("found", ["", "[]", "[1]", '[{"id": "q1", "type": "single"}]', '[{"id":"q1","type":"nonsense","text":"x"}]', "[" * 5000, "null"])
def test_a_forged_preview_takes_nothing_in(campus, url, found):
    campus.post("teacher", url, "import", take="yes", found=found, question="q1", status=422)
    assert len(questions_of(campus, url)) == 1


def test_not_once_it_is_published_and_not_for_students(campus):
    url = campus.open(drill.Drill, questions=[SINGLE])
    campus.get("teacher", f"{url}import", status=422)
    campus.get("s1", f"{url}import", status=404 if campus.browser("s1").app.get(f"{url}import", status="*").status_int == 404 else 403)


@pytest.mark.feature("QUZ-01")
def test_students_get_neither_key_nor_explanation_before_they_answered(campus):
    question = {**SINGLE, "explain": "只有老师知道的解析"}
    url = campus.open(drill.Drill, questions=[question, {"type": "fill", "text": "首都是 ____", "key": [["北京暗号"]], "score": 3}])
    page = campus.get("s1", url)
    assert "只有老师知道的解析" not in page and "北京暗号" not in page
    campus.post("s1", url, "submit", **{"q1": "b", "q2.0": "北京暗号 "})
    assert campus.record("s1", url)[1] == 8
    assert "只有老师知道的解析" in campus.get("s1", url)


def test_what_nobody_asked_for_is_refused(campus):
    url = campus.open(drill.Drill, questions=[SINGLE])
    campus.post("s1", url, "submit", q1="b", q99="b", status=422)
    campus.post("s1", url, "submit", q1="b" * 6000, status=422)
    assert campus.record("s1", url)[0] is None


def test_one_person_sees_one_order(campus):
    many = [{**SINGLE, "id": f"q{n}", "text": f"题 {n}"} for n in range(1, 9)]
    url = campus.open(drill.Drill, questions=many)

    def order(who):
        return [found["data-question"] for found in campus.browser(who).app.get(url).html.select("[data-question]")]

    assert order("s1") == order("s1") and sorted(order("s1")) == sorted(order("s2"))
    assert len({tuple(order(who)) for who in ("s1", "s2", "s3")}) > 1


def test_every_reading_is_plain(campus):
    assert from_text(GOOD_AND_BAD).questions == thawed(from_text(GOOD_AND_BAD).questions)
