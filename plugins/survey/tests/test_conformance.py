"""What the contract asks of every activity type, asked of surveys with names and without."""

from mooctang_survey.activity import Survey
from survey_samples import ALL, filled

from mooctang_core.testing import ActivityConformance

OWN = ("节奏怎么样？", "太快", "合适", "太慢", "想说什么？", "打几分？", "很差", "很好", "更想要哪个？", "例题", "实验", "讨论", "哪些有用？", "课件", "作业",
       "听懂了。", "我最喜欢的一章是", "讲得很清楚，例题再多一点", "光学", "清楚", "讲", "再", "一点", "多")


class TestSurveyConforms(ActivityConformance):
    activity = Survey
    settings = {"questions": ALL}

    def answer(self, number):
        return filled()

    def allowed_chinese(self, campus):
        return [*super().allowed_chinese(campus), *OWN]


class TestAnonymousConforms(TestSurveyConforms):
    """What is asked of the source and of drafts is the same for both, and was asked above."""

    test_its_words_are_in_order = test_it_comes_through_the_one_door = test_its_templates_hold_no_inline_code = None
    test_every_sentence_has_its_english = test_it_brings_its_words = test_a_draft_is_the_teachers_alone = None
    test_its_edit_form_opens_and_keeps_what_it_shows = test_uninstalled_its_data_stay_readable = test_a_field_nobody_asked_for_is_refused = None

    settings = {"questions": ALL, "anonymous": "true"}
