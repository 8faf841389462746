"""Who goes where by chance: pure functions over lists of people."""

import random

CHANCE = random.SystemRandom()


def number_of_groups(people, size):
    """How many groups of about this size: as many as bring every group nearest to it. 23 by 5 are five groups, 22 by 5 four."""
    return max(1, (2 * people + size) // (2 * size)) if people else 0


def sizes(people, number):
    """The sizes of so many groups, the remainder spread evenly: no two differ by more than one."""
    number = min(number, people)
    least, more = divmod(people, number) if number else (0, 0)
    return [least + 1] * more + [least] * (number - more)


def dealt(people, number, chance=CHANCE):
    """The people in so many groups, by chance."""
    shuffled = list(people)
    chance.shuffle(shuffled)
    rest = iter(shuffled)
    return [[next(rest) for _seat in range(size)] for size in sizes(len(shuffled), number)]


def filled(people, seats, chance=CHANCE):
    """{person: group}: each goes to a group that has the fewest by then. `seats`: {group: how many are in it}."""
    seats, shuffled = dict(seats), list(people)
    chance.shuffle(shuffled)
    found = {}
    for person in shuffled:
        fewest = min(seats.values())
        found[person] = chance.choice([group for group, taken in seats.items() if taken == fewest])
        seats[found[person]] += 1
    return found
