"""Rich text: marks, formulas and pictures; nothing in it can do anything."""

import time

import pytest
from bs4 import BeautifulSoup

from mooctang_core.web.rich import files_in, rich

HASH = "ab" * 32


def test_formulas_code_and_pictures():
    html = rich(f"**粗** $x^2<3$ `a$b$c`\n\n$$\n\\frac12\n$$\n\n```\nif a<b:\n```\n\n![图](file:{HASH})", files=lambda found: f"/file/{found[:4]}")
    assert '<span data-tex="x^2&lt;3">x^2&lt;3</span>' in html and "<code>a$b$c</code>" in html
    assert '<span data-tex="\\frac12" data-display="">' in html
    assert '<pre tabindex="0"><code>if a&lt;b:' in html and f'<img src="/file/{HASH[:4]}" alt="图">' in html
    assert files_in(f"![a](file:{HASH}) ![b](file:{HASH})") == [HASH]


@pytest.mark.parametrize("text", [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[a](javascript:alert(1))", "![a](javascript:1)", "[a](data:text/html,1)", '$"><script>1</script>$',
    "[a](//evil.test)", "![](http://evil.test/a.png)", f"![\" onload=x](file:{HASH})", "<style>*{}</style>", "[a](vbscript:1)", "&#106;avascript:1",
])
def test_nothing_in_it_can_do_anything(text):
    for found in BeautifulSoup(rich(text, files=lambda found: f"/file/{found}"), "html.parser").find_all(True):
        assert found.name not in ("script", "style") and not any(name.startswith("on") for name in found.attrs)
        assert found.get("href") is None and found.get("src", f"/file/{HASH}") == f"/file/{HASH}"


@pytest.mark.parametrize("text, html", [
    ("价 $5 和 $6", "<p>价 $5 和 $6</p>"), ("____是首都，____。", '<p><span class="blank">1</span>是首都，<span class="blank">2</span>。</p>'), ("    不是代码", "<p>不是代码</p>"),
    ("题\n---", "<p>题<br>\n---</p>"), ("", ""),
])
def test_what_teachers_write_stays_what_they_meant(text, html):
    assert rich(text) == html


@pytest.mark.parametrize("text", ["$" * 50_000, "[" * 50_000, "*a_" * 16_000, "`" * 50_000, "> " * 20_000, "- " * 20_000, "![](" * 12_000, "_" * 50_000])
def test_hostile_text_is_drawn_in_time(text):
    begun = time.process_time()
    rich(text)
    assert time.process_time() - begun < 3
