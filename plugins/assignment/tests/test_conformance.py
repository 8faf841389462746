"""What the contract asks of every activity type, asked of homework."""

from mooctang_assignment.activity import Assignment

from mooctang_core.testing import ActivityConformance


class TestAssignmentConforms(ActivityConformance):
    activity = Assignment
    settings: dict = {"text": "Read chapter one."}

    def answer(self, number):
        return {"text": f"Work {number}"}
