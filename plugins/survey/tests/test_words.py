"""Which words a crowd uses, and how they are drawn."""

from xml.etree import ElementTree

from mooctang_survey import cloud, wordlist


def test_chinese_is_cut_into_words_and_empty_ones_are_left_out():
    found = dict(wordlist.counts(["老师讲课很清楚，我们都喜欢物理实验。", "物理实验太少了", "多一点实验"]))
    assert found["物理"] == 2 and found["实验"] == 3
    assert not {"我们", "了", "的", "，", "很"} & set(found)


def test_english_stands_beside_it_whatever_its_case_and_width():
    found = dict(wordlist.counts(["The Python homework is fun", "ＰＹＴＨＯＮ太难", "python, python!"]))
    assert found["python"] == 3 and "the" not in found and "is" not in found


def test_who_repeats_a_word_counts_once():
    assert wordlist.counts(["作业 作业 作业", "例题"]) == [("作业", 1), ("例题", 1)]


def test_nothing_said_is_nothing_drawn():
    assert wordlist.counts(["", "。。。", "😀", "123 456", None]) == []


def test_no_text_is_too_long_or_too_odd():
    assert wordlist.counts(["好" * 100_000, "\x00<script>alert(1)</script>", "\ud800"])


def test_the_cloud_fits_its_drawings_and_says_every_word_aloud():
    words = [(f"词语{number}", 40 - number) for number in range(40)] + [("w" * 24, 1)]
    chart = cloud.cloud(words, columns=("词语", "人数"))
    drawings = ElementTree.fromstring(f"<div>{chart}</div>").findall("svg")
    assert [drawing.get("viewBox").split()[2] for drawing in drawings] == ["680", "340"]
    assert 0.3 < float(drawings[0].get("viewBox").split()[3]) / 680 < 0.7
    for drawing, width in zip(drawings, (680, 340), strict=True):
        texts = drawing.findall("text")
        assert len(texts) == 41
        for text in texts:
            half = len(text.text) * float(text.get("font-size")) * 0.3
            assert half * 0.9 <= float(text.get("x")) <= width - half * 0.9
    assert "词语0 40" in chart.label and chart.rows[0] == ("词语0", 40)


def test_frequent_words_are_larger_and_in_the_middle():
    sized = cloud.sizes([("多", 30), ("少", 2), ("一", 1)])
    assert [word.size for word in sized] == sorted((word.size for word in sized), reverse=True)
    assert cloud.heart_first(["1", "2", "3", "4", "5"]) == ["4", "2", "1", "3", "5"]


def test_what_people_write_cannot_leave_the_drawing():
    chart = cloud.cloud([("<b>&", 2)])
    assert "<b>" not in str(chart) and "&lt;b&gt;&amp;" in str(chart)
