"""A multipart form is read where it lies: text has a limit, a file is never taken into memory."""

import io
import tracemalloc

import pytest

from mooctang_core.web.multipart import TooMuchText, read_form

KIND = "multipart/form-data; boundary=xyz"


def form(*parts):
    return b"".join(b"--xyz\r\n" + head + b"\r\n\r\n" + body + b"\r\n" for head, body in parts) + b"--xyz--\r\n"


def named(name, filename=None):
    return f'Content-Disposition: form-data; name="{name}"'.encode() + (f'; filename="{filename}"'.encode() if filename is not None else b"")


def test_texts_and_files_in_their_order():
    tricky = b"\r\n--xy\r\n--xyw"
    fields = read_form(io.BytesIO(form((named("a"), "你".encode()), (named("f", "图.png"), tricky), (named("f", ""), b""), (named("a"), b""))), KIND, 100, 10)
    assert fields.getall("a") == ["你", ""]
    assert [(f.filename, f.file.read()) for f in fields.getall("f")] == [("图.png", tricky)]


def test_a_boundary_that_lies_across_two_pieces_is_found(monkeypatch):
    monkeypatch.setattr("mooctang_core.web.multipart.PIECE", 7)
    fields = read_form(io.BytesIO(form((named("a"), b"one"), (named("f", "f"), b"0123456789" * 9))), KIND, 100, 10)
    assert fields["a"] == "one" and fields["f"].file.read() == b"0123456789" * 9


class Endless(io.RawIOBase):
    """A form with one part of so many megabytes, made up as it is read."""

    def __init__(self, head, megabytes):
        self.head, self.tail = b"--xyz\r\n" + head + b"\r\n\r\n", b"\r\n--xyz--\r\n"
        self.middle, self.at = megabytes << 20, 0

    def seek(self, at, whence=0):
        self.at = at
        return at

    def read(self, size=-1):
        start, end = self.at, self.at + size
        inside = max(0, min(end, len(self.head) + self.middle) - max(start, len(self.head)))
        data = self.head[start:end] + b"x" * inside + self.tail[max(0, start - len(self.head) - self.middle):max(0, end - len(self.head) - self.middle)]
        self.at += len(data)
        return data


@pytest.mark.parametrize("head, fits", [(named("paper", "film.mp4"), True), (named("text"), False)])
def test_three_hundred_megabytes_are_never_in_memory(head, fits):
    tracemalloc.start()
    try:
        if fits:
            assert read_form(Endless(head, 300), KIND, 2 << 20, 10)["paper"].size == 300 << 20
        else:
            with pytest.raises(TooMuchText):
                read_form(Endless(head, 300), KIND, 2 << 20, 10)
        assert tracemalloc.get_traced_memory()[1] < 8 << 20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("body", [b"", b"garbage", b"--xyz", b"--xyz\r\n", b"--xyz\r\n\r\n", form((b"X: y", b"")), form((named("a"), b"\xff")), form((named("a"), b""))[:-8], form(*[(named("a"), b"")] * 11)])
def test_what_is_no_form_is_refused(body):
    with pytest.raises(ValueError):
        read_form(io.BytesIO(body), KIND, 100, 10)
