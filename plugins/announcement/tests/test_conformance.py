"""What the contract asks of every activity type, asked of 公告 and of 教案."""

from mooctang_announcement.announcement import Announcement
from mooctang_announcement.lesson import LessonPlan

from mooctang_core.testing import ActivityConformance


class TestAnnouncementConforms(ActivityConformance):
    activity = Announcement
    settings: dict = {"text": "Bring a ruler."}

    def answer(self, number):
        return {}


class TestLessonPlanConforms(ActivityConformance):
    activity = LessonPlan
    settings: dict = {"text": "Newton's laws."}

    def answer(self, number):
        return {}
