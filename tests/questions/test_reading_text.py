"""Pasted text becomes questions; what cannot be read is named by its line with what to do, and is never half taken."""

import time

import pytest

from mooctang_core.questions.base import QUESTIONS_MAX
from mooctang_core.questions.reading import from_text
from mooctang_core.words import as_written

WORD = """一、单项选择题（每题2分，共4分）
1. 水的化学式是（ B ）。
A. CO2  B. H2O  C. O2
解析：氢二氧一。
2．下列说法正确的是
Ａ．甲
Ｂ．乙
Ｃ．丙
答案：Ｃ
解析：第一段
第二段
二、多项选择题
3、哪些是素数？（4分）
A、2
B、4
C、5
【答案】A、C
【解析】因为
三、判断题
4. 地球是圆的。（√）
5. 太阳绕地球转（×）
四、填空题
6. 中国的首都是（北京），法国的首都是（巴黎|Paris）。
7. 力的单位是____，功的单位是____。
答案：N；J
8. 1+1=__2__
五、简答题
9. 什么是惯性？
答：物体保持原来运动状态的性质；惯性
"""
LOOSE = """鲸是鱼。（错）
蝙蝠是哺乳动物。（对）
地球绕太阳转 (√)

下列哪个是素数（C）
A．4
B．6
C．7

以下哪些是偶数？(A、C)
A.2 B.3 C.4
解析：偶数能被 2 整除。

中国的首都是____，面积约____万平方公里。
答案：北京；960

【单选题】【2分】1.5 倍是？
A:一 B:二
参考答案：A 解析：一倍半
"""


def told(reading):
    return [(problem.line, as_written(problem.what)) for problem in reading.problems]


def test_a_test_from_word_is_read_whole():
    questions, problems = from_text(WORD)
    assert problems == []
    assert [(q["type"], q["score"], q["key"]) for q in questions] == [
        ("single", 2, "b"), ("single", 2, "c"), ("multiple", 4, ["a", "c"]), ("truth", 5, True), ("truth", 5, False),
        ("fill", 5, [["北京"], ["巴黎", "Paris"]]), ("fill", 5, [["N"], ["J"]]), ("fill", 5, [["2"]]), ("short", 5, ["物体保持原来运动状态的性质", "惯性"])]
    assert questions[0]["text"] == "水的化学式是（　　）。" and questions[1]["explain"] == "第一段\n第二段"
    assert questions[5]["text"] == "中国的首都是____，法国的首都是____。"


def test_questions_without_numbers_are_told_apart():
    questions, problems = from_text(LOOSE)
    assert problems == []
    assert [(q["type"], q["key"]) for q in questions] == [
        ("truth", False), ("truth", True), ("truth", True), ("single", "c"), ("multiple", ["a", "c"]), ("fill", [["北京"], ["960"]]), ("single", "a")]
    assert questions[-1] | {} and questions[-1]["text"] == "1.5 倍是？" and questions[-1]["explain"] == "一倍半" and questions[-1]["score"] == 2


@pytest.mark.parametrize("text, line, what", [
    ("1. 题\nA. 甲\nB. 乙", 1, "没有找到答案。请在题目后面写一行“答案：…”。"),
    ("1. 题\nA. 甲\nB. 乙\n答案：E", 4, "答案是 E，可是没有选项 E。"),
    ("1. 题\nA. 甲\nC. 乙\n答案：A", 3, "这里应该是选项 B，写的却是 C。"),
    ("1. 题\nA. 甲\nB.\n答案：A", 3, "选项 B 是空的。请写出它的内容，或者删掉这一行。"),
    ("\n1. [单选] 题\nA. 甲\nB. 乙\n答案：AB", 5, "标的是单选题，答案却有 2 个。请改答案，或者改成多选题。"),
    ("[判断] 题\n答案：也许", 2, "判断题的答案要写“对”或“错”（√、×、T、F 也可以）。"),
    ("A. 甲\n答案：A", 1, "选项前面没有题干。请在它上面写题干。"),
    ("1. 题 ____ 和 ____\n答案：一个", 2, "题干里有 2 个空，答案却有 1 行：每一空写一行。"),
    ("1. 题\nA. 甲\nB. 甲\n答案：A", 2, "有两个选项一样，请改掉一个。"),
    ("1. 题\nA. 甲\n答案：A", 2, "选择题至少要有两个选项，每个选项写成“A. …”。"),
])
def test_a_mistake_is_named_by_its_line(text, line, what):
    reading = from_text(text)
    assert (line, what) in told(reading) and reading.questions == []


def test_a_question_with_a_mistake_is_left_out_and_the_others_stay():
    questions, problems = from_text("1. 好（√）\n2. 坏\nA. 甲\nB. 乙\n3. 好（×）")
    assert [q["text"] for q in questions] == ["好（　　）", "好（　　）"] and [problem.line for problem in problems] == [2]


def test_a_list_in_an_explanation_is_no_question():
    questions, problems = from_text("1. 题（A）\nA. 甲\nB. 乙\n解析：因为\n1. 其一\n2、题二（√）")
    assert [q["type"] for q in questions] == ["single", "truth"] and "1. 其一" not in questions[1]["text"]
    assert problems == []


@pytest.mark.parametrize("text", ["", " \n\t\n", "\ufeff", "。" * 100, "答案：A", "____" * 3000, "（" * 5000, "1. " * 4000, "A. B. C. D. " * 1500, "\x00\x01\x02"])
def test_nonsense_is_answered_at_once(text):
    begun = time.monotonic()
    from_text(text)
    assert time.monotonic() - begun < 2


def test_a_book_is_refused_in_one_sentence():
    assert len(from_text("字" * 500_000).problems) == 1
    assert from_text("1. 题（√）\n" * 11_000).questions == []
    many = from_text("1. 题（√）\n" * (QUESTIONS_MAX + 50))
    assert len(many.questions) == QUESTIONS_MAX and "题目太多了" in told(many)[-1][1]


def test_words_stay_as_they_were_written():
    questions, _problems = from_text("1. 2*3*4 等于 $x^2$ 吗？（√）")
    assert questions[0]["text"] == "2\\*3\\*4 等于 $x^2$ 吗？（　　）"
