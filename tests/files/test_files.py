"""Files that people bring in and take out: kept by content, shown only to whom the activity shows them, and never as a page of ours."""

import hashlib
import re
import struct
import zlib
from urllib.parse import quote

import pytest

PDF = b"%PDF-1.7\n" + b"x" * 5000
EVIL = b"<!doctype html><script>alert(1)</script>"


def png(width=3, height=2):
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = b"".join(struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in ((b"IHDR", head), (b"IEND", b"")))
    return b"\x89PNG\r\n\x1a\n" + chunk


def send(campus, who, url, *files, status=200, **fields):
    return campus.post(who, url, "submit", status=status, files=list(files), **fields)


def address(url, data, name=""):
    return f"{url}file/{hashlib.sha256(data).hexdigest()}" + (f"/{quote(name)}" if name else "")


def fetch(campus, who, path, **headers):
    return campus.browser(who).app.get(path, headers=headers, status="*")


def test_a_file_comes_back_as_it_was_sent_under_its_own_name(campus, Paper):
    url = campus.open(Paper)
    send(campus, "s1", url, ("paper", "作业 第一章.pdf", PDF))
    file = campus.record("s1", url)[2]["paper"]
    assert dict(file) == {"hash": hashlib.sha256(PDF).hexdigest(), "name": "作业 第一章.pdf", "type": "application/pdf", "size": len(PDF)}
    for who in ("s1", "teacher", "colleague"):
        answer = fetch(campus, who, address(url, PDF, file["name"]))
        assert answer.body == PDF and answer.content_type == "application/pdf"
        assert answer.headers["Content-Disposition"] == f"inline; filename*=UTF-8''{quote(file['name'])}"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_nobody_else_can_feel_for_it(campus, Paper):
    url, other = campus.open(Paper), campus.open(Paper)
    send(campus, "s1", url, ("paper", "mine.pdf", PDF))
    path = address(url, PDF)
    foreign, absent = fetch(campus, "s2", path), fetch(campus, "s2", address(url, b"nobody has this"))
    same = re.compile(r"csrf-token\" content=\"[^\"]+|server-now\" content=\"\d+|value=\"[^\"]{20,}\"")
    assert foreign.status_int == absent.status_int == 404 and same.sub("", foreign.text) == same.sub("", absent.text)
    for who, asked in (("outsider", path), ("s1", address(other, PDF)), ("teacher", address(other, PDF)), ("s1", url + "file/x"), ("s1", url + "file"), ("s1", path + "/a/b")):
        assert fetch(campus, who, asked).status_int == 404, (who, asked)
    assert campus.browser("s1", "west").app.get(path, status="*").status_int in (303, 404)
    assert campus.browser("west:s1").app.get(path, status="*").status_int == 404
    assert campus.browser(None).app.get(path, status="*").status_int == 303


def test_it_is_sent_in_ranges_and_again_only_when_it_is_another(campus, Paper):
    url = campus.open(Paper)
    send(campus, "s1", url, ("paper", "a.pdf", PDF))
    path = address(url, PDF)
    part = fetch(campus, "s1", path, Range="bytes=10-19")
    assert (part.status_int, part.body, part.headers["Content-Range"]) == (206, PDF[10:20], f"bytes 10-19/{len(PDF)}")
    assert fetch(campus, "s1", path, Range="bytes=-4").body == PDF[-4:]
    assert fetch(campus, "s1", path, Range="bytes=999999-").status_int == 416
    assert fetch(campus, "s1", path, Range="bytes=9-1").body == PDF and fetch(campus, "s1", path, Range="x").body == PDF
    assert fetch(campus, "s1", path, Range="bytes=0-3", If_Range='"other"').status_int in (200, 206)
    assert fetch(campus, "s1", path, **{"If-Range": '"other"', "Range": "bytes=0-3"}).body == PDF
    etag = part.headers["ETag"]
    assert fetch(campus, "s1", path, **{"If-None-Match": etag}).status_int == 304
    assert campus.browser("s1").app.head(path).headers["Content-Length"] == str(len(PDF))


@pytest.mark.parametrize("name, data", [("a.html", EVIL), ("a.png", EVIL), ("a.svg", b"<svg xmlns='x' onload='alert(1)'/>"), ("a.pdf", b"GIF" + EVIL), ("a.xhtml", b"<?xml version='1.0'?><html/>")])
def test_a_page_is_a_download_whatever_it_calls_itself(campus, Paper, name, data):
    url = campus.open(Paper)
    send(campus, "s1", url, ("paper", name, data))
    answer = fetch(campus, "teacher", address(url, data, name))
    assert answer.content_type == "application/octet-stream" and answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("given, kept", [
    ("../../etc/passwd", "passwd"), ("C:\\Users\\我\\论文.doc", "论文.doc"), ("a\u202egnp.exe", "agnp.exe"), ("x" * 300 + ".docx", "x" * 95 + ".docx"),
    ("  .hidden ", "hidden"), ('a:b*?"<c>|.txt', "a_b____c__.txt"), ("\u200b", "file"), ("tab\there.txt", "tabhere.txt"),
])
def test_names_are_cleaned(given, kept):
    from mooctang_core.web.uploads import clean_name

    assert clean_name(given) == kept


@pytest.mark.parametrize("field, name, data, why", [
    ("paper", "empty.txt", b"", "是空的"),
    pytest.param("paper", "big.bin", b"x" * ((4 << 20) + 1), "超过了 4 MB 的上限", id="one byte more"),
    pytest.param("photos", "big.png", png() + b"x" * (1 << 20), "超过了 1 MB 的上限", id="more than the field"),
    ("photos", "not.png", PDF, "只收：图片"),
    pytest.param("photos", "bomb.png", png(60_000, 60_000), "60000 × 60000", id="bomb"),
    pytest.param("photos", "broken.png", b"\x89PNG\r\n\x1a\n" + b"?" * 40, "打不开", id="broken"),
    ("text", "t.txt", b"a file for a text", "文件|string|文本|字符"),
    ("else", "t.txt", b"nobody asked", ""),
])
def test_what_is_wrong_with_a_file_is_said_and_nothing_kept(campus, Paper, field, name, data, why):
    url = campus.open(Paper)
    said = send(campus, "s1", url, (field, name, data), status=422)
    assert re.search(why, said), said[-1500:]
    assert campus.record("s1", url)[0] is None
    with campus.reading() as school:
        assert len(school.files) == 0


def test_no_more_than_the_field_takes(campus, Paper):
    url = campus.open(Paper)
    assert "最多 2 个文件" in send(campus, "s1", url, *[("photos", f"{n}.png", png(n, n)) for n in (1, 2, 3)], status=422)
    send(campus, "s1", url, ("photos", "1.png", png(1, 1)), ("photos", "2.png", png(2, 2)))
    assert [file["name"] for file in campus.record("s1", url)[2]["photos"]] == ["1.png", "2.png"]


def test_a_file_of_somebody_else_cannot_be_named(campus, Paper):
    url = campus.open(Paper)
    send(campus, "s1", url, ("paper", "mine.pdf", PDF))
    hash = hashlib.sha256(PDF).hexdigest()
    for word in (hash, "x." + "0" * 64, f'{{"hash": "{hash}"}}', campus.app.registry.host.file_words.word("west", campus.record("s1", url)[2]["paper"])):
        assert "不是你上传的" in send(campus, "s2", url, paper=word, status=422)
    nested = [("__start__", "paper:mapping"), ("hash", hash), ("name", "x"), ("type", "x"), ("size", "1"), ("__end__", "paper:mapping")]
    app = campus.browser("s2").app
    assert app.post(url + "submit", [("csrf_token", campus.browser("s2").token()), *nested], status="*").status_int == 422
    assert campus.record("s2", url)[0] is None and fetch(campus, "s2", address(url, PDF)).status_int == 404


def filled(page, **more):
    """The fields of a settings form as a browser would send them again."""
    fields = [(one["name"], one.get("value", "")) for one in page.find("form", enctype=True).find_all("input")
              if one.get("name") and one.get("type") != "file" and (one.get("type") != "checkbox" or one.has_attr("checked"))]
    return [(name, more.get(name, value)) for name, value in fields]


def test_a_form_drawn_again_keeps_the_file_by_its_word(campus, Paper):
    url, app = campus.add(Paper), campus.browser("teacher").app
    place = f"{url}edit"
    page = app.post(place, filled(app.get(place).html), upload_files=[("handouts", "讲义.pdf", PDF)]).follow().html
    page = app.get(place).html
    held = page.find(class_="files-held")
    assert "讲义.pdf" in held.text
    app.post(place, filled(page, title_="x" * 90), status=422)
    with campus.activity(url) as paper:
        assert [file["name"] for file in paper.settings["handouts"]] == ["讲义.pdf"]
    app.post(place, filled(page, title_="Another"))
    with campus.activity(url) as paper:
        assert paper.name == "Another" and [file["name"] for file in paper.settings["handouts"]] == ["讲义.pdf"]
    for box in held.find_all("input"):
        del box["checked"]
    app.post(place, filled(page))
    with campus.activity(url) as paper:
        assert paper.settings["handouts"] == ()


def test_handouts_are_for_everybody_once_they_are_published(campus, Paper):
    words, kept = campus.app.registry.host.file_words, keep(campus, PDF)
    draft = campus.add(Paper, handouts=[words.word("east", kept)])
    assert fetch(campus, "s2", address(draft, PDF)).status_int in (403, 404) and fetch(campus, "teacher", address(draft, PDF)).status_int == 200
    campus.post("teacher", draft, "publish")
    assert fetch(campus, "s2", address(draft, PDF)).body == PDF


def keep(campus, data, name="讲义.pdf"):
    """A file that the school has, as a form would have brought it."""
    import io

    from mooctang_core.store import files

    with campus.writing() as school:
        return {"hash": files.keep(school, io.BytesIO(data)), "name": name, "type": "application/pdf", "size": len(data)}
