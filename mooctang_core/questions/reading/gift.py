"""GIFT, the plain text format of Moodle: choice, several right, true/false, short answer, numbers, pairs, missing words."""

import html
import re

from ...words import translator
from ..base import number, tidy_number
from .kinds import Draft, Problem, Reading, judged, quoted, too_much

_ = translator("mooctang_core")
ESCAPED = {mark: chr(0xE100 + place) for place, mark in enumerate("~=#{}:\\")}
PLAIN = {stand_in: mark for mark, stand_in in ESCAPED.items()}
STAND_INS = re.compile("[" + "".join(PLAIN) + "]")
HEAD = re.compile(r"\s*(?:::(.*?)::)?\s*(?:\[(html|moodle|plain|markdown)\])?\s*", re.DOTALL)
WEIGHT = re.compile(r"\s{0,20}+%(-?\d{1,3}(?:\.\d{1,6})?)%")
PIECE = re.compile(r"([=~])([^=~]*)")
TRUTHS = {"T": True, "TRUE": True, "F": False, "FALSE": False}


def from_gift(text):
    """Reading of a GIFT text."""
    text = str(text or "").replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    much = too_much(text)
    if much is not None:
        return Reading([], [much])
    drafts: list = []
    problems: list = []
    for line, block in blocks(STAND_INS.sub("", text)):
        found = read_block(line, block)
        (drafts if isinstance(found, Draft) else problems).append(found)
    return judged(drafts, problems)


def blocks(text):
    """(line, text) of what stands between empty lines; comments and categories are left out."""
    start, held = 0, []
    for number_, line in enumerate([*text.split("\n"), ""], 1):
        if line.lstrip().startswith("//") or line.startswith("$CATEGORY:"):
            continue
        if line.strip():
            start = start if held else number_
            held.append(line)
        elif held:
            yield start, "\n".join(held)
            held = []


def hidden(text):
    """The text with every escaped mark as a stand-in that means nothing to the reader."""
    return re.sub(r"\\([~=#{}:\\])", lambda found: ESCAPED[found[1]], text)


def shown(text, form=None):
    """What people read: marks again, \\n as a new line, tags of HTML left away."""
    text = STAND_INS.sub(lambda found: PLAIN[found[0]], text).replace("\\n", "\n")
    if form == "html":
        text = re.sub(r"<\s*(?:br|/p|/div|/li)\b[^>]{0,200}>", "\n", text, flags=re.IGNORECASE)
        text = html.unescape(re.sub(r"<[^<>]{0,2000}>", "", text))
    return text.strip()


def read_block(line, block):
    """A Draft, or the Problem of what is no question."""
    body = hidden(block)
    head = HEAD.match(body)
    form, rest = head[2], body[head.end():]
    start, end = rest.find("{"), rest.rfind("}")
    if start < 0 or end < start:
        what = _("这里没有写在 { } 里的答案，只有文字。") if start < 0 else _("“{” 没有配对的 “}”。")
        return Problem(line, quoted(shown(block)), what)
    draft = Draft(line)
    before, inside, after = rest[:start], rest[start + 1:end], rest[end + 1:]
    gap = " ____ " if after.strip() else ""
    draft.question = {"text": shown(f"{before.rstrip()}{gap}{after.lstrip()}", form), "explain": ""}
    draft.lines = {"key": line + body[: head.end() + start].count("\n")}
    if "{" in inside or "}" in inside:
        draft.wrong(_("一道题里只能有一组 { }。请拆成几道题，或者用 \\{ 表示括号本身。"))
    else:
        read_answers(draft, inside, form, bool(gap))
    return draft


def read_answers(draft, inside, form, gap):
    inside, general = (inside.split("####", 1) + [""])[:2]
    draft.question["explain"] = shown(general, form)
    word = inside.split("#")[0].strip().upper()
    if not inside.strip():
        draft.wrong(_("作文题没有标准答案，不能自动判分。请在 { } 里写答案。"), "key")
    elif word in TRUTHS:
        draft.question.update(type="truth", key=TRUTHS[word])
        explain(draft, [shown(part, form) for part in inside.split("#")[1:]][-1:])
    elif inside.strip().startswith("#"):
        numeric(draft, inside.strip()[1:], form)
    else:
        listed(draft, inside, form, gap)


def explain(draft, texts):
    """What the file says to answers stands in the explanation."""
    said = [draft.question["explain"], *texts]
    draft.question["explain"] = "\n".join(dict.fromkeys(text for text in said if text))


def pieces(inside, form):
    """[(sign, weight or None, text, feedback)] of what begins with = or ~."""
    found = []
    for sign, piece in PIECE.findall(inside):
        weight = WEIGHT.match(piece)
        text, _mark, feedback = (piece[weight.end():] if weight else piece).partition("#")
        found.append((sign, float(weight[1]) if weight else None, text, shown(feedback, form)))
    return found


def listed(draft, inside, form, gap):
    """Pairs, short answers, or choices, by the signs they have."""
    found = pieces(inside, form)
    stray = PIECE.sub("", inside).strip()
    if not found or stray:
        draft.wrong(_("答案要以 = 或 ~ 开头。"), "key", shown(stray or inside))
    elif all(sign == "=" and "->" in text for sign, _weight, text, _feedback in found):
        matching(draft, found, form)
    elif all(sign == "=" for sign, *_rest in found):
        short(draft, found, form)
    else:
        choice(draft, found, form)


def matching(draft, found, form):
    sides = [[shown(side, form) for side in text.split("->", 1)] for _sign, _weight, text, _feedback in found]
    lefts = [(f"l{place}", left, right) for place, (left, right) in enumerate(sides)]
    draft.question.update(
        type="matching", options=[{"id": word, "text": left} for word, left, _right in lefts if left],
        matches=[{"id": f"r{word}", "text": right} for word, _left, right in lefts], key={word: f"r{word}" for word, left, _right in lefts if left})


def short(draft, found, form):
    """Accepted answers of one blank."""
    partly = next((piece for piece in found if piece[1] not in (None, 100.0)), None)
    if partly:
        draft.wrong(_("只得一部分分的答案不能读入。请删掉它，或者改成 %100%。"), "key", shown(partly[2]))
    draft.question.update(type="fill", key=[[shown(text, form) for _sign, _weight, text, _feedback in found]])
    explain(draft, [feedback for *_rest, feedback in found])


def choice(draft, found, form):
    """One right (=), or several by their weights."""
    options = [{"id": "abcdefghijklmnopqrstuvwxyz"[place], "text": shown(piece[2], form)} for place, piece in enumerate(found[:26])]
    right = [option["id"] for option, (sign, weight, *_rest) in zip(options, found, strict=False) if (sign == "=" and weight is None) or (weight or 0) > 0]
    weights = {weight for sign, weight, *_rest in found if weight is not None and weight > 0}
    several = len(right) > 1
    if len(weights) > 1:
        draft.wrong(_("答案的分不一样，不能读入。请给每个正确答案一样的百分数。"), "key")
    draft.question.update(type="multiple" if several else "single", options=options, key=right if several else (right or [""])[0])
    if several:
        draft.question["partial"] = "partial"
    explain(draft, [piece[3] for option, piece in zip(options, found, strict=False) if option["id"] in right])


def numeric(draft, inside, form):
    """3, 3:0.1, 2.9..3.1; or one such behind an =."""
    found = pieces(inside, form) if "=" in inside else [("=", None, *[*inside.split("#", 1), ""][:2])]
    whole = [piece for piece in found if piece[0] == "=" and piece[1] in (None, 100.0)]
    if len(whole) != 1 or any(piece[1] not in (None, 100.0, 0.0) for piece in found):
        draft.wrong(_("数值题只能有一个正确的数。"), "key", shown(inside))
        return
    key, tolerance = range_of(shown(whole[0][2]))
    if key is None or tolerance is None:
        draft.wrong(_("数值题的答案要写成 3、3:0.1 或 2.9..3.1。"), "key", shown(inside))
        return
    draft.question.update(type="numeric", key=tidy_number(key), tolerance=tidy_number(tolerance))
    explain(draft, [shown(piece[3], form) for piece in found])


def range_of(text):
    if ".." in text:
        low, high = (number(side) for side in text.split("..", 1))
        return (None, None) if low is None or high is None else ((low + high) / 2, abs(high - low) / 2)
    key, colon, tolerance = text.partition(":")
    return number(key), number(tolerance) if colon else 0.0
