"""A school made and dressed in the browser: there at once, seen while it is typed, taken back with one press."""

import time

import pytest

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><circle cx="5" cy="5" r="4"/><script>alert(1)</script></svg>'
PNG = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010806000000" "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082")
NEW = {"title": "北苑学院", "short": "北苑", "slug": "north", "unit": "10007", "color": "#0f766e", "theme": "dongling", "slogan": "一句话",
       "manager": "周敏", "login": "zhou@north.test", "step": "publish",
       "block-0-kind": "courses", "block-0-on": "yes", "block-1-kind": "text", "block-1-on": "yes", "block-1-title": "招生", "block-1-text": "**欢迎**"}


def made(operator, status=200, files=(("logo", "crest.svg", SVG),), **over):
    return operator.post("/operate/schools/new", status=status, files=files, page="/operate", **{**NEW, **over})


@pytest.mark.feature("ALL-01")
def test_a_school_is_there_at_once_with_its_looks_and_its_manager(campus, operator):
    started, visitor = time.monotonic(), other(campus, "north.alliance.test")
    done = made(operator)
    page = visitor.get("/")
    assert time.monotonic() - started < 20
    assert "北苑学院" in page and "一句话" in page and "<strong>欢迎</strong>" in page and "alert(1)" not in page and "<circle" in page
    css = visitor.last.html.find("link", href=lambda href: href.startswith("/brand/"))["href"]
    assert "#0f766e" in visitor.get(css)
    password = operator.last.html.find(id="once").text
    assert password and "zhou@north.test" in done
    assert "password/first" in visitor.post("/login", page="/login", name="zhou@north.test", password=password)
    with campus.reading("alliance") as alliance:
        assert [entry.deed for entry in alliance.audit.newest()] == ["school-created"]
        assert alliance.accounts[alliance.methods["email:zhou@north.test"]].aid in alliance._p_jar.root()["schools"]["north"].managers


def other(campus, host):
    from mooctang_core.testing.browser import Browser

    return Browser(campus.app, host)


@pytest.mark.feature("ALL-01")
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_made(campus, operator):
    for field, value, words in (("slug", "east", "已经有人用了"), ("slug", "Ä", "小写字母"), ("slug", "www", "已经有人用了"), ("unit", "10001", "另一所学校"), ("unit", "1", "五位"),
                                ("title", " ", "请写学校的名称"), ("host", "east.test", "已经通向"), ("host", "https://x", "不像一个域名"), ("login", "", "一起填"), ("color", "red", "颜色写成")):
        assert words in made(operator, 422, **{field: value}), (field, value)
    assert "校徽要用 SVG" in made(operator, 422, files=(("logo", "x.svg", b"<html>no</html>"),))
    with campus.reading("alliance") as alliance:
        assert list(alliance.schools) == ["east", "west"]


@pytest.mark.feature("ALL-01")
def test_the_preview_follows_what_is_typed_and_writes_nothing(campus, operator):
    before = campus.store.main.lastTransaction()
    answer = operator.app.post("/operate/schools/new", {**NEW, "step": "", "color": "#ffee00", "csrf_token": operator.token("/operate")}, headers={"HX-Request": "true"},
                               upload_files=[("logo", "crest.png", PNG)])
    assert "<html" not in answer.text and "北苑" in answer.text and "已略微加深" in answer.text and "招生" in answer.text
    picture = answer.html.find("img")["src"]
    assert operator.app.get(picture).body == PNG and campus.store.main.lastTransaction() == before
    sheet = operator.app.get(answer.html.find("link")["href"]).text
    assert ".shot:not([data-bs-theme=dark])" in sheet and "@scope (.shot)" in sheet
    again = made(operator, files=(), step="down-0")
    assert again.index('name="block-0-kind" value="text"') < again.index('name="block-1-kind" value="courses"') and "请写" not in again


@pytest.mark.feature("ALL-01")
def test_looks_are_drafted_published_and_taken_back(campus, operator):
    manager, page = campus.browser("manager"), "/manage/look"
    fields = {"short": "东湖", "slogan": "湖边读书", "color": "#8f1d2c", "theme": "default", "block-0-kind": "links", "block-0-on": "yes", "block-0-title": "链接",
              "block-0-text": "图书馆 https://lib.east.test\n坏的 javascript:alert(1)"}
    assert "草稿已保存" in manager.post(page, step="draft", **fields)
    assert "湖边读书" not in campus.browser("s1").get("/") and "湖边读书" in manager.get(page)
    assert "已经发布" in manager.post(page, step="publish", **fields)
    home = campus.browser("s1").get("/")
    assert "湖边读书" in home and "https://lib.east.test" in home and "javascript:alert" not in home
    assert "换回上一次" in manager.post(page, step="revert")
    assert "湖边读书" not in campus.browser("s1").get("/")
    manager.post(page, step="revert")
    assert "湖边读书" in campus.browser("s1").get("/")
    assert 'name="title"' not in manager.get(page)     # the official name is the operator's
    operator.post("/operate/look", page="/operate", step="lock", may=["title"])
    assert 'name="title"' in manager.get(page) and 'name="color"' not in manager.last.text
    manager.post(page, step="publish", title="东湖大学（新）", color="#000000")
    with campus.reading() as school:
        assert school.title == "东湖大学（新）" and school.brand["color"] == "#8f1d2c"


def test_addresses_are_added_checked_and_taken_away(campus, operator):
    campus.app.registry.resolve = {"east.test": {"10.0.0.1"}, "mooc.east.edu": {"10.0.0.9"}, "law.east.edu": {"10.0.0.1"}, "alliance.example.edu": {"10.0.0.1"}}.get
    with campus.writing("alliance") as alliance:
        alliance.hosts["alliance.example.edu"] = ""
        del alliance.hosts["alliance.test"]
    operator = other_operator(campus)
    page = "/operate/schools/east"
    operator.post(page, page="/operate", step="host-add", host="mooc.east.edu")
    operator.post(page, page="/operate", step="host-add", host="law.east.edu")
    text = operator.get(page + "?dns=look")
    assert "mooc.east.edu.  IN  CNAME  alliance.example.edu." in text and "指向别的地方" in text and "已经指向这里" in text
    assert "已经通向" in operator.post(page, page="/operate", status=422, step="host-add", host="west.test")
    for host in ("mooc.east.edu", "law.east.edu"):
        operator.post(page, page="/operate", step="host-gone", host=host)
    assert "唯一的网址" in operator.post(page, page="/operate", status=422, step="host-gone", host="east.test")
    operator.post(page, page="/operate", step="manager-add", name="新人", login="new@east.test")
    assert operator.last.html.find(id="once").text
    operator.post(page, page="/operate", step="manager-gone", aid=campus.aid("manager"))
    assert campus.browser("manager").app.get("/manage/plugins", status="*").status_int in (403, 404)


def other_operator(campus):
    from mooctang_core.testing import ground
    from mooctang_core.testing.browser import Browser

    return Browser(campus.app, "alliance.example.edu", ground.sign_in(campus.store, campus.aid("operator"), "alliance.example.edu", campus.clock()))
