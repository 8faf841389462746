"""What the contract asks of every activity type, asked of 签到 in its three forms."""

from mooctang_checkin.activity import CheckIn

from mooctang_core.testing import ActivityConformance


class TestCheckInConforms(ActivityConformance):
    activity = CheckIn


class TestPlaceConforms(ActivityConformance):
    activity = CheckIn
    settings: dict = {"place": "true", "latitude": "30.5", "longitude": "114.4"}

    def answer(self, number):
        return {"latitude": "30.5", "longitude": "114.4", "accuracy": "12"}
