"""From what was found in pasted text to a question of a type; what does not fit is said at its line."""

import re

from ...words import translator
from ..base import tidy_number
from .kinds import marked_plain
from .lines import EMPTY, FILLED, INLINE, half

_ = translator("mooctang_core")
TRUE_ALIASES = frozenset("√ ✓ ✔ 对 正确 是 t true yes y right r 真".split())
FALSE_ALIASES = frozenset("× ✗ ✘ x 错 错误 不对 不正确 否 f false no n wrong w 假".split())
LETTER_ALIASES = re.compile(r"[A-Ha-hＡ-Ｈ](?:[\s,，、;；.和与]*[A-Ha-hＡ-Ｈ])*[.。]?\Z")
OR_ALIASES = re.compile(r"或者|或|(?<!\d)/(?!\d)")
TOLERANCE_ALIASES = re.compile(r"±|\+/-|误差")
GAP = "（　　）"
BRACKET = re.compile(r"[(（]\s*[)）]")
FILLED_BRACKET = re.compile(r"[(（]\s*([^()（）]{1,60}?)\s*[)）]")


def make(raw):
    """The same Draft with its question, or with its problems."""
    stem, inline = stem_of(raw)
    raw.question = {"text": stem, "explain": joined(raw.explain or []), **({"score": tidy_number(raw.score)} if raw.score is not None else {})}
    answer = joined(raw.answer) if raw.answer is not None else inline
    kind = kind_of(raw, stem, answer)
    maker = {"single": choice, "multiple": choice, "choice": choice, "truth": truth, "fill": fill, "numeric": numeric, "short": short,
             "ordering": ordering, "matching": matching}[kind]
    if not answer and kind not in ("ordering", "matching") and not (kind == "fill" and answers_inside("\n".join(raw.stem))):
        raw.wrong(_("没有找到答案。请在题目后面写一行“答案：…”。"))
    else:
        raw.question["type"] = kind
        maker(raw, answer)
    return raw


def stem_of(raw):
    """(the text without the answer that stood in it, that answer or None)"""
    text = joined(raw.stem)
    if raw.kind == "fill" or (raw.kind is None and raw.answer is None and FILLED.search(text)):
        return text, None
    found = list(INLINE.finditer(text))
    if raw.answer is not None or not found:
        return text, None
    last = found[-1]
    return f"{text[: last.start()]}{GAP}{text[last.end():]}".strip(), last[1]


def answers_inside(text):
    """Whether the blanks of a stem hold their answers."""
    return FILLED.search(text) or (not EMPTY.search(text) and FILLED_BRACKET.search(text))


def joined(lines):
    return marked_plain("\n".join(lines).strip())


def truth_of(answer):
    """True, False, or None where the answer is neither."""
    word = answer.strip().strip("。.（）() ").casefold().replace("ｘ", "x")
    return True if word in TRUE_ALIASES else False if word in FALSE_ALIASES else None


def kind_of(raw, stem, answer):
    """What the teacher calls it; else what it looks like."""
    if raw.kind == "choice":
        return "choice" if raw.options or truth_of(answer or "") is None else "truth"
    if raw.kind:
        return raw.kind
    if raw.options:
        return "choice"
    if answer and truth_of(answer) is not None and not EMPTY.search(stem):
        return "truth"
    if EMPTY.search(stem) or BRACKET.search(stem) or (raw.answer is None and FILLED.search(stem)):
        return "fill"
    return "short"


def letters_of(answer):
    """ABD of "A、B、D"; None where it is no list of letters."""
    if not LETTER_ALIASES.match(answer.strip()):
        return None
    return sorted({half(letter) for letter in re.findall(r"[A-Ha-hＡ-Ｈ]", answer)})


def choice(raw, answer):
    given = [letter for letter, _lines, _line in raw.options]
    check_letters(raw, given)
    options = [{"id": letter.lower(), "text": joined(lines)} for letter, lines, _line in raw.options]
    for option, (_letter, lines, line) in zip(options, raw.options, strict=True):
        if not option["text"]:
            raw.lines["empty"] = line
            raw.wrong(_("选项 ${letter} 是空的。请写出它的内容，或者删掉这一行。", letter=option["id"].upper()), "empty", lines[0] or option["id"].upper())
    letters = letters_of(answer) or letters_by_text(options, answer)
    raw.question["options"] = options
    if letters is None:
        raw.wrong(_("答案要写选项的字母，例如“答案：B”。"), "key", answer)
    elif set(letters) - set(given):
        raw.wrong(_("答案是 ${letters}，可是没有选项 ${missing}。", letters="".join(letters), missing="".join(sorted(set(letters) - set(given)))), "key", answer)
    else:
        set_key(raw, [letter.lower() for letter in letters], answer)


def letters_by_text(options, answer):
    """An answer that repeats an option word for word."""
    found = [option["id"].upper() for option in options if option["text"] == answer.strip()]
    return found or None


def check_letters(raw, given):
    """A, B, C … without one left out or written twice."""
    if len(given) < 2:
        raw.wrong(_("选择题至少要有两个选项，每个选项写成“A. …”。"), "options")
        return
    wanted = [chr(ord("A") + place) for place in range(len(given))]
    for (letter, lines, line), want in zip(raw.options, wanted, strict=True):
        if letter != want:
            raw.lines["letter"] = line
            raw.wrong(_("这里应该是选项 ${want}，写的却是 ${letter}。", want=want, letter=letter), "letter", f"{letter}. {lines[0]}")
            return


def set_key(raw, letters, answer):
    if raw.question["type"] == "choice":
        raw.question["type"] = "single" if len(letters) == 1 else "multiple"
    if raw.question["type"] == "single":
        if len(letters) > 1 and raw.kind == "single":
            raw.wrong(_("标的是单选题，答案却有 ${n} 个。请改答案，或者改成多选题。", n=len(letters)), "key", answer)
        raw.question["key"] = letters[0]
    else:
        raw.question["key"] = letters


def truth(raw, answer):
    key = truth_of(answer)
    letters = letters_of(answer)
    if key is None and raw.options and letters and len(letters) == 1:
        words = {letter: truth_of(joined(lines)) for letter, lines, _line in raw.options}
        key = words.get(letters[0])
    if key is None:
        raw.wrong(_("判断题的答案要写“对”或“错”（√、×、T、F 也可以）。"), "key", answer)
    raw.question["key"] = key


def fill(raw, answer):
    text = raw.question["text"]
    filled = FILLED.findall(text) if not answer else []
    if filled:
        text = FILLED.sub("____", text)
    elif not EMPTY.search(text):
        text, filled = bracketed(text, answer)
    text = EMPTY.sub("____", text)
    blanks = text.count("____") or 1
    raw.question["text"] = text
    raw.question["key"] = [one_of(part) for part in filled] if filled and not answer else split_blanks(answer or "", blanks)


def bracketed(text, answer):
    """Blanks written as brackets: empty ones, or with the answer in them where there is no other."""
    if answer:
        return BRACKET.sub("____", text), []
    found = FILLED_BRACKET.findall(text)
    return (FILLED_BRACKET.sub("____", text) if found else text), found


def split_blanks(answer, blanks):
    """The answers of several blanks: lines, else what separates them into just as many."""
    if blanks == 1:
        return [one_of(answer)]
    numbered = re.split(r"[(（]\d[)）]|[①②③④⑤⑥⑦⑧⑨]|(?:^|\s)\d[.、](?!\d)", answer)
    for parts in (answer.split("\n"), numbered[1:], *(re.split(mark, answer) for mark in (r"[；;]", r"[、]", r"[，,]", r"\s{2,}|\t", r"\s+"))):
        parts = [part.strip(" ；;，,、") for part in parts if part.strip(" ；;，,、")]
        if len(parts) == blanks:
            return [one_of(part) for part in parts]
    return [one_of(part) for part in re.split(r"[；;\n]", answer) if part.strip()]


def one_of(part):
    """Several accepted answers of one blank: 北京|北京市, 北京/北京市, 北京 或 北京市."""
    marks = r"[|｜]" if re.search(r"[|｜]", part) else OR_ALIASES
    return [text.strip() for text in re.split(marks, part) if text.strip()]


def numeric(raw, answer):
    parts = [part.strip() for part in TOLERANCE_ALIASES.split(answer, 1)]
    raw.question["key"], raw.question["tolerance"] = parts if len(parts) == 2 and all(parts) else (answer, 0)


def short(raw, answer):
    """A short answer counts as it stands; of a long one each part between semicolons is looked for."""
    parts = [part.strip() for part in re.split(r"[；;\n]", answer) if part.strip()]
    raw.question["key"] = [part[:200] for part in parts[:20]]
    raw.question["by"] = "same" if len(parts) == 1 and len(answer) <= 20 else "words"


def ordering(raw, answer):
    """Options in any order, and the letters in the right one; without an answer they stand in the right order already."""
    given = [letter for letter, _lines, _line in raw.options]
    check_letters(raw, given)
    order = [half(letter) for letter in re.findall(r"[A-Ha-hＡ-Ｈ]", answer or "")] or given
    raw.question["options"] = [{"id": letter.lower(), "text": joined(lines)} for letter, lines, _line in raw.options]
    if sorted(order) != sorted(given):
        raw.wrong(_("答案要把每个选项的字母按正确的顺序各写一次，例如“答案：CAB”。"), "key", answer)
    raw.question["key"] = [letter.lower() for letter in order]


def matching(raw, answer):
    """Each option is a pair, with = between left and right."""
    pairs = [(joined(lines).split("="), line) for _letter, lines, line in raw.options]
    for sides, line in pairs:
        if len(sides) != 2:
            raw.lines["pair"] = line
            raw.wrong(_("匹配题的每个选项要写成“左边=右边”。"), "pair", "=".join(sides))
            return
    raw.question["options"] = [{"id": f"l{place}", "text": sides[0].strip()} for place, (sides, _line) in enumerate(pairs)]
    raw.question["matches"] = [{"id": f"r{place}", "text": sides[1].strip()} for place, (sides, _line) in enumerate(pairs)]
    raw.question["key"] = {f"l{place}": f"r{place}" for place in range(len(pairs))}
