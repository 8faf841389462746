"""Points, bands and speed: pure functions over plain values."""

BANDS = ((0, 60, "<60"), (60, 70, "60–69"), (70, 80, "70–79"), (80, 90, "80–89"), (90, None, "≥90"))
"""Bands of the score in per cent of what there is: from, below, name."""
BEST = 5


def total(questions):
    """What all questions are worth together."""
    return tidy(sum(question.get("score", 0) for question in questions))


def tidy(number):
    """Two digits at most, and 5 rather than 5.0: what people read."""
    number = round(float(number), 2)
    return int(number) if number == int(number) else number


def fractions(kinds, questions, answers):
    """{question id: how right, 0 … 1} of everything that was answered and can be marked."""
    found = {}
    for question in questions:
        kind, answer = kinds.get(question["type"]), answers.get(question["id"])
        if kind is not None and answer is not None:
            found[question["id"]] = round(float(kind.mark(question, answer)), 4)
    return found


def points_of(question, data, speed=1.0):
    """The points of one question: what the teacher gave by hand, else what was right, times the speed where that counts."""
    by_hand = data.get("by_hand", {}).get(question["id"])
    if by_hand is not None:
        return tidy(by_hand)
    return tidy(data.get("marks", {}).get(question["id"], 0) * question.get("score", 0) * speed)


def score(questions, data):
    """The score of one person, from what is kept of them."""
    return tidy(sum(points_of(question, data, data.get("speed", 1.0)) for question in questions))


def speed_factor(used, limit):
    """1 at once, and never below half: half at the end of the time."""
    return 1.0 if not limit else round(1 - 0.5 * min(1.0, max(0.0, used / limit)), 4)


def band_of(score, whole):
    """The place in BANDS of a score."""
    share = 100 * score / whole if whole else 0
    return max(place for place, (low, _below, _name) in enumerate(BANDS) if share >= low - 1e-9)


def bands(scores, whole):
    """[(name, how many)]"""
    counts = [0] * len(BANDS)
    for one in scores:
        counts[band_of(one, whole)] += 1
    return [(name, count) for (_low, _below, name), count in zip(BANDS, counts, strict=True)]


def is_right(question, data):
    """Whether a question counts as answered rightly: all of its points, or marked so."""
    by_hand = data.get("by_hand", {}).get(question["id"])
    if by_hand is not None:
        return by_hand >= question.get("score", 0)
    return data.get("marks", {}).get(question["id"], 0) >= 1


def accuracies(questions, rows):
    """For each question the mean share of its points that those who submitted got; None when nobody did."""
    if not rows:
        return [None] * len(questions)
    sums = [0.0] * len(questions)
    for data in rows:
        marks, by_hand, speed = data.get("marks", {}), data.get("by_hand"), data.get("speed", 1.0)
        for place, question in enumerate(questions):
            word = question["id"]
            if by_hand and word in by_hand:
                sums[place] += min(1.0, by_hand[word] / question["score"]) if question.get("score") else 0.0
            else:
                sums[place] += marks.get(word, 0) * speed
    return [total / len(rows) for total in sums]
