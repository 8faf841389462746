"""What people did online, for the plugin that keeps the units of a course. `people` are account ids; leave out what you do not know.

The figures: videos (different ones watched), views, seconds (really watched), topics, comments, replies, total (the course mark).
"""

from mooctang_core.api import hookimpl


@hookimpl
def learning_progress(course, people):
    watched = course.peek_shelf("example").get("watched", {})
    return {aid: {"videos": watched.get(aid, 0), "total": 100 * watched.get(aid, 0) / 4} for aid in people}


def test_the_gradebook_has_the_online_half(campus):
    with campus.writing() as school:
        school["courses"]["physics"].shelf("example")["watched"] = {campus.aid("s1"): 3}
    sheet = campus.browser("teacher").app.get(campus.room + "/gradebook.csv").text.splitlines()
    assert sheet[0].endswith("姓名,行政班,总评,线上学习（100 %）,看过的视频,课程总分")
    assert sheet[1].endswith("学生1,一班,75,75,3,75")
