"""The live page in a real browser: what the network does to it, and what people do meanwhile."""

import re
import time

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
NET = "data-net"


def net(page, state, timeout=8000):
    expect(page.locator("html")).to_have_attribute(NET, state, timeout=timeout)


def until(true, seconds=8):
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.05)


def hide(page, hidden):
    """Tell the page that it is hidden or back, as a phone does."""
    page.evaluate(
        """hidden => {
        Object.defineProperty(document, 'hidden', {value: hidden, configurable: true});
        document.dispatchEvent(new Event('visibilitychange'));
    }""",
        hidden,
    )


def test_a_patch_reaches_the_page(fake, quiet):
    quiet.goto(fake.url)
    net(quiet, "on")
    fake.patch(room='<section id="room"><p id="text">二</p></section>')
    expect(quiet.locator("#text")).to_have_text("二")


def test_a_fragment_may_come_without_its_own_element(fake, quiet):
    quiet.goto(fake.url)
    net(quiet, "on")
    fake.patch(room='<p id="text">三</p><p>四</p>')
    expect(quiet.locator("#room #text")).to_have_text("三")


def test_typed_text_focus_and_choices_survive_a_patch(fake, quiet):
    form = (
        '<section id="room"><p id="text">{}</p><form><input class="field" id="note" aria-label="n" value="">'
        '<label><input type="radio" name="c" value="a" id="ca"> a</label>'
        '<label><input type="radio" name="c" value="b" id="cb" checked> b</label><details><summary>更多</summary>…</details></form></section>'
    )
    fake.fragments["room"] = form.format("一")
    quiet.goto(fake.url)
    net(quiet, "on")
    quiet.locator("#note").click()
    quiet.keyboard.type("动量守")
    quiet.locator("#ca").check()
    quiet.locator("summary").click()
    quiet.locator("#note").focus()
    for word in "二三":
        fake.patch(room=form.format(word))
        expect(quiet.locator("#text")).to_have_text(word)
    quiet.keyboard.type("恒")
    expect(quiet.locator("#note")).to_have_value("动量守恒")
    expect(quiet.locator("#ca")).to_be_checked()
    expect(quiet.locator("details")).to_have_attribute("open", "")


def test_an_untouched_field_takes_the_servers_value(fake, quiet):
    fake.fragments["room"] = '<section id="room"><input class="field" id="note" aria-label="n" value="1"></section>'
    quiet.goto(fake.url)
    net(quiet, "on")
    fake.patch(room='<section id="room"><input class="field" id="note" aria-label="n" value="2" disabled></section>')
    expect(quiet.locator("#note")).to_have_value("2")
    expect(quiet.locator("#note")).to_be_disabled()


def test_what_i_have_done_is_marked_on_shared_cards(fake, quiet):
    fake.fragments = {
        "room": '<section id="room"><div data-activity="3/1" id="one"></div><div data-activity="3/2" id="two"></div></section>',
        "mine": '<div id="mine" data-done="3/1"></div>',
    }
    quiet.goto(fake.url)
    expect(quiet.locator("#one")).to_have_attribute("data-mine", "done")
    net(quiet, "on")
    fake.patch(mine='<div id="mine" data-done="3/1 3/2"></div>')
    expect(quiet.locator("#two")).to_have_attribute("data-mine", "done")
    fake.patch(mine='<div id="mine" data-done=""></div>')
    expect(quiet.locator("#one")).not_to_have_attribute("data-mine", "done")


def test_the_server_dies_and_comes_back(fake, page):
    page.goto(fake.url)
    net(page, "on")
    fake.down()
    net(page, "slow")
    expect(page.locator(".say-slow")).to_be_visible()
    fake.fragments["room"] = '<section id="room"><p id="text">回来了</p></section>'
    fake.up()
    expect(page.locator("#text")).to_have_text("回来了", timeout=15000)
    net(page, "on")
    expect(page.locator(".netline:visible")).to_have_count(0)


def test_after_four_failures_it_polls_and_says_so(fake, page):
    fake.stream_status = 503
    page.clock.install()
    page.goto(fake.url)
    for _ in range(5):
        page.clock.run_for(9000)
        page.wait_for_timeout(150)
    net(page, "off")
    expect(page.locator(".say-off")).to_have_text("网络不稳，正在重连")
    before = fake.polled
    page.clock.run_for(21000)
    until(lambda: fake.polled > before)
    fake.stream_status = 200
    page.clock.run_for(40000)
    net(page, "on")


def test_without_streams_the_page_still_shows_what_is_new(fake, page):
    """A server without streams answers the same address with plain JSON."""
    page.route(
        "**/live",
        lambda route: route.fulfill(
            status=200, content_type="application/json", body='{"room": "<section id=\\"room\\"><p id=\\"text\\">无流</p></section>"}'
        ),
    )
    page.goto(fake.url)
    expect(page.locator("#text")).to_have_text("无流")


def test_a_hidden_page_sleeps_and_wakes_with_the_news(fake, page):
    page.clock.install()
    page.goto(fake.url)
    net(page, "on")
    hide(page, True)
    page.clock.run_for(16000)
    net(page, "paused")
    fake.fragments["room"] = '<section id="room"><p id="text">回来再看</p></section>'
    hide(page, False)
    expect(page.locator("#text")).to_have_text("回来再看", timeout=2000)


def test_silence_makes_it_open_the_stream_again(fake, page):
    page.clock.install()
    page.goto(fake.url)
    net(page, "on")
    opened = fake.opened
    page.clock.run_for(22000)
    net(page, "slow")
    page.clock.run_for(20000)
    until(lambda: fake.opened > opened)


def test_a_beat_keeps_it_calm(fake, page):
    page.clock.install()
    page.goto(fake.url)
    net(page, "on")
    opened = fake.opened
    for _ in range(4):
        page.clock.run_for(15000)
        fake.send("beat", "")
        page.wait_for_timeout(100)
    net(page, "on")
    assert fake.opened == opened


def test_when_the_right_is_gone_it_stops(fake, page):
    page.goto(fake.url)
    net(page, "on")
    opened = fake.opened
    fake.send("gone", "")
    net(page, "gone")
    expect(page.locator(".say-gone")).to_contain_text("这个页面已不再更新")
    page.wait_for_timeout(1500)
    assert fake.opened == opened


def test_a_refused_stream_is_gone_too(fake, page):
    fake.stream_status = 403
    page.goto(fake.url)
    net(page, "gone")


# forms --------------------------------------------------------------------------------------------------------------------


def submit(page, words):
    page.locator("#words").fill(words)
    page.get_by_role("button", name="提交", exact=True).click()


def test_an_answer_is_sent_with_token_and_key(fake, quiet):
    quiet.goto(fake.url)
    submit(quiet, "动量")
    expect(quiet.locator(".got")).to_have_text("已收到")
    [post] = fake.posts
    assert post["words"] == "动量" and post["csrf_token"] == "t0ken" and len(post["idem"]) > 20


def test_an_answer_lost_on_the_way_back_counts_once(fake, page):
    page.goto(fake.url)
    fake.losing = True
    submit(page, "动量")
    expect(page.locator(".say-unsent")).to_be_visible()
    expect(page.locator("#words")).to_have_value("动量")
    fake.losing = False
    expect(page.locator(".got")).to_be_visible(timeout=15000)
    assert len(fake.posts) > 1 and len(fake.counted) == 1
    expect(page.locator(".say-unsent")).to_be_hidden()


def test_an_answer_waits_for_the_network(fake, page):
    page.goto(fake.url)
    net(page, "on")
    fake.down()
    submit(page, "守恒")
    expect(page.locator(".say-unsent")).to_have_text("已保存在手机上，恢复网络后自动提交")
    fake.up()
    expect(page.locator(".got")).to_be_visible(timeout=15000)
    assert [post["words"] for post in fake.posts] == ["守恒"]


def test_patches_leave_a_waiting_form_alone(fake, page):
    fake.fragments["room"] = (
        '<section id="room"><div data-face=""><form method="post" action="/answer" data-retry="" id="f">'
        '<input name="x" value="1" aria-label="x" class="field"><button>发</button></form></div></section>'
    )
    page.goto(fake.url)
    net(page, "on")
    fake.losing = True
    page.get_by_role("button", name="发", exact=True).click()
    expect(page.locator("#f")).to_have_attribute("data-unsent", "")
    fake.patch(room='<section id="room"><p id="text">没有表单了</p></section>')
    expect(page.locator("#text")).to_be_visible()
    fake.losing = False
    lost = len(fake.posts)
    until(lambda: len(fake.posts) > lost, 15)
    assert len(fake.counted) == 1


def test_a_refusal_is_said_at_the_form_and_the_next_try_is_another(fake, page):
    page.goto(fake.url)
    fake.post_status = 422
    submit(page, "晚了")
    expect(page.locator(".form-answer")).to_have_text("时间已过，没有提交。")
    expect(page.locator("#words")).to_have_value("晚了")
    fake.post_status = 200
    submit(page, "再来")
    expect(page.locator(".got")).to_be_visible()
    assert len({post["idem"] for post in fake.posts}) == 2


def test_a_form_with_mistakes_comes_back_marked(fake, page):
    page.goto(fake.url)
    fake.post_status = 422
    fake.refusal = (
        '<html><body><main><form id="answer" method="post" action="/answer" data-retry="">'
        '<div role="alert" tabindex="-1" data-autofocus="" id="sum">有 1 处需要修改</div>'
        '<input id="words" name="words" value="x" aria-invalid="true" aria-label="答案"><button>提交</button></form></main></body></html>'
    )
    submit(page, "x")
    expect(page.locator("#sum")).to_be_focused()
    expect(page.locator("form#answer")).to_have_count(1)
    fake.post_status = 200
    submit(page, "y")
    expect(page.locator(".got")).to_be_visible()
    assert [post["words"] for post in fake.posts] == ["x", "y"]


def test_a_busy_server_is_asked_again_with_the_same_key(fake, page):
    page.goto(fake.url)
    fake.post_status = 503
    submit(page, "忙")
    until(lambda: len(fake.posts) == 1)
    fake.post_status = 200
    expect(page.locator(".got")).to_be_visible(timeout=15000)
    assert len({post["idem"] for post in fake.posts}) == 1


def test_the_label_changes_at_once(fake, page):
    page.goto(fake.url)
    page.route("**/answer", lambda route: None)
    page.locator("#words").fill("x")
    button = page.locator("#answer button")
    before = button.bounding_box()["width"]
    button.click()
    expect(button.locator(".when-busy")).to_be_visible(timeout=100)
    assert button.bounding_box()["width"] == before
    expect(page.locator("#answer")).to_have_attribute("aria-busy", "true")


def test_a_plain_form_gets_token_and_key_and_goes_once(fake, page):
    page.goto(fake.url)
    page.evaluate("""() => { const form = document.getElementById('plain');
        form.requestSubmit(form.querySelector('button')); form.requestSubmit(form.querySelector('button')); }""")
    page.wait_for_url(re.compile("/plain$"))
    [post] = fake.posts
    assert post["go"] == "yes" and post["csrf_token"] == "t0ken" and post["idem"]


def test_what_cannot_be_undone_is_asked_first(fake, page):
    page.goto(fake.url)
    page.get_by_role("button", name="结束", exact=True).click()
    box = page.get_by_role("dialog")
    expect(box).to_contain_text("结束后不能再提交。")
    box.get_by_role("button", name="取消").click()
    expect(box).to_be_hidden()
    assert not fake.posts
    page.get_by_role("button", name="结束", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="结束").click()
    page.wait_for_url(re.compile("/plain$"))
    assert len(fake.posts) == 1


def test_a_countdown_follows_the_servers_clock(fake, page):
    fake.fragments["room"] = (
        '<section id="room"><span class="timer" role="timer" data-ends="1795225332000"><span data-clock="" id="clock">01:12</span></span></section>'
    )
    page.goto(fake.url)
    # The page was drawn at 1795225260000 by the server's clock, whatever the browser's says.
    expect(page.locator("#clock")).to_have_text(re.compile(r"01:1[0-2]"))
    expect(page.locator("#clock")).to_have_text(re.compile(r"01:0\d"), timeout=5000)
