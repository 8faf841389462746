"""What many people have in common is drawn once, and nobody reads what is somebody else's."""

from tests.pages.stage import ROOM, play


def own(campus, who):
    campus.browser(who).get(ROOM)
    return " ".join(campus.browser(who).last.html.find(id="mine").get_text(" ").split())


def drawings(campus):
    return len(campus.app.registry.alike._texts)


def test_those_who_stand_alike_share_a_drawing_and_others_do_not(campus):
    url = campus.open(play().Ask, title="Momentum")
    campus.post("s3", url, "submit", choice="B")
    campus.close_activity(url)
    campus.open(play().Ask, title="Energy")
    before, made = own(campus, "s1"), drawings(campus)
    assert own(campus, "s2") == before and drawings(campus) == made
    assert own(campus, "s3") != before and drawings(campus) == made + 1
    campus.post("teacher", url, "correct", person=campus.aid("s1"), score="3", why="oral")
    assert "3 分" in own(campus, "s1") and own(campus, "s2") == before


def test_a_reader_of_english_is_not_served_the_chinese_drawing(campus):
    campus.close_activity(campus.open(play().Ask, title="Momentum"))
    chinese = own(campus, "s1")
    campus.browser("s2").app.set_cookie("language", "en")
    assert own(campus, "s2") != chinese
