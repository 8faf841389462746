"""A question of every standard type."""


def options(*texts):
    return [{"id": "abcdefgh"[place], "text": text} for place, text in enumerate(texts)]


SINGLE = {"id": "q1", "type": "single", "text": "水的化学式是？", "options": options("CO$_2$", "H$_2$O", "O$_2$"), "key": "b", "score": 5, "explain": "氢二氧一"}
MULTIPLE = {"id": "q2", "type": "multiple", "text": "哪些是素数？", "options": options("2", "4", "5", "6"), "key": ["a", "c"], "score": 4}
TRUTH = {"id": "q3", "type": "truth", "text": "重物落得快。", "key": False, "score": 2}
FILL = {"id": "q4", "type": "fill", "text": "力的单位是 ____，sin 30° = ____。", "key": [["N", "牛顿", "newton"], ["0.5", "1/2"]], "tolerance": 0.01, "score": 6}
NUMERIC = {"id": "q5", "type": "numeric", "text": "重力加速度？", "key": "9.8", "tolerance": "0.05", "unit": "m/s²", "score": 3}
ORDERING = {"id": "q6", "type": "ordering", "text": "从小到大", "options": options("原子", "分子", "细胞"), "key": ["a", "b", "c"], "score": 3}
MATCHING = {"id": "q7", "type": "matching", "text": "配对", "options": options("力", "功"), "key": {"a": "x", "b": "y"},
            "matches": [{"id": "x", "text": "牛顿"}, {"id": "y", "text": "焦耳"}, {"id": "z", "text": "瓦特"}], "score": 4}
SHORT = {"id": "q8", "type": "short", "text": "摆动中能量怎样变化？", "key": ["守恒", "动能|kinetic"], "score": 10, "partial": "partial"}
ALL = [SINGLE, MULTIPLE, TRUTH, FILL, NUMERIC, ORDERING, MATCHING, SHORT]
EACH = {question["type"]: question for question in ALL}
