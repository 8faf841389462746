"""What others did that concerns me is told: a reply, courseware that was given out."""

import pytest


@pytest.mark.feature("MSG-01")
def test_a_reply_and_a_given_lesson_plan_are_told_in_messages(campus):
    """Whoever wrote hears of a reply, not from whom, and once in a while; courseware is told to all."""
    kinds = campus.host.kinds
    talk = campus.open(kinds["discussion"][1], title="力是什么", topic="What is a force?")
    campus.post("s1", talk, "submit", text="推或者拉")
    page = campus.browser("s2").app.get(talk)
    token = next(node["value"] for node in page.html.find_all("input", {"name": ["reply", "like"]}) if node["value"])
    for text in ("同意", "还有摩擦力"):
        campus.post("s2", talk, "submit", text=text, reply=token)
        campus.clock.forward(seconds=30)
    assert campus.get("s1", "/messages?sort=reply").count("里有人回复了你") == 1 and "里有人回复了你" not in campus.get("s2", "/messages")
    plan = campus.open(kinds["lessonplan"][1], title="第三章", text="Bring a ruler.")
    campus.post("teacher", plan, "give")
    assert "教案已发给你：第三章" in campus.get("s1", "/messages?sort=courseware")
