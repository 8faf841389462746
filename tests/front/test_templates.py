"""Every template of the project: no script, style or handler written into a page; the parts that all pages share."""

import configparser
import gzip
import json
import re

import pytest

from mooctang_core.web import qr
from tests.front import page

ROOT = page.ROOT
TEMPLATES = sorted(path for folder in ("mooctang_core", "plugins", "themes", "examples") for path in (ROOT / folder).rglob("*.pt"))
INLINE = re.compile(
    r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son(?:click|change|submit|load|input|key\w+|error|focus|blur|mouse\w+)=|javascript:|hx-on|hx-vals=.js:",
    re.I,
)
MODES = [
    (locale, mode, contrast, theme)
    for locale in ("zh_CN", "en")
    for mode in ("light", "dark", "auto")
    for contrast, theme in ((False, "default"), (True, "jianghai"), (False, "dongling"))
]
VENDOR = ROOT / "mooctang_core/web/vendor"
needs_assets = pytest.mark.skipif(not VENDOR.exists(), reason="run 'make assets' first")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_is_written_inline(path):
    found = INLINE.search(path.read_text("utf-8"))
    assert not found, f"{found[0]!r} in {path.name}"


@pytest.mark.parametrize(("locale", "mode", "contrast", "theme"), MODES)
def test_all_components_in_all_looks(locale, mode, contrast, theme):
    html = page.draw_components(page.request(locale, mode, contrast, theme))
    assert not INLINE.search(re.sub(r'data-proto="[^"]*"', "", html))
    assert f'lang="{"en" if locale == "en" else "zh-CN"}"' in html and f'data-bs-theme="{mode}"' in html
    assert ('data-contrast="more"' in html) == contrast
    assert html.count("<h1") == 1 and html.count("<main") == 1 and 'class="skip" href="#main"' in html


def test_the_shared_words_are_english_in_english():
    html = page.draw_file(page.request("en"), ROOT / "tests/front/templates/live.pt", inside="", live_url="/live")
    shared = re.sub(r"<main.*</main>", "", html, flags=re.S)
    left = [words for words in re.findall(r"[\u4e00-\u9fff]+", shared) if words not in "江海大学 在线课程中心 大学物理"]
    assert not left


@needs_assets
def test_every_icon_that_is_named_is_in_the_sprite():
    known = set(re.findall(r'<symbol id="([^"]+)"', (VENDOR / "icons.svg").read_text("utf-8")))
    used = {name for path in TEMPLATES for name in re.findall(r"\bicon\('([a-z0-9-]+)'", path.read_text("utf-8"))}
    assert not used - known, "run 'make assets', or this icon does not exist"


@needs_assets
def test_licences_and_gzip_twins_come_with_the_files():
    licences = json.loads((VENDOR / "LICENSES.json").read_text("utf-8"))
    locked = json.loads((ROOT / "package.json").read_text("utf-8"))["dependencies"]
    assert {name: facts["version"] for name, facts in licences.items()} == locked
    assert all(facts["license"] in ("MIT", "0BSD", "BSD-2-Clause", "Apache-2.0") for facts in licences.values())
    for path in VENDOR.rglob("*.js"):
        assert gzip.decompress(path.with_name(path.name + ".gz").read_bytes()) == path.read_bytes()


def test_versions_are_exact_and_the_lock_is_complete():
    locked = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in json.loads((ROOT / "package.json").read_text("utf-8"))["dependencies"].values())
    assert all(facts["resolved"].startswith("https://registry.npmjs.org/") and facts["integrity"] for name, facts in locked.items() if name)


@needs_assets
def test_a_students_page_is_small():
    """At most 100 KB on the wire and 12 requests, the page itself included."""
    html = page.draw_file(page.request(), ROOT / "tests/front/templates/live.pt", inside="<p>x</p>" * 400, live_url="/live")
    named = re.findall(r'(?:href|src)="/s/[^/"]+/([^/"]+)/([^"#]+)', html)
    files = {
        (package, name): [(VENDOR if package == "vendor" else ROOT / "mooctang_core/web/static") / part for part in name.split("+")]
        for package, name in [*named, ("vendor", "icons.svg")]
    }
    parts = {name: len(gzip.compress(b"".join(path.read_bytes() for path in paths), 9)) for (_, name), paths in files.items()}
    total = sum(parts.values()) + len(gzip.compress(html.encode()))
    # And the page, the brand's colours, the theme's, the stream.
    assert len(parts) + 4 <= 12 and total <= 100_000, (total, parts)
    assert not any(name.startswith("bootstrap") and name.endswith(".js") for name in parts)


@pytest.mark.parametrize("name", ("default", "jianghai", "dongling"))
def test_a_theme_is_complete(name):
    folder = ROOT / "themes" / name
    parser = configparser.ConfigParser()
    parser.read(folder / "theme.cfg", "utf-8")
    assert parser["theme"]["title"]
    if name == "default":
        return
    assert parser["theme"]["extends"] == "default"
    tokens = (folder / "static/mooctang_core/tokens.css").read_text("utf-8")
    assert all(part in tokens for part in (":not([data-bs-theme=dark])", "[data-bs-theme=dark]", "[data-bs-theme=auto]"))
    assert "--brand:" not in tokens, "the colour is the school's"
    assert list(folder.glob("mooctang_core/*.pt")) and (folder / "static/mooctang_core/icon.svg").exists()


def test_a_theme_has_the_first_word_on_a_template():
    crests = {page.draw(page.request(theme=theme), "crest.pt") for theme in ("default", "jianghai", "dongling")}
    assert len(crests) == 3


def test_a_qr_code_is_an_svg_without_style():
    svg = str(qr.svg("https://x.example/j/7KM4QX", '加入 "课堂"'))
    assert svg.startswith('<svg role="img"') and "style" not in svg and "viewBox" in svg and "&quot;" in svg
    assert 'aria-hidden="true"' in qr.svg("https://x.example/j/7KM4QX")


def test_a_button_that_posts():
    html = page.draw(
        page.request(),
        "post.pt",
        action="/x",
        label="签到",
        look="primary",
        busy="正在签到",
        confirm=None,
        big=True,
        symbol="check-lg",
        retry=True,
        fields={"a": '"1'},
        csrf="t",
        idem="k",
    )
    assert 'method="post"' in html and 'data-retry=""' in html and 'value="&#34;1"' in html.replace("&quot;", "&#34;")
    assert "data-confirm" not in html and "正在签到" in html
