"""The conformance kit from a stranger's side: an honest plugin passes, a careless one is told exactly what is wrong."""

import os
import subprocess
import sys
import textwrap

import pytest

HONEST = '''
    """Mood, honestly made."""
    from mooctang_core.api import Activity, colander, hookimpl, translator

    _ = translator("mooctang_mood")


    class Mood(Activity):
        kind = "mood"
        title = _("心情")
        statuses = {"done": _("已提交")}

        class Answer(colander.MappingSchema):
            mood = colander.SchemaNode(colander.String(), title=_("今天怎么样"), validator=colander.OneOf(("a", "b")))


    @hookimpl
    def activity_types():
        return [Mood]
'''
WORDS = '''
    msgid ""
    msgstr "Content-Type: text/plain; charset=utf-8\\n"

    msgid "心情"
    msgstr "Mood"

    msgid "已提交"
    msgstr "Sent"

    msgid "今天怎么样"
    msgstr "How is today"
'''
COUNTS_EVERYBODY = '''
        def submit(self, person_id, answer, now):
            before = sum(1 for record in self.records.values() if record.status)
            return self.save(person_id, "done", at=now, place=before, **answer)
'''


@pytest.fixture
def verdict(tmp_path):
    """Write a plugin of one package and run the kit on it as its author would; returns (exit code, output)."""

    def run(source, chosen, words=WORDS):
        package = tmp_path / "mooctang_mood"
        (package / "locale/en/LC_MESSAGES").mkdir(parents=True)
        (package / "__init__.py").write_text(textwrap.dedent(source), encoding="utf-8")
        (package / "locale/en/LC_MESSAGES/mooctang_mood.po").write_text(textwrap.dedent(words), encoding="utf-8")
        (tmp_path / "test_mood.py").write_text(textwrap.dedent("""
            from mooctang_mood import Mood
            from mooctang_core.testing import ActivityConformance


            class TestMood(ActivityConformance):
                activity = Mood
        """), encoding="utf-8")
        command = [sys.executable, "-m", "pytest", "-q", "--rootdir", str(tmp_path), "-k", chosen, str(tmp_path)]
        env = {**os.environ, "PYTHONPATH": str(tmp_path)}
        ran = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=env)
        return ran.returncode, ran.stdout

    return run


@pytest.mark.feature("PLG-03", "BEY-22")
def test_an_honest_plugin_passes_the_whole_kit(verdict):
    code, said = verdict(HONEST, "Mood")
    assert code == 0, said[-4000:]
    assert "two_hundred" not in said


@pytest.mark.feature("PLG-03", "BEY-22")
def test_one_that_reads_everybody_in_submit_is_told_so(verdict):
    head, hook = HONEST.split("    @hookimpl")
    code, said = verdict(head.rstrip() + "\n" + COUNTS_EVERYBODY + "\n\n    @hookimpl" + hook, "loads_few or one_door")
    assert code == 1 and "test_one_student_loads_few_records" in said and "1 failed, 1 passed" in said


@pytest.mark.feature("PLG-03")
def test_one_that_comes_in_by_the_window_is_told_the_line(verdict):
    code, said = verdict(HONEST.replace("hookimpl, translator", "hookimpl, translator\n    from mooctang_core.model.schools import School"), "one_door")
    assert code == 1 and "mooctang_core.model.schools" in said


@pytest.mark.feature("PLG-03", "I18N-01")
def test_one_without_english_is_told_the_words(verdict):
    code, said = verdict(HONEST, "speak_english", words='msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\\\n"\n')
    assert code == 1 and "untranslated" in said
