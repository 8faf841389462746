"""Files: in pieces and at once, found, opened by the class alone, taken away; and what does not get in."""

import base64

import pytest
from mooctang_classspace import tus

PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
HEAD = {"Tus-Resumable": "1.0.0"}


class Pieces:
    """An upload of one person as a tus client makes it."""

    def __init__(self, space, who="s1"):
        self.app, self.space, self.where = space.campus.browser(who).app, space, None
        self.head = {**HEAD, "X-CSRF-Token": space.token(who)}

    def make(self, length, name="录像.bin", status=201, **head):
        said = {"Upload-Length": str(length), "Upload-Metadata": "filename " + base64.b64encode(name.encode()).decode()}
        answer = self.app.post(self.space.url + "space-upload", headers={**self.head, **said, **head}, status=status)
        self.where = answer.headers.get("Location")
        return self

    def send(self, data, offset, status=204, kind="application/offset+octet-stream"):
        return self.app.patch(self.where, data, headers={**self.head, "Upload-Offset": str(offset)}, content_type=kind, status=status)

    def offset(self, status=200):
        return self.app.head(self.where, headers=HEAD, status=status).headers.get("Upload-Offset")

    @property
    def word(self):
        return self.where.rpartition("/")[2]


@pytest.mark.feature("SPC-01")
def test_a_file_arrives_in_pieces_goes_on_after_a_break_and_is_sent_once(space):
    data = bytes(range(256)) * 4096
    upload = Pieces(space).make(len(data))
    upload.send(data[:300_000], 0)
    assert upload.offset() == "300000", "what was acknowledged is there after any break"
    upload.send(data[:10], 0, status=409)
    assert "还没有传完" in space.say("s1", status=422, upload=upload.word)
    upload.send(data[300_000:], 300_000)
    number = space.say("s1", upload=upload.word, idem="once")
    assert space.say("s1", upload=upload.word, idem="once") == number, "the same message again names the same file"
    got = space.campus.browser("s2").app.get(f"{space.url}space-file/room/{number}/x.bin")
    assert got.body == data and "attachment" in got.headers["Content-Disposition"]
    part = space.campus.browser("s2").app.get(f"{space.url}space-file/room/{number}/x.bin", headers={"Range": "bytes=256-259"}, status=206)
    assert part.body == bytes(range(4))
    assert not list((space.campus.settings.home / "uploads").glob("*.part"))


def test_what_is_too_large_wrong_or_somebody_elses_does_not_get_in(space):
    Pieces(space).make((500 << 20) + 1, status=413)
    Pieces(space).make("5e3", status=400)
    Pieces(space).make(5, status=412, **{"Tus-Resumable": "0.2.2"})
    upload = Pieces(space).make(10)
    upload.send(b"x" * 11, 0, status=413)
    upload.send(b"x", 0, status=415, kind="text/plain")
    stranger = Pieces(space, "s2")
    stranger.where = upload.where
    assert stranger.offset(status=404) is None
    stranger.send(b"x" * 10, 0, status=404)
    upload.send(b"x" * 10, 0)
    assert "过期" in space.say("s2", status=422, upload=upload.word)
    assert "过期" in space.say("s1", status=422, upload="../../etc/passwd")
    without = space.campus.browser("s1").app.post(space.url + "space-upload", headers={**HEAD, "Upload-Length": "5"}, status="*")
    assert without.status_int == 400, "no upload without the page's token"


def test_unfinished_ones_are_forgotten_and_there_are_only_so_many(space, monkeypatch):
    first = Pieces(space).make(10)
    for _number in range(tus.OPEN_MOST):
        Pieces(space).make(10)
    assert first.offset(status=404) is None
    monkeypatch.setattr(tus, "DAY_S", -1)
    Pieces(space).make(10)
    assert len(list((space.campus.settings.home / "uploads").glob("*.part"))) == 1


def test_without_script_a_file_is_an_ordinary_upload_and_pictures_are_shown(space):
    app = space.campus.browser("s1").app
    app.post(space.url + "space-say", {"csrf_token": space.token("s1"), "text": "看图", "idem": "p"}, upload_files=[("file", "=1+1.png", PNG)], status=303)
    page = space.see("s2")
    assert 'class="cs-pic"' in page and "=1+1.png" in page
    evil = b"<html><script>alert(1)</script></html>"
    app.post(space.url + "space-say", {"csrf_token": space.token("s1"), "text": "", "idem": "q"}, upload_files=[("file", "cute.png", evil)], status=303)
    got = space.campus.browser("s2").app.get(f"{space.url}space-file/room/2/cute.png")
    assert "attachment" in got.headers["Content-Disposition"] and got.content_type == "application/octet-stream"


@pytest.mark.feature("SPC-05")
def test_files_are_found_and_deleted_by_their_owner_or_a_teacher(space):
    app = space.campus.browser("s1").app
    for name in ("讲义一.txt", "讲义二.txt", "照片.txt"):
        space.campus.clock.forward(seconds=3)
        app.post(space.url + "space-say", {"csrf_token": space.token("s1"), "idem": name}, upload_files=[("file", name, "内容".encode())], status=303)
    found = space.see("s2", "space-files", find="讲义")
    assert "讲义一.txt" in found and "讲义二.txt" in found and "照片.txt" not in found and "trash" not in found.split("<main")[1]
    assert "只有老师" in space.do("s2", "remove", n=1, status=422)
    space.do("s1", "remove", n=1)
    space.do("teacher", "remove", n=2)
    left = space.see("s2", "space-files")
    assert "讲义" not in left and "照片.txt" in left
    space.campus.browser("s2").app.get(f"{space.url}space-file/room/1/x.txt", status=404)
    assert "删除了一条消息" in space.see("s2")


def test_files_are_for_the_class_and_of_two_for_the_two(space):
    s2 = space.campus.aid("s2")
    app = space.campus.browser("s1").app
    app.post(space.url + "space-say", {"csrf_token": space.token("s1"), "idem": "a", "with": s2}, upload_files=[("file", "秘密.txt", b"x")], status=303)
    assert space.campus.browser("s2").app.get(f"{space.url}space-file/{space.campus.aid('s1')}/1/x.txt").body == b"x"
    for who, where in (("s3", s2), ("s3", space.campus.aid("s1")), ("teacher", s2), ("s2", "room"), ("s2", "..")):
        space.campus.browser(who).app.get(f"{space.url}space-file/{where}/1/x.txt", status=404)
    space.campus.browser("outsider").app.get(f"{space.url}space-file/room/1/x.txt", status="4*", expect_errors=True)
