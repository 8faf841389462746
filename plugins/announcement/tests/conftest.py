"""Slides to show, and a channel that carries or fails."""

import pytest


def page_of(number):
    return f"BT /F1 48 Tf 120 300 Td (Slide {number}) Tj ET".encode()


def pdf(pages=3):
    """A small PDF, written by hand: as many pages as asked for, with a word on each."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(pages))
    bodies = [b"<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>".encode(),
              b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    for n in range(pages):
        bodies.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 640 360] /Contents {5 + 2 * n} 0 R /Resources << /Font << /F1 3 0 R >> >> >>".encode())
        bodies.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page_of(n + 1)), page_of(n + 1)))
    made, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(bodies, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, start)
    return bytes(made)


@pytest.fixture
def slides():
    return pdf()
