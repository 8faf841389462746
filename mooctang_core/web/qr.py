"""QR codes as SVG without style: black on the white tile that every theme keeps."""
import io
from functools import lru_cache
from html import escape

import segno


class Picture(str):
    """SVG that may stand in a page as it is."""

    def __html__(self):
        return str(self)


@lru_cache(maxsize=512)
def svg(address: str, label: str = "") -> Picture:
    """The code for an address; with a label it speaks. Error level M: up to 15 % may be hidden by a hand or a lamp."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=False, svgclass=None, lineclass=None, omitsize=True, nl=False, border=2)
    speak = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return Picture(out.getvalue().decode().replace("<svg", f"<svg {speak}", 1))
