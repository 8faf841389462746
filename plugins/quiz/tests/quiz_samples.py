"""A quiz of five types, and what is right in it."""

from mooctang_quiz.activity import Quiz

ASKED = [
    {"id": "q1", "type": "single", "text": "加速度的单位是？", "score": 5, "key": "b", "explain": "**速度**的变化率 $a=\\Delta v/\\Delta t$",
     "options": [{"id": "a", "text": "m/s"}, {"id": "b", "text": "m/s²"}, {"id": "c", "text": "N"}]},
    {"id": "q2", "type": "multiple", "text": "哪些是矢量？", "score": 4, "key": ["a", "c"], "partial": "partial", "explain": "有方向的量",
     "options": [{"id": "a", "text": "速度"}, {"id": "b", "text": "质量"}, {"id": "c", "text": "力"}]},
    {"id": "q3", "type": "truth", "text": "力是物体运动的原因。", "score": 3, "key": False, "explain": "力改变运动"},
    {"id": "q4", "type": "fill", "text": "牛顿第二定律是 ___。", "score": 4, "key": [["F=ma", "合力等于质量乘加速度"]], "explain": ""},
    {"id": "q5", "type": "short", "text": "用一句话说惯性。", "score": 4, "key": ["保持"], "explain": "SECRET-EXPLAIN"},
]
RIGHT = {"q1": "b", "q2": ["a", "c"], "q3": "false", "q4.0": "Ｆ＝ＭＡ", "q5": "物体保持原来的运动"}
WRONG = {"q1": "a", "q2": ["b"], "q3": "true", "q4.0": "不知道", "q5": "懒"}


class Sheet:
    """One quiz in a campus."""

    def __init__(self, campus, **settings):
        self.campus = campus
        self.url = campus.open(Quiz, at="10:00", **{"questions": ASKED, **settings})

    def submit(self, who, status=200, begun=False, **fields):
        if begun:
            fields["begun"] = begun
        return self.campus.post(who, self.url, "submit", status=status, **fields)

    def begun(self, who):
        """The word that this person's form carries."""
        return self.campus.browser(who).app.get(self.url).forms["sheet"]["begun"].value

    def draft(self, who, status=204, **fields):
        browser = self.campus.browser(who)
        pairs = [(name, one) for name, value in fields.items() for one in (value if isinstance(value, list) else [value])]
        return browser.app.post(self.url + "draft", [*pairs, ("csrf_token", browser.token())], headers={"HX-Request": "true"}, status=status)

    def record(self, who):
        return self.campus.record(who, self.url)

    def table(self, name="records"):
        return self.campus.table(self.url, name).rows

    def teach(self, view, status=200, **fields):
        return self.campus.post("teacher", self.url, view, status=status, **fields)
