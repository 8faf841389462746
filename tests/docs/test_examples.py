"""The example plugins of the documents: they stand in the pages word for word, and they are what a plugin must be."""

import importlib
import sys

import pytest

from mooctang_core.api import find
from mooctang_core.testing import ActivityConformance
from tests.docs.conftest import ROOT

EXAMPLES = ROOT / "docs" / "examples" / "plugins"
sys.path.append(str(EXAMPLES))
guess, lunch, mood, whisper = (importlib.import_module(f"mooctang_{word}") for word in ("guess", "lunch", "mood", "whisper"))

SHOWN = {
    "README.md": ["mooctang_mood/__init__.py"],
    "docs/activity.md": ["mooctang_mood/__init__.py", "mooctang_lunch/__init__.py", "mooctang_guess/__init__.py",
                         "mooctang_guess/templates/student.pt", "mooctang_guess/templates/teacher.pt", "mooctang_guess/templates/projection.pt",
                         "mooctang_guess/templates/studio.pt", "mooctang_whisper/__init__.py"],
    "docs/questions.md": ["mooctang_drill/__init__.py", "mooctang_drill/templates/sheet.pt", "mooctang_drill/templates/student.pt",
                          "mooctang_drill/templates/question_scale.pt", "mooctang_drill/templates/question_scale_edit.pt"],
}


@pytest.mark.parametrize("manual, name", [(manual, name) for manual, names in SHOWN.items() for name in names])
def test_it_stands_in_the_page_word_for_word(manual, name):
    source = (EXAMPLES / name).read_text(encoding="utf-8")
    language = "python" if name.endswith(".py") else "html"
    assert f"```{language}\n{source}```" in (ROOT / manual).read_text(encoding="utf-8")


def test_every_example_is_shown():
    files = {str(path.relative_to(EXAMPLES)) for path in EXAMPLES.rglob("*") if path.suffix in (".py", ".pt")}
    assert files == {name for names in SHOWN.values() for name in names}


class TestMoodConforms(ActivityConformance):
    activity = mood.Mood

    def test_a_choice_reads_as_its_label(self, campus):
        url = campus.open(mood.Mood)
        page = campus.get("s1", url)
        assert 'type="radio"' in page and "一般" in page
        campus.post("s1", url, "submit", mood="good")
        assert campus.record("s1", url) == ("done", None, {"mood": "good"})
        assert campus.table(url, "records").rows[0][2:4] == ("已提交", "好")

    def test_in_two_lines_without_a_web(self, campus):
        with campus.activity(campus.open(mood.Mood)) as one:
            assert one.submit("east-s1", {"mood": "good"}, campus.clock()).status == "done"


class TestLunchConforms(ActivityConformance):
    activity = lunch.Lunch
    settings = {"dishes": ["米饭", "面条", "汤"]}

    def answer(self, number):
        return {"likes": ["米饭", "汤"], "place": "in", "stars": "4"}

    def allowed_chinese(self, campus):
        return [*super().allowed_chinese(campus), *self.settings["dishes"]]

    def test_a_set_is_kept_as_a_sorted_list(self, campus):
        url = self.open(campus)
        self.take_part(campus, url)
        assert campus.record("s1", url)[2] == {"likes": ("汤", "米饭"), "place": "in", "stars": 4, "spicy": False, "words": ""}
        assert campus.table(url, "records").rows[0][3:] == ("汤 / 米饭", "食堂", 4, False, "", "")

    def test_a_list_that_is_too_short_lacks_items_not_letters(self, campus):
        url = self.open(campus)
        refused = campus.post("s1", url, "submit", status=422, likes=[], place="in", stars="4")
        assert "喜欢的菜: 太少，至少 1 项" in refused
        edit = campus.add(lunch.Lunch, dishes=["米饭", "面条"])
        form = campus.browser("teacher").app.get(edit + "edit").forms
        form = next(each for each in form.values() if each.action.endswith("edit"))
        pairs = [pair for pair in form.submit_fields("save") if pair[1] != "面条"]
        again = campus.browser("teacher").app.post(edit + "edit", pairs, status=422)
        assert "太少，至少 2 项" in again.text and "个字" not in again.text


class TestWhisperConforms(ActivityConformance):
    activity = whisper.Whisper

    def test_it_names_nobody_beside_a_word(self, campus):
        url = self.open(campus)
        for number in (1, 2, 3):
            campus.post(f"s{number}", url, "submit", word=f"murmur{number}")
            assert campus.record(f"s{number}", url) == ("done", None, {})
        with campus.activity(url) as activity:
            assert activity.tables() == [] and activity.teacher() == {"words": (), "told": 0}
        campus.close_activity(url)
        assert [row[2] for row in campus.table(url, "records").rows] == ["已提交"] * 3


class TestGuessConforms(ActivityConformance):
    activity = guess.Guess
    settings = {"question": "教室里有几盏灯？", "right": "12"}

    def test_the_hand_written_form_is_sent_as_it_stands(self, campus):
        url = self.open(campus)
        page = campus.browser("s1").app.get(url)
        form = next(each for each in page.forms.values() if each.action.endswith("submit"))
        form["number"] = "11"
        assert "你估的是" in form.submit().follow().text

    def test_the_wall_has_clock_and_chart_and_then_the_answer(self, campus):
        url = self.open(campus)
        campus.post("s1", url, "submit", number="12")
        assert 'role="timer"' in campus.wall(url) and "正确答案" not in campus.wall(url)
        campus.post("teacher", url, "reveal")
        assert 'class="key"' in campus.wall(url) and "正确答案：" in campus.wall(url)
        campus.post("s2", url, "submit", status=422, number="3")

    def test_its_page_names_its_script(self, campus):
        page = campus.browser("teacher").app.get(self.open(campus) + "studio")
        script = page.html.find("script", src=lambda src: src and src.endswith("studio.js"))
        assert "#studio" in campus.get("teacher", script["src"]) and "几盏灯" in page.text

    def test_in_two_lines_without_a_web(self, campus):
        with campus.activity(self.open(campus)) as one:
            one.submit(campus.aid("s1"), {"number": 12}, campus.clock())
            assert one.student(campus.aid("s1")) == {"number": 12}

    def test_reopening_starts_a_new_round_on_the_same_records(self, campus):
        url = self.open(campus)
        campus.post("s1", url, "submit", number="12")
        with campus.activity(url) as one:
            before = one.secret
        campus.at("10:05").run_jobs()
        campus.post("s2", url, "submit", status=409, number="3")
        campus.at("10:30").post("teacher", url, "reopen")
        with campus.activity(url) as one:
            assert (one.state, one.node.round, one.closed) == ("open", 2, None)
            assert one.opened == campus.clock() > one.first_opened and one.secret != before
            assert (one.deadline - one.opened).seconds == 60
            assert one.record_of(campus.aid("s1")).data == {"number": 12}

    def test_a_status_is_taken_away_on_the_record_itself(self, campus):
        url = self.open(campus)
        campus.post("s1", url, "submit", number="12")
        with campus.writing() as school:
            one = campus.host.live(find(school, url), school)
            one.save(campus.aid("s1"), status=None)
            assert one.record_of(campus.aid("s1")).status == "done"
            one.records.writable(campus.aid("s1")).status = None
            one.bump()
        assert campus.record("s1", url)[0] is None
