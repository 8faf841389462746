"""What the contract asks of every activity type, asked of 练习 in three forms."""

from mooctang_quiz.activity import Quiz
from quiz_samples import ASKED

from mooctang_core.testing import ActivityConformance

OWN = ["加速度的单位是？", "哪些是矢量？", "力是物体运动的原因。", "牛顿第二定律是", "用一句话说惯性。", "速度", "质量", "力", "回答", "合等于乘加",
       "的变化率", "有方向的量", "改变运动", "保持"]


class TestQuizConforms(ActivityConformance):
    activity = Quiz
    settings: dict = {"questions": ASKED}

    def answer(self, number):
        return {"q1": "ab"[number % 2], "q3": "true", "q5": f"回答 {number}"}

    def allowed_chinese(self, campus):
        return [*super().allowed_chinese(campus), *OWN]


class Lighter(TestQuizConforms):
    """The same questions in another form; what does not depend on the form is asked once."""

    test_two_hundred_at_once_are_all_kept = None
    test_one_student_loads_few_records = None
    test_every_sentence_has_its_english = None
    test_the_other_school_sees_nothing = None
    test_off_is_read_only_and_on_brings_all_back = None
    test_uninstalled_its_data_stay_readable = None
    test_a_draft_is_the_teachers_alone = None
    test_its_edit_form_opens_and_keeps_what_it_shows = None
    test_a_field_nobody_asked_for_is_refused = None
    test_it_comes_through_the_one_door = None
    test_its_templates_hold_no_inline_code = None
    test_it_brings_its_words = None
    test_its_words_are_in_order = None
    test_the_same_key_counts_once = None
    test_its_cell_is_plain = None
    test_its_faces_return_dicts_for_everybody = None


class TestTimedQuizConforms(Lighter):
    settings: dict = {"questions": ASKED, "minutes": "10", "pages": "all", "feedback": "submit", "shuffle_questions": "true", "shuffle_options": "true"}


class TestTwoRoundsConform(Lighter):
    settings: dict = {"questions": ASKED[:1], "two_rounds": "true", "leaderboard": "true"}

    def answer(self, number):
        return {"q1": "ab"[number % 2]}


del Lighter
