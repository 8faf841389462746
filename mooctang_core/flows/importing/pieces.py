"""The rows of a file as they are kept: sealed, in pieces, so that one piece is opened at a time."""

import json
import zlib

from ...model.imports import SLICE

ODD = -1


def keep(batch, private, rows, odd):
    """Lay the rows of a file into the batch."""
    batch.rows = len(rows)
    for place in range(0, len(rows), SLICE):
        batch.pieces[place // SLICE] = closed(private, rows[place:place + SLICE])
    batch.pieces[ODD] = closed(private, odd)


def closed(private, value):
    return private.close(zlib.compress(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"), 1))


def opened(private, data):
    return json.loads(zlib.decompress(private.open(data)))


def piece(batch, private, number):
    """The rows of one piece, in order."""
    return opened(private, batch.pieces[number])


def row_at(batch, private, place):
    return piece(batch, private, place // SLICE)[place % SLICE]


def rows_at(batch, private, places):
    """{place: row} for some rows; a piece is opened once."""
    found, held = {}, {}
    for place in places:
        number = place // SLICE
        if number not in held:
            held = {number: piece(batch, private, number)}
        found[place] = held[number][place % SLICE]
    return found


def odd_of(batch, private):
    """{(place, column): what is odd about the cell}"""
    return {(row - 1, column - 1): word for row, column, word in opened(private, batch.pieces[ODD])}


def write(batch, private, changes):
    """{place: {column: text}}: what somebody wrote in cells; they are no longer odd."""
    odd = odd_of(batch, private)
    for number in sorted({place // SLICE for place in changes}):
        rows = piece(batch, private, number)
        for place in (place for place in changes if place // SLICE == number):
            row = rows[place % SLICE]
            for column, text in changes[place].items():
                row.extend([""] * (column + 1 - len(row)))
                row[column] = text
                odd.pop((place, column), None)
        batch.pieces[number] = closed(private, rows)
    batch.pieces[ODD] = closed(private, [(row + 1, column + 1, word) for (row, column), word in odd.items()])
