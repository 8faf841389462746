"""What the contract asks of every activity type, asked of 练习 in three forms."""

from mooctang_quiz.activity import Quiz

from mooctang_core.testing import ActivityConformance

from .conftest import ASKED

OWN = ["加速度的单位是？", "哪些是矢量？", "力是物体运动的原因。", "牛顿第二定律是", "用一句话说惯性。", "速度", "质量", "力", "回答", "合等于乘加",
       "的变化率", "有方向的量", "改变运动", "保持"]


class TestQuizConforms(ActivityConformance):
    activity = Quiz
    settings: dict = {"questions": ASKED}

    def answer(self, number):
        return {"q1": "ab"[number % 2], "q3": "true", "q5": f"回答 {number}"}

    def allowed_chinese(self, campus):
        return [*super().allowed_chinese(campus), *OWN]


class TestTimedQuizConforms(TestQuizConforms):
    settings: dict = {"questions": ASKED, "minutes": "10", "pages": "all", "feedback": "submit", "shuffle_questions": "true", "shuffle_options": "true"}


class TestTwoRoundsConform(TestQuizConforms):
    settings: dict = {"questions": ASKED[:1], "two_rounds": "true", "leaderboard": "true"}

    def answer(self, number):
        return {"q1": "ab"[number % 2]}
