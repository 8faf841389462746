"""What the contract asks of every activity type, asked of 讨论."""

from mooctang_discussion.activity import Discussion

from mooctang_core.testing import ActivityConformance


class TestDiscussionConforms(ActivityConformance):
    activity = Discussion
    settings: dict = {"topic": "说说看"}

    def answer(self, number):
        return {"text": f"第{number}个想法"}
