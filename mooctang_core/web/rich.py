"""Text with marks: markdown, formulas, code and pictures, made into HTML that cannot do anything.

    ${structure: rich(question['text'])}

`$…$` and `$$…$$` become elements that the page's script draws with KaTeX; without it the source stays readable.
A picture is written `![what it shows](file:<hash>)`, and `files` says at which address a hash can be read.
"""

import re
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt

from .furniture import Html, escape

FILE = re.compile(r"file:([0-9a-f]{64})\Z")
BLANK = re.compile(r"_{3,}")
LINK = re.compile(r"(https?://|mailto:|/(?!/)|#)", re.IGNORECASE)
TAGS = {
    "p", "br", "hr", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a", "img", "span", "table", "thead", "tbody", "tr",
    "th", "td", "h3", "h4", "h5", "h6", "sub", "sup",
}
ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt", "title"}, "span": {"data-tex", "data-display", "class"}, "ol": {"start"},
              "code": {"class"}, "pre": {"tabindex"}}
RICH_MAX = 50_000
NESTED_MAX = 20


def rich(text, files=None, inline=False):
    """Markdown as safe HTML. `files(hash)` gives the address of a picture; `inline` leaves the paragraph away."""
    text = str(text or "")[:RICH_MAX]
    places = {}
    if files is not None:
        places = {found: str(files(found)) for found in files_in(text)}
    return Html(_drawn(text, tuple(sorted(places.items())), inline))


def files_in(text):
    """The hashes of the pictures that a text shows, each once."""
    return list(dict.fromkeys(re.findall(r"\(file:([0-9a-f]{64})", str(text))))


@lru_cache(maxsize=2048)
def _drawn(text, places, inline):
    """The same question is drawn for two thousand."""
    env = {"places": dict(places)}
    html = reader().renderInline(text, env) if inline else reader().render(text, env)
    return nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes={"http", "https", "mailto"}, link_rel="noopener noreferrer nofollow").strip()


@lru_cache(maxsize=1)
def reader():
    """Markdown without HTML in it, with tables and formulas; headings begin below the page's own."""
    md = MarkdownIt("commonmark", {"html": False, "breaks": True, "maxNesting": NESTED_MAX}).enable(["table", "strikethrough"]).disable(["hr", "lheading", "code"])
    md.validateLink = lambda url: bool(LINK.match(url) or FILE.match(url))
    md.inline.ruler.before("escape", "formula", formula)
    md.inline.ruler.before("escape", "blank", blank)
    md.add_render_rule("formula", draw_formula)
    md.add_render_rule("blank", draw_blank)
    md.add_render_rule("image", draw_image)
    for name in ("heading_open", "heading_close"):
        md.add_render_rule(name, draw_heading)
    for name in ("fence", "code_block"):
        md.add_render_rule(name, draw_code)
    return md


def formula(state, silent):
    """$…$ within a line and $$…$$; a dollar before a space or a price such as $5 stays a dollar."""
    start = state.pos
    if state.src[start] != "$":
        return False
    mark = "$$" if state.src.startswith("$$", start) else "$"
    end = state.src.find(mark, start + len(mark))
    inner = state.src[start + len(mark):end] if end > 0 else ""
    if not inner.strip() or (mark == "$" and (inner[0].isspace() or inner[-1].isspace() or "\n" in inner)):
        return False
    if mark == "$" and state.src[end + 1:end + 2].isdigit():
        return False
    if not silent:
        token = state.push("formula", "span", 0)
        token.content, token.info = inner.strip(), mark
    state.pos = end + len(mark)
    return True


def blank(state, silent):
    """Three underscores and more are a blank to fill in, never emphasis."""
    found = BLANK.match(state.src, state.pos)
    if not found:
        return False
    if not silent:
        state.push("blank", "span", 0)
    state.pos = found.end()
    return True


def draw_blank(self, tokens, at, options, env):
    env["blanks"] = env.get("blanks", 0) + 1
    return f'<span class="blank">{env["blanks"]}</span>'


def draw_formula(self, tokens, at, options, env):
    token = tokens[at]
    display = ' data-display=""' if token.info == "$$" else ""
    return f'<span data-tex="{escape(token.content)}"{display}>{escape(token.content)}</span>'


def draw_image(self, tokens, at, options, env):
    """A picture of the school's own files; any other is left as its words."""
    token = tokens[at]
    found, alt = FILE.match(token.attrGet("src") or ""), escape(token.content)
    place = env["places"].get(found[1]) if found else None
    return f'<img src="{escape(place)}" alt="{alt}">' if place else f"<span>[{alt}]</span>"


def draw_heading(self, tokens, at, options, env):
    level = min(int(tokens[at].tag[1]) + 2, 6)
    return f"<{'/' if tokens[at].nesting < 0 else ''}h{level}>"


def draw_code(self, tokens, at, options, env):
    """Code can be scrolled sideways, with the keyboard too."""
    return f'<pre tabindex="0"><code>{escape(tokens[at].content)}</code></pre>\n'
