"""What a line of pasted text is: a heading, the start of a question, options, an answer, an explanation, or plain words."""

import re
from typing import Any, NamedTuple

KINDS = {
    "单选": "single", "单项选择": "single", "多选": "multiple", "多项选择": "multiple", "不定项选择": "multiple", "不定项": "multiple",
    "判断": "truth", "是非": "truth", "填空": "fill", "简答": "short", "问答": "short", "名词解释": "short", "论述": "short", "选择": "choice",
    "数值": "numeric", "排序": "ordering", "匹配": "matching", "连线": "matching", "计算": "short",
}
"""What people call the types; `choice` leaves open whether one or several."""
WORD = "|".join(sorted(KINDS, key=len, reverse=True))
SCORE = re.compile(r"(?:每(?:小)?题|各)?\s{0,20}+(\d{1,3}(?:\.\d)?)\s{0,20}+分")
MARK = re.compile(rf"\s{{0,20}}+[\[【(（<《]\s{{0,20}}+({WORD})(?:正误)?题?\s{{0,20}}+[,，、;；]?\s{{0,20}}+(?:(\d{{1,3}}(?:\.\d)?)\s{{0,20}}+分)?\s{{0,20}}+[\]】)）>》]\s{{0,20}}+[:：]?\s{{0,20}}+")
HEADING = re.compile(rf"\s{{0,20}}+(?:第?[一二三四五六七八九十]{{1,3}}(?:部分)?\s{{0,20}}+[、.．:：]\s{{0,20}}+|[IVX]{{1,4}}[.．、]\s{{0,20}}+)?[\[【]?({WORD})(?:正误)?题?[\]】]?\s{{0,20}}+(?:[:：(（,，。.].{{0,80}})?\s{{0,20}}+$")
BIG = re.compile(r"\s{0,20}+第?[一二三四五六七八九十]{1,3}(?:部分)?\s{0,20}+[、.．:：]\s{0,20}+(\S.{0,60})$")
NUMBER = re.compile(r"\s{0,20}+(?:第\s{0,20}+)?(?:[(（]\s{0,20}+(\d{1,3})\s{0,20}+[)）]|(\d{1,3})\s{0,20}+(?:题\s{0,20}+[.．、:：]?|[.．](?!\d)|[、)）:：]))\s{0,20}+")
OPTION = re.compile(r"\s{0,20}+(?:[(（\[【]\s{0,20}+([A-Ha-hＡ-Ｈ])\s{0,20}+[)）\]】]\s{0,20}+[.．、:：]?|([A-Ha-hＡ-Ｈ])(?:\s{0,20}+[.．、:：)）]|\t|\u3000))\s{0,20}+")
NEXT = re.compile(r"(?:\s{1,20}+|(?<=[。；;，,]))(?:[(（]([A-HＡ-Ｈ])[)）]|([A-HＡ-Ｈ])\s{0,20}+[.．、:：)）])\s{0,20}+")
ANSWER = re.compile(r"\s{0,20}+[\[【(（]?\s{0,20}+(?:(?:正确|参考|标准)?\s{0,20}+答案|答|[Aa]nswers?|ANSWER|[Kk]ey)\s{0,20}+(?:是|为)?\s{0,20}+(?:[\]】)）]\s{0,20}+[:：]?|[:：])\s{0,20}+")
EXPLAIN = re.compile(r"\s{0,20}+[\[【(（]?\s{0,20}+(?:答案|试题|题目)?(?:解析|解释|详解|分析|讲解|[Ee]xplanation)\s{0,20}+(?:[\]】)）]\s{0,20}+[:：]?|[:：])\s{0,20}+")
WITHIN = re.compile(r"\s{0,20}+[\[【(（]?\s{0,20}+(?:答案|试题|题目)?(?:解析|解释|详解)\s{0,20}+[\]】)）]?\s{0,20}+[:：]\s{0,20}+")
META = re.compile(r"\s{0,20}+[\[【]?\s{0,20}+(难度|难易程度|难易度|知识点|章节|来源|标签|分值|分数|得分|题型|题目类型)\s{0,20}+[\]】]?\s{0,20}+[:：]\s{0,20}+(.*)$")
WIDE = re.compile(r"\s{21,}")
INLINE = re.compile(r"[(（]\s*([A-HＡ-Ｈ](?:[\s,，、;；]*[A-HＡ-Ｈ]){0,7}|√|×|✓|✔|✗|✘|Ｘ|对|错|正确|错误|是|否|[TF]|[Tt]rue|[Ff]alse)\s*[)）]")
"""An answer in brackets within the stem: （B）, (ABD), （√）."""
FILLED = re.compile(r"(?<!_)_{2,}+([^\W_](?:[^_\n]{0,200}?[^\s_，。,；;、])?)_{2,}")
"""A blank with its answer on the line: ____北京____."""
EMPTY = re.compile(r"_{2,}|﹍{2,}|＿{2,}")


class Line(NamedTuple):
    line: int
    kind: str
    text: str = ""
    number: int | None = None
    mark: str | None = None
    score: float | None = None
    options: tuple = ()
    explain: Any = None
    inline: bool = False
    blanks: bool = False


def half(letter):
    """A for Ａ and a."""
    return chr(ord(letter) - 0xFEE0).upper() if ord(letter) > 0xFF00 else letter.upper()


def read_line(number, raw):
    """One line, told apart."""
    text = WIDE.sub(lambda found: found[0][:20], raw.replace("\u00a0", " ").replace("\u200b", "")).rstrip()
    if not text.strip():
        return Line(number, "blank")
    for look in (_heading, _meta, _explain, _answer, _option, _start):
        found = look(number, text)
        if found is not None:
            return found
    return stem_line(number, "plain", text)


def _heading(number, text):
    """一、单项选择题（每题 2 分）; or a type alone on its line."""
    found = HEADING.match(text)
    if found:
        return Line(number, "heading", text.strip(), mark=KINDS[found[1]], score=score_in(text))
    big = BIG.match(text)
    if big and re.search(rf"({WORD})题", big[1]):
        return Line(number, "heading", text.strip(), mark=KINDS[re.search(rf"({WORD})题", big[1])[1]], score=score_in(text))
    return None


def score_in(text):
    found = SCORE.search(text)
    return float(found[1]) if found else None


def _meta(number, text):
    found = META.match(text)
    if not found:
        return None
    score = re.match(r"\d{1,3}(\.\d)?", found[2]) if found[1] in ("分值", "分数", "得分") else None
    mark = re.search(WORD, found[2]) if found[1] in ("题型", "题目类型") else None
    return Line(number, "meta", text.strip(), mark=KINDS[mark[0]] if mark else None, score=float(score[0]) if score else None)


def _explain(number, text):
    found = EXPLAIN.match(text)
    return Line(number, "explain", text[found.end():].strip()) if found else None


def _answer(number, text):
    found = ANSWER.match(text)
    if not found:
        return None
    said = text[found.end():].strip()
    split = WITHIN.search(said)
    if split:
        return Line(number, "answer", said[: split.start()].strip(), explain=said[split.end():].strip())
    return Line(number, "answer", said)


def _option(number, text):
    found = OPTION.match(text)
    if not found:
        return None
    letter, rest, options = half(found[1] or found[2]), text[found.end():], []
    for other in NEXT.finditer(rest):
        next_one = half(other[1] or other[2])
        if ord(next_one) == ord(letter) + 1:
            start = options[-1][2] if options else 0
            options.append((letter, rest[start:other.start()].strip(), other.end()))
            letter = next_one
    options.append((letter, rest[options[-1][2] if options else 0:].strip(), 0))
    return Line(number, "option", text.strip(), options=tuple((each[0], each[1]) for each in options))


def _start(number, text):
    """A number, a mark such as 【判断】, or both in either order."""
    mark, counted = MARK.match(text), None
    rest = text[mark.end():] if mark else text
    counted = NUMBER.match(rest)
    rest = rest[counted.end():] if counted else rest
    late = None if mark else MARK.match(rest)
    rest = rest[late.end():] if late else rest
    if not (mark or counted):
        return None
    return stem_line(number, "start", rest, int(counted[1] or counted[2]) if counted else None, mark or late)


def stem_line(number, kind, text, counted=None, mark=None):
    """A line of a stem, with what it says of itself: a score in brackets, a type at its end, an answer in brackets."""
    text, score = text.strip(), float(mark[2]) if mark and mark[2] else None
    end = re.search(rf"{MARK.pattern}$", text) if not mark else None
    if end:
        text, mark = text[: end.start()].strip(), end
        score = float(end[2]) if end[2] else score
    points = re.search(r"[(（\[【]\s*(?:本题)?\s*(\d{1,3}(?:\.\d)?)\s*分\s*[)）\]】]", text)
    if points:
        text, score = (text[: points.start()] + text[points.end():]).strip(), float(points[1])
    return Line(number, kind, text, counted, KINDS[mark[1]] if mark else None, score,
                inline=bool(INLINE.search(text) or FILLED.search(text)), blanks=bool(EMPTY.search(text)))
