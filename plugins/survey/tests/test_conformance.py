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
    settings = {"questions": ALL, "anonymous": "true"}
