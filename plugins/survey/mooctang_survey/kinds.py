"""The questions that only surveys ask: a text in one's own words, a rating on a scale, a ranking."""

from mooctang_core.api import QuestionType, questions, translator

_ = translator("mooctang_survey")
TEXT_MOST = 2000
LABEL_MOST = 20
STEPS = range(3, 11)


class Text(QuestionType):
    """A text in one's own words."""

    kind = "text"
    title = _("文本题")
    icon = "chat-left-text"
    scored = False
    surveyed = True
    most = TEXT_MOST

    def too_long(self, answer):
        return len(answer or "") > TEXT_MOST


class Rating(QuestionType):
    """A whole number on a scale whose ends have names."""

    kind = "rating"
    title = _("评分题")
    icon = "star"
    scored = False
    surveyed = True
    parts = ("steps", "low", "high")

    def blank(self):
        return {**super().blank(), "steps": 5, "low": "", "high": ""}

    def check_own(self, question, scored, wrong):
        given = str(question.get("steps", 5)).strip()
        steps = int(given) if given.isascii() and given.isdigit() and len(given) < 4 else 0
        if steps not in STEPS:
            wrong["steps"] = _("分数要到 ${low} 至 ${high} 之间的一个整数为止。", low=STEPS[0], high=STEPS[-1])
        ends = {part: " ".join(str(question.get(part) or "").split()) for part in ("low", "high")}
        for part, text in ends.items():
            if len(text) > LABEL_MOST:
                wrong[part] = _("太长了，最多 ${most} 个字。", most=LABEL_MOST)
        return {"steps": steps, **ends}

    def read(self, question, fields):
        given = super().read(question, fields)
        return int(given) if given in map(str, self.scale(question)) else None

    def scale(self, question):
        return range(1, question["steps"] + 1)

    def tally(self, question, answers):
        given = list(answers)
        return [(str(value), sum(answer == value for answer in given), False) for value in self.scale(question)]

    def mean(self, question, answers):
        """The mean of the ratings; None while there is none."""
        given = [answer for answer in answers if answer is not None]
        return sum(given) / len(given) if given else None


class Ranking(questions.Choice):
    """Options to put in an order of one's own. The answer is the ids, the best first."""

    kind = "ranking"
    title = _("偏好排序题")
    icon = "sort-down"
    scored = False
    surveyed = True
    parts = ("options",)

    def no_key(self):
        return None

    def key_of(self, fields, ids):
        return None

    def fields(self, question):
        return {option["id"]: False for option in question["options"]}

    def read(self, question, fields):
        """Every option has a place, and no two have the same; else it is no order yet."""
        wanted = {str(place) for place in range(1, len(question["options"]) + 1)}
        given = {option["id"]: (fields.get(option["id"]) or [""])[-1].strip() for option in question["options"]}
        if set(given.values()) != wanted:
            return None
        return sorted(given, key=lambda word: int(given[word]))

    def shown(self, question, answer):
        texts = {option["id"]: questions.plain_line(option["text"], 20) for option in question["options"]}
        return " > ".join(texts[word] for word in answer or () if word in texts)

    def tally(self, question, answers):
        """How many put each option first."""
        firsts = [answer[0] for answer in answers if answer]
        return [(questions.plain_line(option["text"]), firsts.count(option["id"]), False) for option in question["options"]]

    def places(self, question, answers):
        """The mean place of each option, in the order of the options; None while nobody answered."""
        given = [list(answer) for answer in answers if answer]
        return [sum(answer.index(option["id"]) + 1 for answer in given) / len(given) if given else None for option in question["options"]]
