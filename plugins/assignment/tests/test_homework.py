"""Homework: handed in as text and files, again until it is due, marked, published."""

import hashlib
import io
import zipfile

import pytest

from .conftest import PDF


def number_of_files(campus):
    with campus.reading() as school:
        return len(school.files)


@pytest.mark.feature("ANN-03")
def test_text_and_files_are_handed_in_again_until_it_is_due(campus, homework):
    work = homework()
    assert "写一页" in work.page("s1") and "file" in work.page("s1")
    work.hand_in("s1", "第一稿", "报告.pdf")
    status, _score, data = work.record("s1")
    assert (status, data["text"], [file["name"] for file in data["files"]]) == ("done", "第一稿", ["报告.pdf"])
    page = campus.browser("s1").app.get(work.url).html
    held = page.find(class_="files-held").find("input")["value"]
    assert page.find("textarea", id="work-text").text.strip() == "第一稿"
    work.hand_in("s1", "第二稿", "图.pdf", **{"files": None} if False else {})
    assert [file["name"] for file in work.record("s1")[2]["files"]] == ["图.pdf"]
    campus.browser("s1").app.post(work.url + "submit", [("csrf_token", campus.browser("s1").token()), ("text", "第三稿"), ("files", held)])
    assert [file["name"] for file in work.record("s1")[2]["files"]] == ["报告.pdf"] and work.record("s1")[2]["times"] == 3
    work.later(days=3)
    work.hand_in("s1", "第四稿", status=409)
    assert work.record("s1")[2]["text"] == "第三稿" and "第三稿" in work.page("s1")


@pytest.mark.feature("ANN-03")
def test_late_is_marked_where_the_teacher_takes_it(campus, homework):
    work = homework(late=True)
    work.hand_in("s1", "准时")
    work.later(days=3)
    work.hand_in("s2", "晚了")
    assert (work.record("s1")[0], work.record("s2")[0]) == ("done", "late") and "晚交" in work.page("s2")


def test_what_was_only_written_is_handed_in_when_it_is_due(campus, homework):
    work = homework()
    campus.post("s1", work.url, "draft", text="写到一半")
    assert "写到一半" in work.page("s1")
    work.later(days=3)
    campus.run_jobs()
    campus.app.registry.committer.close()
    assert work.record("s1")[0:1] + (work.record("s1")[2]["text"],) == ("done", "写到一半")


@pytest.mark.parametrize("fields, names, status", [({}, (), 422), ({"text": "  "}, (), 422), ({"text": "x" * 50_001}, (), 422), ({}, ("1.pdf", "2.pdf", "3.pdf", "4.pdf"), 422), ({"mark": "100"}, (), 422)])
def test_what_cannot_be_homework_is_said_and_not_kept(campus, homework, fields, names, status):
    work = homework()
    campus.post("s1", work.url, "submit", status=status, files=[("files", name, PDF) for name in names], **fields)
    assert work.record("s1")[0] is None


def test_a_file_after_the_end_is_not_even_kept(campus, homework):
    work = homework()
    work.later(days=3)
    work.hand_in("s1", "", "spät.pdf", status=422)
    assert number_of_files(campus) == 0


def test_the_same_form_twice_is_one(campus, homework):
    work = homework()
    for _time in range(2):
        work.hand_in("s1", "einmal", "a.pdf", idem="k1")
    assert work.record("s1")[2]["times"] == 1
    work.hand_in("s1", "anders", idem="k1", status=409)


def test_nobody_reads_what_others_hand_in(campus, homework):
    work = homework()
    work.hand_in("s1", "geheim", "a.pdf")
    address = f"{work.url}file/{hashlib.sha256(PDF + b'a.pdf').hexdigest()}/a.pdf"
    assert campus.browser("teacher").app.get(address).body == PDF + b"a.pdf" and campus.browser("s1").app.get(address).status_int == 200
    for who in ("s2", "outsider", "west:s1"):
        assert campus.browser(who).app.get(address, status="*").status_int == 404
    for view in ("mark", "files.zip", "review"):
        assert campus.browser("s2").app.get(work.url + view, status="*").status_int in (403, 404)
    assert "geheim" not in work.page("s2")


@pytest.mark.feature("ANN-05")
def test_marks_comments_and_a_returned_file_are_seen_once_they_are_published(campus, homework):
    work = homework()
    work.hand_in("s1", "von eins", "a.pdf")
    work.hand_in("s2", "von zwei")
    work.later(days=3)
    teacher = campus.browser("teacher")
    page = teacher.app.get(work.url + "mark").html
    assert "von eins" in page.text
    form = [(one["name"], one.get("value", "")) for one in page.find("form", id="mark").find_all("input") if one.get("name") and one.get("type") != "file"]
    form = [(name, "87.5" if name == "score" else value) for name, value in form] + [("comment", "写得不错")]
    after = teacher.app.post(page.find("form", id="mark")["action"], form, upload_files=[("file", "改.pdf", PDF)]).follow()
    assert "von zwei" in after.html.text, "saving leads to the next one"
    assert work.record("s1")[1] == 87.5 and "87.5" not in work.page("s1") and "写得不错" not in work.page("s1")
    assert "读书报告" in campus.get("teacher", "/courses/physics/2026-fall/r7/gradebook")
    campus.post("teacher", work.url, "release")
    assert "成绩已公布：读书报告" in campus.get("s1", "/messages")
    text = work.page("s1")
    assert "87.5" in text and "写得不错" in text and ("改.pdf" in text or "file/" in text)
    assert "写得不错" not in work.page("s2")
    table = campus.table(work.url, "records")
    assert [row[-2] for row in table.rows][:2] == [87.5, ""]
    assert "87.5" in teacher.app.get(work.url + "table.csv?name=records").body.decode("utf-8-sig") and teacher.app.get(work.url + "tables.xlsx").status_int == 200


@pytest.mark.parametrize("score", ["101", "-1", "nan", "inf", "gut"])
def test_a_score_that_is_none_is_refused(campus, homework, score):
    work = homework()
    work.hand_in("s1", "x")
    campus.post("teacher", f"{work.url}mark?person={campus.aid('s1')}", status=422, score=score, comment="")
    assert work.record("s1")[1] is None


def test_everything_comes_as_one_zip(campus, homework):
    work = homework()
    work.hand_in("s1", "mein Text", "图 一.pdf", "b.pdf")
    work.hand_in("s2", "", "b.pdf", data=b"%PDF-other")
    answer = campus.browser("teacher").app.get(work.url + "files.zip")
    assert answer.content_type == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.body)) as archive:
        names = archive.namelist()
        assert len(names) == 4 and archive.testzip() is None and sum(name.endswith("/图 一.pdf") for name in names) == 1
        assert archive.read(next(name for name in names if name.endswith("b.pdf") and "学生1" in name)) == PDF + b"b.pdf"
    campus.browser("teacher").app.get(homework(title="leer").url + "files.zip", status=422)


@pytest.fixture
def reviewed(campus, homework):
    """Three works, handed round by twos."""
    work = homework(peers="2")
    for who in ("s1", "s2", "s3"):
        work.hand_in(who, f"作品 {who}", f"{who} 的名字.pdf")
    work.later(days=3)
    return work


def review(work, who, number, mark, status=200, comment="可以"):
    return work.campus.post(who, work.url, "review", status=status, number=str(number), mark0=str(mark), comment=comment)


@pytest.mark.feature("ANN-03")
def test_peers_review_without_a_name_and_the_median_counts(campus, reviewed):
    work = reviewed
    assert "作品 1" in work.page("s1")
    text = campus.get("s1", work.url + "review?number=1")
    assert "作品 s2" in text or "作品 s3" in text
    assert "学生2" not in text and "学生3" not in text and "的名字" not in text
    for who, marks in (("s1", (90, 80)), ("s2", (70, 60)), ("s3", (50, 40))):
        for number, mark in enumerate(marks, 1):
            review(work, who, number, mark)
    assert "同学怎么看" not in work.page("s1")
    campus.post("teacher", work.url, "release")
    with campus.activity(work.url) as living:
        for who in ("s1", "s2", "s3"):
            record = living.record_of(campus.aid(who))
            given = sorted(one["total"] for one in living.reviews_about(record))
            assert record.score == sum(given) / 2 and len(given) == 2
    assert "同学怎么看" in work.page("s1") and "可以" in work.page("s1")
    review(work, "s1", 1, 10, status=422)


def test_a_reviewer_who_stays_away_and_a_teacher_who_knows_better(campus, reviewed):
    work = reviewed
    review(work, "s1", 1, 60)
    review(work, "s1", 2, 60)
    campus.post("teacher", f"{work.url}mark?person={campus.aid('s2')}", score="95", comment="这份更好")
    campus.post("teacher", work.url, "release")
    scores = {who: work.record(who)[1] for who in ("s1", "s2", "s3")}
    assert scores == {"s1": None, "s2": 95.0, "s3": 60.0}
    table = campus.table(work.url, "reviews")
    assert [tuple(row[2:5]) for row in table.rows if row[2]] == [(2, 2, "评完了"), (2, 0, "还差 2 份"), (2, 0, "还差 2 份")]


def test_reviews_that_are_none(campus, reviewed):
    work = reviewed
    for number, mark, status in ((1, 101, 422), (1, -1, 422), (1, "viel", 422), (1, "", 422), (3, 50, 404), (0, 50, 404), ("x", 50, 404)):
        review(work, "s1", number, mark, status=status)
    review(work, "s1", 1, 50, status=422, comment="x" * 6000)
    work.later(days=4)
    review(work, "s1", 1, 50, status=422)
    assert work.record("s1")[2].get("given", {}) == {}


def test_who_comes_later_is_handed_round_too(campus, homework):
    work = homework(peers="2", late=True)
    for who in ("s1", "s2", "s3"):
        work.hand_in(who, who)
    campus.post("teacher", work.url, "round")
    before = {who: work.record(who)[2]["to_review"] for who in ("s1", "s2", "s3")}
    work.hand_in("s1", "改一改", status=422)
    assert work.record("s1")[2]["text"] == "s1"
    assert all(len(works) == 2 and campus.aid(who) not in works for who, works in before.items())


def test_reviewers_read_the_files_of_their_works_and_no_others(campus, reviewed):
    work = reviewed
    hashes = {who: work.record(who)[2]["files"][0]["hash"] for who in ("s1", "s2", "s3")}
    for who in ("s2", "s3"):
        assert campus.browser("s1").app.get(f"{work.url}file/{hashes[who]}").status_int == 200
    assert campus.browser("outsider").app.get(f"{work.url}file/{hashes['s1']}", status="*").status_int == 404
