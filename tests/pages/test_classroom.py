"""A lesson through the pages: begin, publish, take part, close, look back."""

import pytest

from tests.pages.stage import ROOM, play


@pytest.mark.feature("SES-01")
def test_a_class_is_begun_and_ended_and_ending_says_what_it_closes(campus):
    teacher = campus.browser("teacher")
    campus.end()
    assert "还没有上课" in teacher.get(ROOM)
    teacher.post(ROOM + "start")
    url = campus.open(play().Ask, title="Momentum")
    assert "Momentum" in teacher.get(ROOM + "end") and "结果从此固定" in teacher.last.text
    teacher.post(ROOM + "end")
    assert "还没有上课" in teacher.get(ROOM)
    assert campus.browser("s1").app.post(url + "submit", {"choice": "B", "csrf_token": campus.browser("s1").token()}, status="*").status_int == 409


@pytest.mark.feature("SES-04")
def test_two_teachers_who_begin_at_once_get_one_class(campus):
    campus.end()
    campus.post("teacher", ROOM, "start")
    campus.post("colleague", ROOM, "start")
    with campus.reading() as school:
        sessions = school["courses"]["physics"]["2026-fall"]["r7"]["sessions"]
        assert len(sessions) == 2 and sessions.running.__name__ == "2"
    assert "data-running" in campus.browser("colleague").get(ROOM)


def test_the_console_counts_names_the_missing_and_moves_the_deadline(campus):
    url = campus.open(play().Ask, title="Momentum", minutes="5")
    campus.post("s1", url, "submit", choice="B")
    teacher = campus.browser("teacher")
    teacher.get(ROOM)
    console = teacher.last.html.find(id="console")
    assert console.find(class_="big").text.replace(" ", "") == "1/6已提交"
    assert [li.text for li in console.find(class_="names").find_all("li")] == [f"学生{n}" for n in range(2, 7)]
    before = console.find(attrs={"data-ends": True})["data-ends"]
    teacher.post(url + "extend", seconds="30", back=ROOM)
    assert int(teacher.last.html.find(id="console").find(attrs={"data-ends": True})["data-ends"]) == int(before) + 30_000
    teacher.post(url + "close", back=ROOM)
    assert "现在没有进行中的活动" in teacher.last.text


def test_what_was_prepared_is_published_with_one_press(campus):
    url = campus.add(play().Note, title="Later")
    assert "Later" not in campus.browser("s1").get(ROOM)
    campus.browser("teacher").post(url + "publish", back=ROOM)
    assert "Later" in campus.browser("s1").get(ROOM)


@pytest.mark.parametrize("name, state", [("now", "open"), ("later", "draft")])
def test_a_new_activity_is_opened_now_or_kept_for_later(campus, name, state):
    campus.browser("teacher").post(ROOM + "add?kind=playask", title_="Quick", minutes="3", **{name: "yes"})
    with campus.reading() as school:
        node = school["courses"]["physics"]["2026-fall"]["r7"]["sessions"]["1"]["1"]
        assert (node.title, node.state, node.settings["minutes"]) == ("Quick", state, 3)


def test_a_wrong_setting_comes_back_with_its_reason(campus):
    text = campus.browser("teacher").post(ROOM + "add?kind=playask", status=422, minutes="900")
    assert "error-summary" in text


def test_before_the_class_students_read_that_it_has_not_begun(campus):
    campus.end()
    student = campus.browser("s1")
    assert "当前课堂还没开始上课" in student.get(ROOM)
    # What plugins announce stands there too.
    assert "最近便条" in student.last.text
    campus.start("east")
    assert "当前课堂还没开始上课" not in student.get(ROOM)


def test_the_live_fragments_say_the_same_as_the_page(campus):
    url = campus.open(play().Hello)
    before = campus.live("s1", ROOM)
    assert "正在进行" in before["room"] and before["mine"].count("data-done") == 1
    campus.post("s1", url, "submit")
    after = campus.live("s1", ROOM)
    assert after["room"] == before["room"] and 'data-done="1/1"' in after["mine"] and "准时" in after["mine"]
    assert "csrf" not in after["room"] and "s2" not in after["room"]


@pytest.mark.feature("SES-07")
def test_history_holds_every_class_with_ones_own_and_the_classs_results(lesson):
    campus, urls = lesson
    student = campus.browser("s1")
    assert student.get(ROOM + "history").count("次课") >= 2
    html = student.last.html
    assert [h2.text.split()[1] for h2 in html.find_all("h2")] == ["2", "1"]
    row = html.find("a", href=lambda href: href and href.endswith(urls["ask"]))
    assert row.find(class_="r").text == "1 分"
    student.get(ROOM + "sessions/2/")
    hello = student.last.html.find("a", href=lambda href: href and href.endswith(urls["hello"]))
    assert "3 / 6 人参加" in hello.text and "准时" in hello.text
    teacher = campus.browser("teacher")
    assert "3 / 6 人参加" in teacher.get(ROOM + "sessions/2/")
    assert "学生4" in teacher.get(urls["hello"]) and "缺席" in teacher.last.text


@pytest.mark.feature("SES-07")
@pytest.mark.parametrize("who, language", [("teacher", "zh_CN"), ("s1", "en")])
def test_history_is_a_page_at_a_time_with_links_to_older_ones(campus, monkeypatch, who, language):
    for _session in range(7):
        campus.open(play().Hello)
        campus.end()
        campus.clock.forward(days=2)
        campus.start()
    campus.end()
    monkeypatch.setattr("mooctang_core.web.views.history.A_PAGE", 3)
    browser = campus.browser(who, language=language)

    def shown(url):
        browser.get(url)
        return [h2["id"].removeprefix("session-") for h2 in browser.last.html.find_all("h2", id=True)]

    assert shown(ROOM + "history") == ["8", "7", "6"] and browser.last.html.find("svg", class_="chart")
    older = browser.last.html.find("a", rel="next")["href"]
    assert shown(older) == ["5", "4", "3"] and not browser.last.html.find("svg", class_="chart")
    assert shown(browser.last.html.find("a", rel="next")["href"]) == ["2", "1"] and not browser.last.html.find("a", rel="next")
    assert shown(browser.last.html.find("a", rel="prev")["href"]) == ["5", "4", "3"]
    assert shown(ROOM + "history?page=99") == ["2", "1"] and shown(ROOM + "history?page=x") == shown(ROOM + "sessions/") == ["8", "7", "6"]
    # From a session back to the page on which it stands, at its place.
    browser.get(ROOM + "sessions/4/")
    back = browser.last.html.find("a", class_="back")["href"]
    assert back.endswith("#session-4") and "4" in shown(back.partition("#")[0])


@pytest.mark.feature("SES-07")
def test_an_older_page_of_history_reads_only_its_own_classes(campus, monkeypatch):
    from mooctang_core.web.views import history

    for _session in range(5):
        campus.open(play().Hello)
        campus.end()
        campus.start()
    monkeypatch.setattr(history, "A_PAGE", 2)
    read = []
    monkeypatch.setattr(history, "row", lambda request, activity, teaches, row=history.row: read.append(activity.path) or row(request, activity, teaches))
    campus.browser("teacher").get(ROOM + "history?page=2")
    assert [path.split("/")[-2] for path in read] == ["4", "3"]


def test_the_table_of_an_activity_is_searched_sorted_and_taken_away(lesson):
    campus, urls = lesson
    teacher = campus.browser("teacher")
    teacher.get(urls["hello"] + "table?name=records&find=%E5%AD%A6%E7%94%9F3")
    assert [cell.text for cell in teacher.last.html.find("tbody").find_all("td")][1:3] == ["学生3", "准时"]
    teacher.get(urls["hello"] + "table?name=records&sort=-0")
    assert teacher.last.html.find("tbody").find("td").text.endswith("6")
    csv = teacher.app.get(urls["hello"] + "table.csv?name=records")
    assert csv.headers["Content-Disposition"].startswith("attachment") and "学生3" in csv.body.decode("utf-8-sig")


@pytest.mark.feature("GRD-04")
def test_the_gradebook_is_taken_away_as_the_screen_shows_it(campus):
    with campus.writing() as school:
        school["courses"]["physics"]["2026-fall"]["r7"].set_member(campus.aid("s6"), name="=2+3")
    url = campus.open(play().Ask, title="Momentum")
    campus.post("s1", url, "submit", choice="B")
    campus.close_activity(url)
    teacher = campus.browser("teacher")
    teacher.get(ROOM + "gradebook")
    heads = [a.text for a in teacher.last.html.find("thead").find_all("a")]
    rows = teacher.app.get(ROOM + "gradebook.csv").body.decode("utf-8-sig").splitlines()
    assert rows[0].split(",") == heads and len(rows) == 7
    assert rows[1].endswith("学生1,一班,1") and "'=2+3" in rows[6]
    assert teacher.app.get(ROOM + "gradebook.xlsx").body[:2] == b"PK"


def test_a_long_table_has_pages_and_a_way_to_see_it_whole(tmp_path):
    from tests.pages.stage import play_campus

    campus = play_campus(tmp_path, students=60)
    try:
        teacher = campus.browser("teacher")
        for page in ("roster", "gradebook"):
            teacher.get(f"{ROOM}{page}")
            assert len(teacher.last.html.find("tbody").find_all("tr")) == 50
            whole = teacher.last.html.find("a", href=lambda href: href and "all=yes" in href)["href"]
            teacher.get(whole)
            assert len(teacher.last.html.find("tbody").find_all("tr")) == 60
            teacher.get(f"{ROOM}{page}?page=2")
            assert len(teacher.last.html.find("tbody").find_all("tr")) == 10
    finally:
        campus.close()


@pytest.mark.feature("PLG-04")
def test_a_plugin_that_raises_takes_no_page_down(campus):
    url = campus.open(play().Broken)
    for who, place in (("s1", ROOM), ("s1", url), ("teacher", ROOM), ("teacher", url), ("teacher", ROOM + "history"), ("s1", ROOM + "history"),
                       ("s1", ROOM + "sessions/1/"), ("s1", "/messages")):
        assert "RuntimeError" not in campus.browser(who).get(place)
    assert "暂时无法显示" in campus.browser("s1").get(url)
    assert campus.host.health_of(_school(campus), "play").failures


def _school(campus):
    with campus.reading() as school:
        return school
