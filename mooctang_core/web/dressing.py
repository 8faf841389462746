"""The form in which a look is made: read, checked field by field, and shown at once as a phone, a home page and a wall would."""


from base64 import b64encode
from functools import lru_cache
from typing import Any, NamedTuple

from pyramid.response import Response
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config

from ..filekinds import kind_of, size_of_picture
from ..flows import branding
from ..words import translator
from .brand import HEX, css, was_moved
from .crests import held, hold
from .drawings import LONGEST, PICTURE, drawn, stamp_of
from .multipart import Upload
from .rendering import draw
from .statics import FOREVER

_ = translator("mooctang_core")

LENGTHS = {"title": 40, "short": 12, "slogan": 60}
BLOCK_TITLE, BLOCK_TEXT = 40, 4000
PICTURE_BYTES, PICTURE_SIDE = 200_000, 1024
FIELDS = ("title", "short", "slogan", "color", "logo", "theme", "blocks")
REWRITES = ("up", "down", "gone", "add")


class Filled(NamedTuple):
    """What somebody filled in, and what is wrong with it by field."""

    look: dict
    problems: dict
    step: str
    """Which button was pressed."""
    logo: str
    """The stamp of a logo that is being tried on."""

    @property
    def reshapes(self):
        """Whether the button changes the form itself: one block more, or in another place."""
        return self.step.split("-")[0] in REWRITES


def read(request, base, may=FIELDS):
    """The form on top of a look; only the fields that this person `may` change are read at all."""
    given, look, problems = request.POST, dict(base), {}
    for word in ("title", "short", "slogan"):
        if word in may:
            look[word] = tidy(given.get(word, ""), lines=word == "slogan")
    look["short"] = look["short"] or look["title"][:LENGTHS["short"]]
    if "color" in may:
        look["color"] = color_of(given.get("color", ""), problems)
    if "theme" in may:
        look["theme"] = theme_of(request, given.get("theme", ""), base)
    trying = _logo(request, look, base, problems) if "logo" in may else ""
    step = given.get("step", "")
    if "blocks" in may:
        look["blocks"] = reshaped(blocks_in(given), step)
    _check(look, problems, may)
    return Filled(look, problems, step, trying)


def tidy(text, lines=False):
    """What was typed without spaces too many; line breaks only where there may be some."""
    return "\n".join(" ".join(line.split()) for line in text.split("\n") if line.strip()) if lines else " ".join(text.split())


def _check(look, problems, may):
    if "title" in may and not look["title"]:
        problems["title"] = _("请写学校的名称。")
    for word, most in LENGTHS.items():
        if word in may and len(look[word] or "") > most:
            problems[word] = _("最多 ${most} 个字，现在有 ${n} 个。", most=most, n=len(look[word]))
    for number, block in enumerate(look["blocks"] if "blocks" in may else ()):
        if len(block["title"]) > BLOCK_TITLE or len(block["text"]) > BLOCK_TEXT:
            problems[f"block-{number}"] = _("标题最多 ${most} 个字，内容最多 ${text} 个字。", most=BLOCK_TITLE, text=BLOCK_TEXT)


def color_of(text, problems):
    if HEX.match(text.strip()):
        return "#" + text.strip().lstrip("#").lower()
    problems["color"] = _("颜色写成 #2746b8 这样：井号和六位。")
    return text


def theme_of(request, word, base):
    """A theme that is there; whoever named none keeps what they had."""
    return word if word in request.registry.themes.found else base["theme"]


# The logo --------------------------------------------------------------------------------------------------------------

def _logo(request, look, base, problems):
    """Put the logo into the look: the one that was sent, the one that is tried on, the one that was, or none. Returns the stamp of one tried on."""
    scratch, sent = request.registry.store.scratch, request.POST.get("logo")
    if request.POST.get("logo-gone") == "yes":
        look["logo"] = None
        return ""
    if isinstance(sent, Upload):
        text, problem = logo_in(sent)
        if problem:
            problems["logo"] = problem
        else:
            look["logo"] = text
            return hold(scratch, text)
    tried = held(scratch, request.POST.get("logo-held", ""))
    look["logo"] = tried or base["logo"]
    return stamp_of(tried) if tried else ""


def logo_in(upload) -> Any:
    """(text of a logo, None) or (None, what is wrong with the file)."""
    if kind_of(upload.file).word == "png":
        return _png(upload)
    text = upload.file.read(LONGEST + 1).decode("utf-8", "replace") if upload.size <= LONGEST else ""
    if drawn(text):
        return text, None
    return None, _("校徽要用 SVG（最多 50 KB）或 PNG（最多 200 KB，边长不超过 1024 像素）文件。")


def _png(upload):
    size = size_of_picture(upload.file, kind_of(upload.file))
    if size is None or upload.size > PICTURE_BYTES or max(size) > PICTURE_SIDE:
        return None, _("这张 PNG 太大或者打不开：最多 200 KB，边长不超过 1024 像素。")
    upload.file.seek(0)
    return PICTURE + b64encode(upload.file.read()).decode(), None


# The blocks of the home page ---------------------------------------------------------------------------------------------

def blocks_in(given):
    """The blocks as they stand in the form, in the form's order."""
    found = []
    for number in range(branding.MOST_BLOCKS):
        kind = given.get(f"block-{number}-kind", "")
        if kind in branding.BLOCKS and (kind in branding.OWN or kind not in {block["kind"] for block in found}):
            text = given.get(f"block-{number}-text", "").replace("\r\n", "\n").strip()
            found.append({"kind": kind, "title": tidy(given.get(f"block-{number}-title", "")), "text": text, "on": given.get(f"block-{number}-on") == "yes"})
    return tuple(found)


def reshaped(blocks, step):
    """The blocks after one of the buttons up-2, down-2, gone-2, add-text, add-links."""
    word, _dash, what = step.partition("-")
    blocks = list(blocks)
    if word == "add" and what in branding.OWN and len(blocks) < branding.MOST_BLOCKS:
        blocks.append({"kind": what, "title": "", "text": "", "on": True})
    elif word in REWRITES and what.isdecimal() and int(what) < len(blocks):
        block = blocks.pop(int(what))
        if word != "gone" or block["kind"] not in branding.OWN:
            blocks.insert(max(0, int(what) + {"up": -1, "down": 1}.get(word, 0)), block)
    return tuple(blocks)


def links_in(text):
    """[(words, address)] of a block of links: a line each, the address at its end. What leads nowhere safe is left out."""
    found = []
    for line in text.splitlines():
        words, _space, address = line.strip().rpartition(" ")
        if address.startswith(("https://", "http://", "/")) and not address.startswith("//"):
            found.append((words.strip() or address, address))
    return found


# The preview ---------------------------------------------------------------------------------------------------------------

def values(request, filled_or_look, may=FIELDS, trying=""):
    """What look_form.pt and look_preview.pt want to know."""
    filled = filled_or_look if isinstance(filled_or_look, Filled) else Filled(filled_or_look, {}, "", trying)
    look, themes = filled.look, request.registry.themes.found
    known = HEX.match(look["color"] or "")
    return {
        "look": look, "problems": filled.problems, "problem": lambda word: request.translate(filled.problems.get(word, "")), "trying": filled.logo, "may_change": may, "names": branding.BLOCKS, "own": branding.OWN,
        "themes": [(name, theme.title) for name, theme in sorted(themes.items())], "lengths": LENGTHS, "blocks_most": branding.MOST_BLOCKS,
        "usual_slogan": request.translate(branding.USUAL_SLOGAN), "blocks_on": [block for block in look["blocks"] if block["on"]],
        "moved": bool(known) and was_moved(look["color"]), "preview_css": preview_url(request, look),
    }


def preview(request, filled):
    """The answer to whoever is still filling in: the preview alone."""
    return Response(draw(request, "mooctang_core", "look_preview.pt", values(request, filled)))


def preview_url(request, look):
    """The stylesheet of a look that is tried on."""
    color = look["color"] if HEX.match(look["color"] or "") else "#2746b8"
    return request.route_path("look_css", _query={"color": color.lstrip("#"), "theme": look["theme"]})


@view_config(route_name="look_css", permission=NO_PERMISSION_REQUIRED, request_method=("GET", "HEAD"))
def look_css(request):
    """The colours of a look and the tokens of its theme, for the preview alone."""
    color, theme = request.GET.get("color", ""), request.GET.get("theme", "")
    text = css(color, ".shot") + scoped(tokens_of(request, theme))
    response = Response(text, content_type="text/css", charset="utf-8")
    response.headers["Cache-Control"] = FOREVER.replace("31536000", "300").replace(", immutable", "")
    return response


def tokens_of(request, theme):
    """What a theme says in tokens.css; "" for one that is not there or says nothing."""
    if theme not in request.registry.themes.found:
        return ""
    paths = (folder / "static" / "mooctang_core" / "tokens.css" for folder in request.registry.themes.chain(theme))
    return next((path.read_text(encoding="utf-8") for path in paths if path.is_file()), "")


@lru_cache(maxsize=64)
def scoped(text):
    """A theme's tokens so that they reach the preview and nothing round it."""
    return f"@scope (.shot) {{\n{text.replace(':root', ':scope')}\n}}\n" if text else ""


def includeme(config):
    config.add_route("look_css", "/look.css")
