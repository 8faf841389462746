"""Two accounts of one person in a class space: what each said to the same third person is one conversation, in the order of time."""

from mooctang_core.api import thawed

from .log import WORD, pair_of


def merge(room, old, new):
    """Everything else (who wrote what, wishes, reports) is renamed without us."""
    others = {one for key in room.peek_many(WORD, "private") if old in key.split("|")[:2] for one in key.split("|")[:2]} - {old, new}
    if not others and not room.peek_many(WORD, "talks").get(old):
        return
    private, talks = room.shelf(WORD).many("private"), room.shelf(WORD).many("talks")
    for other in sorted(others):
        _converse(private, old, new, other)
        _talk(talks, old, new, other)
    _not_with_oneself(talks, old, new)


def _converse(private, old, new, other):
    """The messages of both conversations under one pair, numbered anew; what was quoted is found again."""
    rows = [(pair, key, thawed(private[key])) for pair in {pair_of(old, other), pair_of(new, other)} for key in private if key.startswith(pair + "|")]
    rows.sort(key=lambda row: (row[2]["at"], row[1]))
    numbers = {(pair, message["n"]): place for place, (pair, _key, message) in enumerate(rows, 1)}
    for _pair, key, _message in rows:
        del private[key]
    for pair, _key, message in rows:
        number = numbers[pair, message["n"]]
        private[f"{pair_of(new, other)}|{number:09d}"] = {**message, "n": number, "to": numbers.get((pair, message["to"]), message["to"])}


def _talk(talks, old, new, other):
    """Who talked with whom last, on both sides."""
    for one, before, after in ((new, other, other), (other, old, new)):
        kept = thawed(talks.get(one, {}))
        found = [kept.pop(word) for word in dict.fromkeys((before, after)) if word in kept]
        if one == new and other in talks.get(old, {}):
            theirs = thawed(talks[old])
            found.append(theirs.pop(other))
            talks[old] = theirs
        if found:
            talks[one] = {**kept, after: [sum(one[0] for one in found), max(one[1] for one in found), sum(one[2] for one in found)]}


def _not_with_oneself(talks, old, new):
    for one, other in ((old, new), (new, old)):
        if other in talks.get(one, {}):
            talks[one] = {word: kept for word, kept in thawed(talks[one]).items() if word != other}
