"""What the contract asks of every activity type, asked of 分组 in its forms."""

from mooctang_grouping.activity import Grouping

from mooctang_core.testing import ActivityConformance


class TestGroupingConforms(ActivityConformance):
    activity = Grouping

    def answer(self, number):
        # 200 students make 40 groups of five; two or three of them make one.
        return {"group": f"{(number - 1) // 5 + 1:06d}"}

    def allowed_chinese(self, campus):
        return [*super().allowed_chinese(campus), *(f"第 {number} 组" for number in range(1, 50))]
