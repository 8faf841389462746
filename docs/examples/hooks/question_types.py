"""A further type of question. Which methods it must have is said by the plugin that asks questions; the core only hands it on."""

from mooctang_core.api import hookimpl


class Slider:
    """A number between two others."""

    word = "slider"
    title = "滑块"

    def right(self, question, answer):
        return abs(float(answer) - question["number"]) <= question["tolerance"]


@hookimpl
def question_types():
    return [Slider]


def test_others_find_it_while_the_school_has_it_on(campus):
    with campus.writing() as school:
        assert campus.host.classes(school, "question_types") == [Slider]
        school.enabled_plugins.remove("example")
        assert campus.host.classes(school, "question_types") == []
