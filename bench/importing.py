"""50,000 students out of one file, from the upload to the last account, and what others feel of it meanwhile."""

import asyncio
import io
import re
import time

import xlsxwriter

from mooctang_core.flows.people.fields import CHECK_LETTERS, WEIGHTS

from .client import Caller, probe, run
from .figures import ms, percentile
from .ground import HOST, ROOM, Ground
from .servers import Server
from .stores import places

HEAD = ("学号*", "邮箱", "昵称*", "真实姓名*", "身份证号", "出生年月", "性别", "入学年份", "学制", "所属班级*", "所属专业")
A_CLASS = 50
BOUNDARY = "a-bench-of-imports"


def main(options):
    rows = options.rows
    with places(options.store, options.workers) as spots:
        place = Ground(students=200, **spots.settings())
        manager, watcher = place.sign_in("manager", "s1")
        place.close()
        with Server(place.over) as server:
            found = run(story(server, manager, watcher, roster(rows), rows))
        place.reopen()
        with place.reading() as school:
            found["wrong"] = abs(len(school["people"]) - rows - place.students)
        place.close()
        return found


def roster(rows):
    """An xlsx as a school sends it: every field filled."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEAD)
    for number in range(rows):
        id_number = identity(number)
        sheet.write_row(number + 1, 0, (
            f"2030{number:06d}", f"s{number}@example.edu.cn", f"N{number}", f"S{number}", id_number, id_number[6:14], "男" if number % 2 else "女", "2030", "5",
            f"K{number // A_CLASS + 1}", "M"))
    book.close()
    return out.getvalue()


def identity(number):
    """An ID number with a right check digit, another one for each."""
    first = f"{110000 + number // 300 % 1000:06d}{1990 + number % 20}{1 + number % 12:02d}{1 + number % 28:02d}{number % 300:03d}"
    return first + CHECK_LETTERS[sum(int(digit) * weight for digit, weight in zip(first, WEIGHTS, strict=False)) % 11]


def upload(person, data):
    """The form of the page, with its file."""
    parts = [f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in (("csrf_token", person.token), ("kind", "student"))]
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="roster.xlsx"\r\nContent-Type: application/octet-stream\r\n\r\n'
    body = "".join(parts).encode() + head.encode() + data + f"\r\n--{BOUNDARY}--\r\n".encode()
    lines = f"POST /manage/import HTTP/1.1\r\nHost: {HOST}\r\nCookie: mooctang={person.cookie}\r\nContent-Type: multipart/form-data; boundary={BOUNDARY}\r\nContent-Length: {len(body)}\r\n\r\n"
    return lines.encode() + body


async def story(server, manager, watcher, data, rows):
    stop = asyncio.Event()
    asking = asyncio.ensure_future(probe(server.port, watcher.get(f"{ROOM}/"), stop))
    await asyncio.sleep(1)
    began = time.perf_counter()
    desk = Caller(server.port)
    sent = await desk.ask(upload(manager, data))
    where = re.search(rb"[Ll]ocation: \S*?(/manage/import/\d+)", sent.head)
    if where is None:
        raise RuntimeError(f"The file was not taken: {sent.status} {sent.body[:300]!r}")
    page = where.group(1).decode()
    await until(desk, manager, page, b'value="go"')
    checked = time.perf_counter() - began
    await desk.ask(manager.post(page, {"step": "go"}, ""))
    await until(desk, manager, page, "导入完成".encode())
    seconds = time.perf_counter() - began
    stop.set()
    pages = [sample.seconds for sample in await asking]
    return {"rows": rows, "file_kb": len(data) >> 10, "checked_s": round(checked, 1), "seconds": round(seconds, 1), "rows_a_second": round(rows / seconds),
            "page_p50_ms": ms(percentile(pages, 0.5)), "page_p95_ms": ms(percentile(pages, 0.95)), "page_max_ms": ms(max(pages)), "pages": len(pages), "memory_mb": server.memory_mb()}


async def until(desk, person, page, words, seconds=300):
    """Ask for the page as its reader does, once a second, until it says this."""
    for _second in range(seconds):
        answer = await desk.ask(person.get(page))
        if words in answer.body:
            return
        if "读不出来".encode() in answer.body:
            raise RuntimeError("The file was refused.")
        await asyncio.sleep(1)
    raise RuntimeError("It took too long.")


