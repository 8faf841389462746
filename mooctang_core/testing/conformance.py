"""What the contract asks of every activity type, as tests that an author inherits.

    class TestBuzzerConforms(ActivityConformance):
        activity = Buzzer

Override `settings` (what a teacher fills in), `answer(number)` (the form fields one student sends), or `second_answer` when
the second submit of one person may be refused. Everything else comes from the class itself.
"""

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from ..activity import Refused
from ..model.base import find
from ..plain import listed
from ..tables import Table
from .campus import ROOM, Campus
from .catalogue import complaints
from .loads import records_loaded
from .samples import sample_fields
from .source import CJK, folder_of, forbidden_imports, inline_code
from .wording import Package

CROWD = 200
MANY = 2000
FEW = 10


class ActivityConformance:
    """Inherit, name the activity, and run pytest."""

    activity = None
    settings: dict = {}

    def answer(self, number):
        """The form fields that student `number` sends. `self.ground` is the campus, e.g. for `self.ground.aid("s2")`."""
        return sample_fields(self.activity.Answer, number)

    # -- the ground --
    @pytest.fixture
    def campus(self, tmp_path):
        made = self.make_campus(tmp_path, students=3)
        yield made
        made.close()

    def make_campus(self, home, students):
        from ..plugins import PluginHost

        host = PluginHost().load()
        if self.activity.kind not in host.kinds:
            host.add(self.activity.kind, sys.modules[self.package])
        self.ground = Campus(home, students=students, host=host)
        return self.ground

    @property
    def package(self):
        return self.activity.__module__.split(".")[0]

    def open(self, campus, **more):
        return campus.open(self.activity, **{**self.settings, **more})

    def take_part(self, campus, url, who="s1", number=1, **more):
        return campus.post(who, url, "submit", **{**self.answer(number), **more})

    # -- the source --
    def test_its_words_are_in_order(self):
        cls = self.activity
        assert cls.kind.isidentifier() and cls.kind == cls.kind.lower(), "kind is one lower-case word"
        assert str(cls.title), "title is what people call this type"
        assert set(cls.places) <= {"session", "plan", "task", "unit"}, "places are session, plan, task, unit"

    def test_it_comes_through_the_one_door(self):
        assert forbidden_imports(self.package) == []

    def test_its_templates_hold_no_inline_code(self):
        assert inline_code(self.package) == []

    # -- the life --
    def test_a_draft_is_the_teachers_alone(self, campus):
        url = campus.add(self.activity, **self.settings)
        campus.get("teacher", url)
        campus.get("s1", url, status=404)
        campus.post("s1", url, "submit", status=404, **self.answer(1))

    def test_its_edit_form_opens_and_keeps_what_it_shows(self, campus):
        url = campus.add(self.activity, **self.settings)
        page = campus.browser("teacher").app.get(url + "edit")
        form = next(form for form in page.forms.values() if form.action.endswith("edit"))
        answer = form.submit("save")
        assert answer.status_int in (302, 303), answer.text[:2000]

    def test_from_publishing_to_the_gradebook(self, campus):
        url = self.open(campus)
        assert campus.get("s1", url)
        self.take_part(campus, url)
        assert campus.get("s1", url)
        assert campus.get("teacher", url)
        campus.close_activity(url)
        assert "学生1" in campus.get("teacher", ROOM + "/gradebook")
        assert campus.get("s1", url)
        campus.post("s1", url, "submit", status=(409, 422), **self.answer(1))

    def test_its_faces_return_dicts_for_everybody(self, campus):
        url = self.open(campus)
        self.take_part(campus, url)
        with campus.reading() as school:
            activity = campus.host.live(find(school, url), school)
            for face in (activity.student(campus.aid("s1")), activity.student(campus.aid("s2")), activity.teacher(), activity.projection()):
                assert isinstance(face, dict)

    def test_its_fragments_carry_no_token_and_its_faces_do_not_break(self, campus):
        url = self.open(campus)
        self.take_part(campus, url)
        for who in ("s1", "s2", "teacher"):
            for html in campus.live(who, url).values():
                assert "csrf_token" not in html
                assert "face-broken" not in html

    def test_its_tables_are_tables_and_export(self, campus):
        url = self.open(campus)
        self.take_part(campus, url)
        campus.close_activity(url)
        with campus.reading() as school:
            tables = campus.host.live(find(school, url), school).tables()
        assert tables and all(isinstance(table, Table) for table in tables)
        browser = campus.browser("teacher").app
        assert browser.get(url + "tables.xlsx").body[:2] == b"PK"
        for table in tables:
            assert browser.get(url + "table.csv", {"name": table.name}).body.startswith(b"\xef\xbb\xbf")
            assert browser.get(url + "table", {"name": table.name}).status_int == 200

    def test_its_cell_is_plain(self, campus):
        url = self.open(campus)
        self.take_part(campus, url)
        with campus.reading() as school:
            activity = campus.host.live(find(school, url), school)
            cell = activity.cell(activity.record_of(campus.aid("s1")))
            marks = activity.marks(activity.record_of(campus.aid("s1")))
        assert isinstance(cell, str | int | float | None) or hasattr(cell, "value")
        assert marks is None or len(marks) == 2

    def test_the_same_key_counts_once(self, campus):
        url = self.open(campus)
        for _again in range(3):
            self.take_part(campus, url, idem="one-and-the-same-key")
        before = campus.record("s1", url)
        self.take_part(campus, url, idem="one-and-the-same-key")
        assert campus.record("s1", url) == before

    def test_a_field_nobody_asked_for_is_refused(self, campus):
        url = self.open(campus)
        before = campus.record("s1", url)
        campus.post("s1", url, "submit", status=422, **{**self.answer(1), "person_id": "east-s2", "score": "100"})
        assert campus.record("s1", url) == before

    # -- many --
    def test_two_hundred_at_once_are_all_kept(self, tmp_path):
        campus = self.make_campus(tmp_path, students=CROWD)
        try:
            url = self.open(campus)
            everybody = [f"s{number}" for number in range(1, CROWD + 1)]
            campus.sign_in(*everybody)
            browsers = {who: campus.browser(who) for who in everybody}
            token = {who: browser.token() for who, browser in browsers.items()}
            with ThreadPoolExecutor(8) as pool:
                answers = list(pool.map(lambda who: self._one_of_many(browsers[who], url, token[who], int(who[1:])), everybody))
            assert all(status < 500 for status in answers), answers
            with campus.reading() as school:
                activity = campus.host.live(find(school, url), school)
                took = sum(activity.took_part(record) for record in activity.records.values())
            assert took == sum(status < 400 for status in answers)
        finally:
            campus.close()

    def _one_of_many(self, browser, url, token, number):
        return browser.app.post(url + "submit", {**self.answer(number), "csrf_token": token}, status="*").status_int

    def test_one_student_loads_few_records(self, tmp_path):
        campus = self.make_campus(tmp_path, students=5)
        try:
            url = self.open(campus)
            with campus.writing() as school:
                find(school, url).lay_out(f"crowd-{number}" for number in range(MANY))
            person = campus.aid("s1")
            answer = self._read(campus, url)
            assert records_loaded(campus, url, lambda a: _submit(a, person, answer, campus.clock())) <= FEW
            assert records_loaded(campus, url, lambda a: a.student(person)) <= FEW
        finally:
            campus.close()

    def _read(self, campus, url):
        with campus.activity(url) as activity:
            return listed(activity.Answer().deserialize(self.answer(1)))

    # -- walls between schools, on and off --
    def test_the_other_school_sees_nothing(self, campus):
        url = self.open(campus)
        campus.slug = "west"
        for who in ("west:s1", "west:teacher", "west:manager"):
            campus.get(who, url, status=404)
            campus.post(who, url, "submit", status=404, **self.answer(1))

    def test_off_is_read_only_and_on_brings_all_back(self, campus):
        url = self.open(campus)
        self.take_part(campus, url)
        before = campus.record("s1", url)
        plugin = campus.host.plugin_of(self.activity)
        with campus.writing() as school:
            school.enabled_plugins.remove(plugin)
        assert campus.get("teacher", url) and campus.get("s1", url)
        campus.post("s2", url, "submit", status=422, **self._no_fields())
        assert campus.browser("teacher").app.get(url + "tables.xlsx").body[:2] == b"PK"
        with campus.writing() as school:
            school.enabled_plugins.add(plugin)
        assert campus.record("s1", url) == before
        assert campus.get("s1", url)

    def _no_fields(self):
        return {}

    def test_uninstalled_its_data_stay_readable(self, campus):
        url = self.open(campus)
        self.take_part(campus, url)
        name, cls = campus.host.kinds.pop(self.activity.kind)
        plugin = campus.host.plugins.pop(name)
        try:
            campus.get("teacher", url)
            campus.get("s1", ROOM)
            campus.end()
            assert "学生1" in campus.get("teacher", ROOM + "/gradebook")
        finally:
            campus.host.kinds[self.activity.kind], campus.host.plugins[name] = (name, cls), plugin
        assert campus.get("s1", url)

    # -- again --
    def test_it_can_be_opened_again(self, campus):
        url = self.open(campus)
        self.take_part(campus, url)
        before = campus.record("s1", url)
        campus.close_activity(url)
        campus.at("10:30").post("teacher", url, "reopen")
        assert campus.record("s1", url) == before, "reopening keeps every record as it is (`opened` moves, `first_opened` stays)"
        assert campus.get("s1", url) and campus.get("teacher", url)
        self.take_part(campus, url, who="s2", number=2)

    # -- both languages --
    def test_every_sentence_has_its_english(self):
        package = Package(self.package, folder_of(self.package), ())
        assert complaints(package, folder_of(self.package).parent) == []

    def test_english_pages_speak_english(self, campus):
        url = self.open(campus)
        self.take_part(campus, url)
        shown = {f"the page of {who}": self._english(campus, who, url) for who in ("s1", "s2", "teacher")}
        shown["the wall"] = campus.wall(url, language="en")
        campus.close_activity(url)
        shown |= {f"the page of {who} after the close": self._english(campus, who, url) for who in ("s1", "teacher")}
        for place, html in shown.items():
            left = _chinese(html, self.allowed_chinese(campus))
            assert left == [], f"untranslated on {place}: {left[:5]}"

    def _english(self, campus, who, url):
        browser = campus.browser(who, language="en")
        return "\n".join(browser.app.get(url.rstrip("/") + "/live", headers={"Accept": "application/json"}).json.values())

    def allowed_chinese(self, campus):
        """Texts that are people's own, not the interface's."""
        own = [value for value in self.settings.values() if isinstance(value, str)]
        return ["学生1", "学生2", "学生3", "一班", "大学物理", "物理一班", "林老师", "王老师", "教三 204", "周一 1–2 节", "2026 秋", "东湖大学",
                *own, *self.answer(1).values()]

    def test_it_brings_its_words(self):
        folder = folder_of(self.package) / "locale" / "en" / "LC_MESSAGES"
        assert (folder / f"{self.package}.po").is_file(), "an English catalogue: locale/en/LC_MESSAGES/<package>.po"


def _submit(activity, person, answer, now):
    try:
        activity.submit(person, answer, now)
    except Refused:
        pass


def _chinese(html, allowed):
    # The longest first: 一班 must not be taken out of 物理一班.
    for text in sorted(map(str, allowed), key=len, reverse=True):
        html = html.replace(text, "")
    return [line.strip() for line in html.splitlines() if CJK.search(line)]
