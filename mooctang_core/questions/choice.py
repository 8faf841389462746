"""Questions with options to choose from: one, several, or right and wrong."""

from ..words import translator
from .base import ID, LETTERS, OPTION_MAX, OPTIONS_MAX, QuestionType, clean, next_letter, one, plain_line, too_long

_ = translator("mooctang_core")
STAYS_ALIASES = ("以上", "上述", "All of the above", "None of the above")
"""An option that speaks of those above it keeps its place when options are shuffled."""


class Choice(QuestionType):
    """What single and multiple choice have in common."""

    surveyed = True
    parts = ("options",)
    draws_key = True
    fewest = 2

    def blank(self):
        return {**super().blank(), "options": [{"id": LETTERS[n].lower(), "text": ""} for n in range(4)], "key": self.no_key()}

    def no_key(self):
        raise TypeError(f"{type(self).__name__} says what a key is before one is chosen")

    def widen(self, question):
        taken, options = {option["id"] for option in question["options"]}, list(question["options"])
        for _row in range(2):
            options.append({"id": next_letter(taken), "text": ""})
            taken.add(options[-1]["id"])
        return {**question, "options": options}

    def options_of(self, fields):
        """[(id, text)] of the option rows of the editing form, in their order."""
        return [(name.removeprefix("o."), text) for name, text in fields.items() if name.startswith("o.")]

    def gather(self, fields):
        question = super().gather(fields)
        question["options"], rows = [], self.options_of(fields)
        ids: dict = {}
        taken = {row for row, _text in rows if ID.match(row) and not row.startswith("new")}
        for row, text in rows:
            ids[row] = row if row in taken else next_letter(taken)
            taken.add(ids[row])
            question["options"].append({"id": ids[row], "text": text})
        question["key"] = self.key_of(fields, ids)
        return question

    def check_own(self, question, scored, wrong):
        options = checked_options(question.get("options"), self.fewest, wrong)
        found = {"options": options}
        if scored:
            found["key"] = self.check_key(question.get("key"), [option["id"] for option in options], wrong)
        return found

    def shuffle(self, question, chance):
        options = list(question["options"])
        loose = [place for place, option in enumerate(options) if not option["text"].startswith(STAYS_ALIASES)]
        order = loose[:]
        chance.shuffle(order)
        for place, source in zip(loose, order, strict=True):
            options[place] = question["options"][source]
        return {**question, "options": options}

    def letters(self, question):
        return {option["id"]: LETTERS[place] for place, option in enumerate(question["options"])}

    def tally(self, question, answers):
        counts: dict = {}
        for answer in answers:
            for chosen in self.chosen(answer):
                counts[chosen] = counts.get(chosen, 0) + 1
        right = set(self.chosen(question.get("key")))
        return [(f"{LETTERS[place]}. {plain_line(option['text'])}", counts.get(option["id"], 0), option["id"] in right)
                for place, option in enumerate(question["options"])]

    def chosen(self, answer):
        return () if answer is None else (answer,) if isinstance(answer, str) else tuple(answer)

    def shown(self, question, answer):
        letters = self.letters(question)
        return "".join(sorted(letters[chosen] for chosen in self.chosen(answer) if chosen in letters))

    def right(self, question):
        return self.shown(question, question.get("key"))


def checked_options(options, fewest, wrong, part="options"):
    """The options that say something, each with an id of its own."""
    found: list = []
    taken: set = set()
    rows = options if isinstance(options, (list, tuple)) else ()
    for option in rows[: OPTIONS_MAX * 5]:
        text, word = clean(option.get("text")), str(option.get("id", ""))
        if text:
            word = word if ID.match(word) and word not in taken else next_letter(taken)
            taken.add(word)
            found.append({"id": word, "text": text})
    if len(found) < fewest:
        wrong[part] = _("至少要写 ${n} 个选项。", n=fewest)
    elif len(found) > OPTIONS_MAX or len(rows) > OPTIONS_MAX * 5:
        wrong[part] = _("选项太多了，最多 ${most} 个。", most=OPTIONS_MAX)
    elif any(len(option["text"]) > OPTION_MAX for option in found):
        wrong[part] = too_long(OPTION_MAX)
    elif len({option["text"] for option in found}) < len(found):
        wrong[part] = _("有两个选项一样，请改掉一个。")
    return found


class Single(Choice):
    """One of several."""

    kind = "single"
    title = _("单选题")
    icon = "record-circle"

    def no_key(self):
        return ""

    def key_of(self, fields, ids):
        return ids.get(fields.get("right", ""), "")

    def check_key(self, key, ids, wrong):
        if key not in ids:
            wrong.setdefault("key", _("请选出正确答案。"))
        return key if isinstance(key, str) else ""

    def read(self, question, fields):
        chosen = one(fields)
        return chosen if any(option["id"] == chosen for option in question["options"]) else None

    def mark(self, question, answer):
        return 1.0 if answer is not None and answer == question.get("key") else 0.0


class Multiple(Choice):
    """Several of several: all or nothing, or a share of the right ones when nothing wrong was chosen."""

    kind = "multiple"
    look = "single"
    title = _("多选题")
    icon = "check2-square"
    divides = True

    def no_key(self):
        return []

    def key_of(self, fields, ids):
        return [option for row, option in ids.items() if fields.get(f"right.{row}")]

    def check_key(self, key, ids, wrong):
        chosen = set(map(str, key)) if isinstance(key, (list, tuple)) else set()
        found = [option for option in ids if option in chosen]
        if not found:
            wrong.setdefault("key", _("请选出所有正确答案。"))
        return found

    def fields(self, question):
        return {"": True}

    def read(self, question, fields):
        sent = set(fields.get("") or ())
        return [option["id"] for option in question["options"] if option["id"] in sent] or None

    def mark(self, question, answer):
        key, given = set(question.get("key") or ()), set(answer or ())
        if given == key:
            return 1.0 if key else 0.0
        whole = question.get("partial") != "partial"
        return 0.0 if whole or not given or not given <= key else len(given) / len(key)


class Truth(QuestionType):
    """Right or wrong."""

    kind = "truth"
    title = _("判断题")
    icon = "check-circle"
    surveyed = True
    draws_key = True
    words = {True: _("对"), False: _("错")}

    def blank(self):
        return {**super().blank(), "key": None}

    def gather(self, fields):
        return {**super().gather(fields), "key": {"true": True, "false": False}.get(fields.get("key", ""))}

    def check_own(self, question, scored, wrong):
        if not scored:
            return {}
        if not isinstance(question.get("key"), bool):
            wrong["key"] = _("请选“对”或“错”。")
        return {"key": question.get("key")}

    def read(self, question, fields):
        return {"true": True, "false": False}.get(one(fields))

    def mark(self, question, answer):
        return 1.0 if answer is not None and answer is question.get("key") else 0.0

    def shown(self, question, answer):
        return self.words.get(answer, "")

    def right(self, question):
        return self.words.get(question.get("key"), "")

    def tally(self, question, answers):
        given = list(answers)
        return [(self.words[word], sum(answer is word for answer in given), question.get("key") is word) for word in (True, False)]
