"""Read one table out of a stranger's file, in a process of its own: it may take so much memory and time, and no more.

Run as a script with the limits as its argument: the file comes in on stdin, a JSON object goes out on stdout. It imports nothing of ours.
"""

import csv
import io
import json
import re
import resource
import sys
import zipfile
from datetime import date, datetime, time

MB = 1 << 20
MEMBERS_MAX, UNPACKED_MAX, RATIO_MAX, RATIO_FROM = 2_000, 200 * MB, 200, 20 * MB
CELL_MAX = 2_000
EXACT = 10**15
"""Excel keeps fifteen digits of a number; from here on the last ones may be lost already."""
FAR = re.compile(rb"""\br=["'](?:([A-Z]{3,})(\d+)|([A-Z]+)(\d{6,}))["']""")
WIDE = re.compile(rb"""\br=["']([A-Z]{2})(\d{1,5})["']""")
FORMULA = re.compile(rb"""<(?:\w+:)?c\b[^>]{0,200}?\br=["']([A-Z]{1,3})(\d{1,7})["'][^>]{0,200}>\s*<(?:\w+:)?f[ />]""")
ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
SCIENTIFIC = re.compile(r"[+-]?\d(?:\.\d+)?[eE]\+?\d{2}\Z")
ENCODINGS = ("utf-8-sig", "gb18030")


class Trouble(Exception):
    """Why the file is not read: a word, where (row and column from 1), and what belongs to the sentence."""

    def __init__(self, word, row=1, column=1, **facts):
        super().__init__(word)
        self.said = {"word": word, "row": row, "column": column, **facts}


def main(limits):
    resource.setrlimit(resource.RLIMIT_AS, (limits["memory"], limits["memory"]))
    sys.path.append(limits["path"])
    resource.setrlimit(resource.RLIMIT_CPU, (limits["seconds"], limits["seconds"] + 1))
    try:
        rows, odd = read(sys.stdin.buffer.read(), limits)
        found = {"rows": rows, "odd": odd}
    except Trouble as trouble:
        found = {"trouble": trouble.said}
    except MemoryError:
        found = {"trouble": Trouble("large").said}
    json.dump(found, sys.stdout, ensure_ascii=True, separators=(",", ":"))


def read(data, limits):
    """(rows of texts, [(row, column, what is odd about the cell)])"""
    if data[:4] == b"PK\x03\x04":
        return from_xlsx(data, limits)
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise Trouble("locked" if "EncryptedPackage".encode("utf-16-le") in data else "old")
    return from_csv(data, limits)


# xlsx --------------------------------------------------------------------------------------------------------------------------

def from_xlsx(data, limits):
    formulas = inspected(data, limits)
    import python_calamine

    try:
        sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
        cells = sheet.to_python(skip_empty_area=False)
    except MemoryError:
        raise
    except Exception as error:  # a stranger's file may make the library raise anything
        raise Trouble("unreadable", said=str(error)[:100]) from None
    rows, odd = [], [(row, column, "formula") for row, column in formulas]
    for number, row in enumerate(cells, 1):
        rows.append([text_of(cell, number, column, odd) for column, cell in enumerate(row, 1)])
    return cut(rows, limits), odd


def text_of(cell, row, column, odd):
    """A cell as people see it; a number that has lost digits is named."""
    if type(cell) is str:
        return cell[:CELL_MAX]
    if type(cell) is bool:
        return str(cell)
    if isinstance(cell, (int, float)):
        if not -EXACT < cell < EXACT:
            odd.append((row, column, "rounded"))
        return str(int(cell)) if cell == int(cell) else repr(cell)
    return shown(cell)


def shown(cell):
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    return cell.isoformat() if isinstance(cell, (date, time)) else str(cell)[:CELL_MAX]


def inspected(data, limits):
    """Look at the parts before anything is laid out in memory; the places of formulas in the first sheet."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            members = book.infolist()
            measure(members, len(data))
            if any(member.flag_bits & 1 for member in members):
                raise Trouble("locked")
            return [place for member in members if member.filename.endswith((".xml", ".rels")) for place in look_at(book, member, limits)]
    except Trouble:
        raise
    except MemoryError:
        raise
    except Exception as error:
        raise Trouble("unreadable", said=str(error)[:100]) from None


def measure(members, size):
    unpacked = sum(member.file_size for member in members)
    if len(members) > MEMBERS_MAX or unpacked > UNPACKED_MAX or (unpacked > RATIO_FROM and unpacked > RATIO_MAX * max(size, 1)):
        raise Trouble("bomb", mb=unpacked // MB)


def look_at(book, member, limits):
    """One part, piece by piece: it may hold no entities, and no cell beyond what is read."""
    first, kept, sheet = [], b"", member.filename.startswith("xl/worksheets/")
    with book.open(member) as part:
        while piece := part.read(MB):
            text = kept + piece
            if not first and text[:2] in (b"\xff\xfe", b"\xfe\xff"):
                raise Trouble("unreadable", said="UTF-16")
            first.append(len(piece))
            if ENTITY.search(text):
                raise Trouble("entities")
            if sheet:
                far_out(text, limits)
                if member.filename == "xl/worksheets/sheet1.xml" and b"<f" in text or b":f" in text:
                    yield from ((int(row), number_of(column)) for column, row in FORMULA.findall(text))
            kept = text[-600:]


def far_out(text, limits):
    for wide, low, column, row in FAR.findall(text):
        if wide:
            raise Trouble("wide", row=int(low or 1), column=number_of(wide), most=limits["columns"])
        if int(row) > limits["rows"]:
            raise Trouble("long", row=int(row), column=number_of(column), most=limits["rows"])
    for column, row in WIDE.findall(text):
        if number_of(column) > limits["columns"]:
            raise Trouble("wide", row=int(row), column=number_of(column), most=limits["columns"])


def number_of(letters):
    count = 0
    for letter in letters[:6]:
        count = count * 26 + letter - 64
    return count


# csv ---------------------------------------------------------------------------------------------------------------------------

def from_csv(data, limits):
    text = decoded(data)
    csv.field_size_limit(100_000)
    first = text[:5_000].split("\n", 1)[0]
    rows, odd = [], []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",\t;", key=first.count))
    try:
        for number, row in enumerate(reader, 1):
            if number > limits["rows"] + limits["heads"]:
                raise Trouble("long", row=number, most=limits["rows"])
            if len(row) > limits["columns"]:
                raise Trouble("wide", row=number, column=limits["columns"] + 1, most=limits["columns"])
            odd.extend((number, column, "scientific") for column, cell in enumerate(row, 1) if SCIENTIFIC.match(cell))
            rows.append([cell[:CELL_MAX] for cell in row])
    except csv.Error as error:
        raise Trouble("unreadable", row=len(rows) + 1, said=str(error)[:100]) from None
    return cut(rows, limits), odd


def decoded(data):
    if b"\0" in data[:4096] and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise Trouble("unreadable", row=data[: data.index(b"\0")].count(b"\n") + 1, said="NUL")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return tried(data, "utf-16")
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            last = error
    line = data[: last.start]
    raise Trouble("letters", row=line.count(b"\n") + 1, column=line.rpartition(b"\n")[2].count(b",") + 1)


def tried(data, encoding):
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Trouble("letters", row=data[: error.start].count(b"\n\0") + 1) from None


def cut(rows, limits):
    """Without what is empty at the ends; the number of a row stays what it is in the file."""
    for row in rows:
        while row and not row[-1].strip():
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    if not rows:
        raise Trouble("empty")
    if len(rows) > limits["rows"] + limits["heads"]:
        raise Trouble("long", row=limits["rows"] + limits["heads"] + 1, most=limits["rows"])
    return rows


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
