"""A campus on which one student has two accounts, one number with each, and used both in everything there is."""

import pytest

from mooctang_core.flows import grading
from mooctang_core.flows.telling import send_notice
from mooctang_core.model.base import find
from mooctang_core.parts import Notice
from mooctang_core.testing import Campus
from mooctang_core.testing.campus import ROOM

from .photograph import photograph


@pytest.fixture
def campus(tmp_path):
    made = Campus(tmp_path, students=4)
    yield made
    made.close()


ASKED = [{"id": "q1", "type": "truth", "text": "Heavy things fall faster."}]


def photos(campus):
    """Both schools and the alliance, as they are stored."""
    found = {}
    for slug in ("east", "west", "alliance"):
        with campus.reading(slug) as place:
            found[slug] = photograph(place)
    return found


def live_through(campus):
    """s1 and s2 (one person), s3 and the teacher, in every plugin that comes with mooctang. Returns {kind: url}."""
    kinds = {kind: cls for kind, (_name, cls) in campus.host.kinds.items()}
    questions = [{**ASKED[0], "key": False}]
    urls = {"checkin": campus.open(kinds["checkin"]), "quiz": campus.open(kinds["quiz"], questions=questions), "survey": campus.open(kinds["survey"], questions=ASKED),
            "discussion": campus.open(kinds["discussion"], topic="Force?"), "assignment": campus.open(kinds["assignment"], text="Write."),
            "rollcall": campus.open(kinds["rollcall"], present="false"), "announcement": campus.open(kinds["announcement"], text="Bring a ruler."),
            "grouping": campus.open(kinds["grouping"], how="pick", number=2)}
    for who in ("s1", "s2", "s3"):
        campus.post(who, urls["checkin"], "submit")
        campus.post(who, urls["assignment"], "submit", text=f"work of {who}")
        campus.post(who, urls["survey"], "submit", q1="true")
    campus.post("s1", urls["quiz"], "submit", q1="false")
    campus.post("s2", urls["announcement"], "submit", mark="known")
    campus.post("s1", urls["grouping"], "submit", group="000001")
    campus.post("s2", urls["grouping"], "submit", group="000002")
    talk_about(campus, urls["discussion"])
    for who in ("s1", "s2", "s1"):
        campus.post("teacher", urls["rollcall"], "call", person=[campus.aid(who)])
    chat(campus)
    told_by_the_teacher(campus)
    return urls


def told_by_the_teacher(campus):
    """Marks in the gradebook, and notices."""
    with campus.writing() as school:
        room, by, now = find(school, ROOM), campus.aid("teacher"), campus.clock()
        grading.add_column(room, "Lab", 10, by, now)
        for who, value in (("s1", "7"), ("s3", "9")):
            grading.put(room, campus.host, school, "m1", {campus.aid(who): value}, "", by, now)
        for key, people in (("one", ("s1", "s2")), ("two", ("s1",))):
            send_notice(school, campus.host, Notice(f"Hello {key}", to=tuple(map(campus.aid, people)), key=key), now)


def talk_about(campus, url):
    campus.post("s1", url, "submit", text="First of the old.")
    campus.post("s2", url, "submit", text="First of the new.")
    campus.at("10:02").post("s1", url, "submit", text="Second of the old.")
    with campus.activity(url) as one:
        ids = {post.text: post.id for post in one.threads()}
    campus.post("s3", url, "submit", text="I agree.", reply=ids["First of the old."])
    for text in ids:
        campus.post("s3", url, "submit", like=ids[text])
    campus.post("s2", url, "submit", like=ids["First of the old."])


def chat(campus):
    """In the class space: to all, and each of the two accounts with s3."""
    room = campus.room + "/"
    for who, text in (("s1", "hello from the old"), ("s2", "hello from the new"), ("s3", "who is who?")):
        campus.post(who, room, "space-say", text=text)
    for minute, (who, to, text) in enumerate((("s1", "s3", "a"), ("s2", "s3", "b"), ("s3", "s1", "c"), ("s3", "s2", "d"), ("s1", "s2", "to myself")), 3):
        campus.at(f"10:{minute:02d}").post(who, room, "space-say", text=text, **{"with": campus.aid(to)})
    campus.post("s2", room, "space-do", do="block", person=campus.aid("s4"))


@pytest.fixture
def lived(campus):
    """The campus with its {kind: url}, half of it closed and sealed."""
    urls = live_through(campus)
    for kind in ("checkin", "discussion", "assignment"):
        campus.close_activity(urls[kind])
    with campus.writing() as school:
        for kind in ("checkin", "discussion"):
            find(school, urls[kind]).seal()
    campus.run_jobs()
    return campus, urls
