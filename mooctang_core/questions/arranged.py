"""Questions whose answer is an arrangement: a sequence to put in order, pairs to match."""

from ..words import translator
from .base import ID, OPTION_MAX, OPTIONS_MAX, QuestionType, clean, fresh_id, one, plain_line, too_long
from .written import share

_ = translator("mooctang_core")


def rows_of(question, texts, wrong, fewest, part):
    """Options whose ids and stored order tell nothing of the key: [{id, text}], in the order they were written."""
    found: list = []
    taken: set = set()
    for word, text in texts[: OPTIONS_MAX + 1]:
        word = word if ID.match(word) and len(word) == 5 and word not in taken else fresh_id(question, text, taken)
        taken.add(word)
        found.append({"id": word, "text": text})
    if len(found) < fewest:
        wrong[part] = _("至少要写 ${n} 个选项。", n=fewest)
    elif len(found) > OPTIONS_MAX:
        wrong[part] = _("选项太多了，最多 ${most} 个。", most=OPTIONS_MAX)
    elif any(len(row["text"]) > OPTION_MAX for row in found):
        wrong[part] = too_long(OPTION_MAX)
    elif len({row["text"] for row in found}) < len(found):
        wrong[part] = _("有两个选项一样，请改掉一个。")
    return found


def room(options):
    """Two more empty rows."""
    taken = {option["id"] for option in options}
    words = [word for word in (f"new{place}" for place in range(1, 100)) if word not in taken][:2]
    return [*options, *({"id": word, "text": ""} for word in words)]


def mixed(rows):
    return sorted(rows, key=lambda row: row["id"])


def texts_by_id(rows):
    return {row["id"]: row["text"] for row in rows}


class Ordering(QuestionType):
    """Things to put in order. The teacher writes them in the right order; nobody else sees that one."""

    kind = "ordering"
    title = _("排序题")
    icon = "sort-down"
    parts = ("options",)
    divides = True

    def blank(self):
        return {**super().blank(), "options": [{"id": f"new{n}", "text": ""} for n in range(4)], "key": [f"new{n}" for n in range(4)]}

    def gather(self, fields):
        rows = [{"id": name.removeprefix("o."), "text": text} for name, text in fields.items() if name.startswith("o.")]
        return {**super().gather(fields), "options": rows, "key": [row["id"] for row in rows]}

    def edited(self, question):
        """[(id, text)] as the teacher edits them: in the right order, empty rows too."""
        texts = texts_by_id(question["options"])
        key = [word for word in question.get("key") or texts if word in texts]
        return [(word, texts[word]) for word in [*key, *(word for word in texts if word not in key)]]

    def widen(self, question):
        options = room([{"id": word, "text": text} for word, text in self.edited(question)])
        return {**question, "options": options, "key": [option["id"] for option in options]}

    def in_order(self, question):
        """The options as the key has them."""
        texts = {str(row.get("id", "")): clean(row.get("text")) for row in question.get("options") or ()}
        key = [str(word) for word in question.get("key") or texts]
        return [(word, texts[word]) for word in [*key, *(w for w in texts if w not in key)] if texts.get(word)]

    def check_own(self, question, scored, wrong):
        rows = rows_of(question, self.in_order(question), wrong, 2, "options")
        found = {"options": mixed(rows)}
        return {**found, "key": [row["id"] for row in rows]} if scored else found

    def fields(self, question):
        return {option["id"]: False for option in question["options"]}

    def read(self, question, fields):
        """Every option says which place it gets; two at one place, or one left out, is not an order yet."""
        places = {}
        for option in question["options"]:
            given = one(fields, option["id"])
            if given.isdecimal() and len(given) < 3:
                places[option["id"]] = int(given)
        return [word for word, _place in sorted(places.items(), key=lambda item: item[1])] or None

    def mark(self, question, answer):
        key, given = list(question.get("key") or ()), list(answer or ())
        if len(given) != len(key):
            return 0.0
        return share(sum(a == b for a, b in zip(key, given, strict=True)), len(key), question)

    def shown(self, question, answer):
        texts = texts_by_id(question["options"])
        return " → ".join(plain_line(texts[word], 20) for word in answer or () if word in texts)

    def right(self, question):
        return self.shown(question, question.get("key"))

    def shuffle(self, question, chance):
        options = list(question["options"])
        chance.shuffle(options)
        return {**question, "options": options}


class Matching(QuestionType):
    """Pairs to find: each on the left has one on the right, and the right may hold some that belong to nothing."""

    kind = "matching"
    title = _("匹配题")
    icon = "arrow-left-right"
    parts = ("options", "matches")
    divides = True
    partial = "partial"

    def blank(self):
        rows = [f"new{n}" for n in range(4)]
        return {**super().blank(), "options": [{"id": row, "text": ""} for row in rows],
                "matches": [{"id": f"m{row}", "text": ""} for row in rows], "key": {row: f"m{row}" for row in rows}}

    def gather(self, fields):
        """Rows of two: left and right. A right side alone is one more to choose from."""
        rows = [name.removeprefix("o.") for name in fields if name.startswith("o.")]
        lefts = [{"id": row, "text": fields[f"o.{row}"]} for row in rows]
        rights = [{"id": fields.get(f"mi.{row}") or f"m{row}", "text": fields.get(f"m.{row}", "")} for row in rows]
        key = {left["id"]: right["id"] for left, right in zip(lefts, rights, strict=True)}
        return {**super().gather(fields), "options": lefts, "matches": rights, "key": key}

    def widen(self, question):
        options, key = room(question["options"]), dict(question["key"])
        fresh = {option["id"]: f"m{option['id']}" for option in options if option["id"] not in key}
        matches = [*question["matches"], *({"id": word, "text": ""} for word in fresh.values())]
        return {**question, "options": options, "matches": matches, "key": {**key, **fresh}}

    def line(self, text):
        """A right side as it stands in a list to choose from, which knows no formulas."""
        return plain_line(text, 80)

    def marked(self, text):
        """Whether a right side needs to be shown in full beside that list."""
        return plain_line(text, 80) != text or "$" in text

    def pairs(self, question):
        """[(left id, left text, right id, right text)] as the teacher edits them; the ones to spare come last."""
        rights, key = texts_by_id(question.get("matches") or ()), dict(question.get("key") or {})
        rows = [(left["id"], left["text"], key.get(left["id"]) or "", rights.get(key.get(left["id"]), "")) for left in question["options"]]
        used = set(key.values())
        return rows + [(f"new{word}", "", word, text) for word, text in rights.items() if word not in used]

    def check_own(self, question, scored, wrong):
        lefts = [(str(row.get("id", "")), clean(row.get("text"))) for row in question.get("options") or ()]
        rights = [(str(row.get("id", "")), clean(row.get("text"))) for row in question.get("matches") or ()]
        options = rows_of(question, [row for row in lefts if row[1]], wrong, 2, "options")
        matches = rows_of({"id": f"{question.get('id')}m"}, distinct([row for row in rights if row[1]]), wrong, 2, "matches")
        found = {"options": options, "matches": mixed(matches)}
        if not scored:
            return found
        return {**found, "key": self._key(question, lefts, rights, options, matches, wrong)}

    def _key(self, question, lefts, rights, options, matches, wrong):
        """Left id -> right id, by what stands on both sides."""
        wanted, words = dict(question.get("key") or {}), dict(rights)
        by_text = {row["text"]: row["id"] for row in matches}
        written = [(word, text) for word, text in lefts if text]
        key = {row["id"]: by_text.get(words.get(wanted.get(word), "")) for row, (word, _text) in zip(options, written, strict=False)}
        if not all(key.values()):
            wrong.setdefault("key", _("左边的每一项都要写出右边和它配对的一项。"))
        return {left: right or "" for left, right in key.items()}

    def fields(self, question):
        return {option["id"]: False for option in question["options"]}

    def read(self, question, fields):
        rights = {match["id"] for match in question["matches"]}
        given = {option["id"]: one(fields, option["id"]) for option in question["options"]}
        return {left: right for left, right in given.items() if right in rights} or None

    def mark(self, question, answer):
        key, given = question.get("key") or {}, answer or {}
        return share(sum(given.get(left) == right for left, right in key.items()), len(key), question)

    def shown(self, question, answer):
        rights, given = texts_by_id(question["matches"]), answer or {}
        return "；".join(f"{plain_line(option['text'], 20)} – {plain_line(rights[given[option['id']]], 20)}" for option in question["options"]
                        if given.get(option["id"]) in rights)

    def right(self, question):
        return self.shown(question, question.get("key"))

    def shuffle(self, question, chance):
        options, matches = list(question["options"]), list(question["matches"])
        chance.shuffle(options)
        chance.shuffle(matches)
        return {**question, "options": options, "matches": matches}


def distinct(rows):
    """Two on the left may share one on the right: it is written twice and offered once."""
    return [row for place, row in enumerate(rows) if row[1] not in {text for _word, text in rows[:place]}]
