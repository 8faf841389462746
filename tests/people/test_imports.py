"""An import one can trust: looked at first, mended, let in whole, taken back whole."""

import pytest

from mooctang_core.flows.importing import lifecycle
from mooctang_core.tables import Table
from tests.people.conftest import text
from tests.people.files import GOOD, HEAD, book, student


def people(campus):
    with campus.reading() as school:
        return {number: (entry.name, entry.cohort) for number, entry in school["people"].items()}


@pytest.mark.feature("ADM-03", "BEY-09")
def test_nothing_is_written_before_somebody_says_so_and_then_all_of_it(desk):
    campus, before = desk.campus, people(desk.campus)
    said = desk.bring(book(GOOD, student("2026101")))
    assert "2 行可以导入" in said and people(campus) == before
    assert "导入完成" in desk.step("go")
    after = people(campus)
    assert after["100012026100"] == ("李雷", "临床一班") and len(after) == len(before) + 2
    with campus.reading() as school:
        details = school["people"]["100012026100"].details
        assert school["cohorts"]["临床一班"].code and len(school["cohorts"]["临床一班"].now()) == 2
        assert "11010519491231002X" not in repr(details) and details["birth"] == "19491231"
    with campus.reading("alliance") as alliance:
        account = alliance.account_by("user:100012026100")
        assert account.dormant and account.certifications["east"] == "100012026100" and account.credential is None


@pytest.mark.feature("ADM-03", "BEY-09")
def test_every_wrong_cell_is_named_and_mended_in_the_browser(desk):
    wrong = student("2026102", 出生年月="1990-13-01", 性别="x")
    wrong[4] = "110105194912310021"
    said = desk.bring(book(GOOD, wrong, student("2026100", name="重复"), student("", name="无号")))
    assert "1 行可以导入" in said and "3 行要修改" in said
    for sentence in ("第 3 行", "校验位不对", "要写成 8 位", "只能填“男”或“女”", "第 2 行也是 100012026100", "这一格是必填的"):
        assert sentence in said
    assert "110105194912310021" not in desk.browser.last.text
    fields = {"cell-2-birth": "19900101", "cell-2-sex": "女", "cell-2-id_number": "", "cell-3-number": "2026103", "out": "4"}
    said = desk.step("mend", **fields)
    assert "3 行可以导入" in said and "要修改" not in said.split("列的对应")[0]
    desk.step("go")
    assert {"100012026100", "100012026102", "100012026103"} <= set(people(desk.campus))


@pytest.mark.feature("BEY-09")
def test_the_returned_file_is_mended_and_brought_back(desk):
    campus = desk.campus
    bad = student("2026104", 性别="?")
    bad[4] = "11010519491231002X"
    desk.bring(book(GOOD[:4] + ["", *GOOD[5:]], bad))
    table = desk.browser.app.get(desk.url + "/result.xlsx?rows=bad").body
    from mooctang_core.sheets import read_sheet

    rows = read_sheet(table).rows
    assert len(rows) == 2 and rows[1][4] == "11**************2X" and rows[1][-3:-1] == ["3", "要修改"] and "只能填" in rows[1][-1]
    rows[1][6] = "女"
    desk.browser.post(desk.url + "/back", files=[("file", "back.xlsx", book(*rows[1:], head=rows[0]))])
    assert "2 行可以导入" in desk.work()
    desk.step("go")
    with campus.reading() as school:
        assert school["people"]["100012026104"].details["id_hash"], "a mask that came back is the number that was read"


@pytest.mark.feature("BEY-09")
def test_a_diff_and_a_threshold_against_mass_removal(desk):
    campus = desk.campus
    desk.bring(book(student("2026001", name="学生1", cohort="二班"), student("2026002", name="学生2改", cohort="一班")))
    said = desk.step("columns", **columns(), whole="yes")
    assert "这些班级会少掉 5 % 以上的学生" in said and "一班：3 人中有 2 人离开" in said
    assert "请核对后" in desk.step("go", status=422)
    assert people(campus)["100012026001"] == ("学生1", "一班"), "nothing was written"
    desk.browser.get(desk.url + "?show=moved")
    assert "一班 → 二班" in text(desk.browser)
    desk.browser.get(desk.url + "?show=gone")
    assert "100012026003" in text(desk.browser)
    assert "导入完成" in desk.step("go", allowed="yes")
    assert people(campus)["100012026001"][1] == "二班" and people(campus)["100012026002"][0] == "学生2改" and people(campus)["100012026003"][1] is None


def columns():
    words = ["number", "email", "nickname", "name", "id_number", "birth", "sex", "entry_year", "length", "cohort", "major"]
    return {f"column-{place}": word for place, word in enumerate(words)}


@pytest.mark.feature("BEY-09")
def test_a_whole_batch_is_taken_back_but_not_from_under_somebody(desk):
    campus, before = desk.campus, people(desk.campus)
    desk.bring(book(GOOD, student("2026105"), student("2026001", name="改名了", cohort="三班")))
    desk.step("go", allowed="yes")
    with campus.writing("alliance") as alliance:
        alliance.account_by("user:100012026105").dormant = False
    said = desk.step("undo")
    assert "已经撤销" in said and "100012026105" in said
    assert people(campus) == {**before, "100012026105": ("韩梅", "临床一班")}
    with campus.reading("alliance") as alliance:
        assert alliance.account_by("user:100012026100") is None
    with campus.reading() as school:
        assert "三班" not in school["cohorts"] and school["people"]["100012026001"].cohort == "一班" and "100012026001" in school["cohorts"]["一班"].now()


@pytest.mark.feature("BEY-09")
def test_one_file_counts_once_and_two_imports_follow_one_another(desk):
    file = book(GOOD)
    desk.bring(file)
    first = desk.url
    assert "已经上传过" in desk.browser.post("/manage/import", kind="student", files=[("file", "again.xlsx", file)]) and desk.browser.last.request.path == first
    desk.bring(book(student("2026106")))
    second = desk.url
    desk.step("go")
    desk.url = first
    desk.browser.post(first, step="go")
    assert "重新检查" in text(desk.browser) and desk.work()
    assert desk.batch()[0] == "ready"
    desk.step("go")
    assert desk.batch()[0] == "done" and second != first


def test_a_machine_that_dies_half_way_is_followed_by_one_that_goes_on(desk, monkeypatch):
    campus = desk.campus
    monkeypatch.setattr("mooctang_core.flows.importing.pieces.SLICE", 2)
    for module in ("jobs.importing", "flows.importing.working", "flows.importing.pieces", "flows.importing.report"):
        monkeypatch.setattr(f"mooctang_core.{module}.SLICE", 2, raising=False)
    desk.bring(book(*(student(f"20262{n:02d}") for n in range(9))))
    desk.browser.post(desk.url, step="go")
    importing, calls = campus.app.registry.jobs.importing, []
    right = importing._write

    def dying(*arguments):
        calls.append(1)
        if len(calls) == 3:
            raise RuntimeError("killed between the alliance and the school")
        return right(*arguments)

    importing._write = dying
    importing.run()
    assert desk.batch()[0] == "running"
    importing._write = right
    importing.ground._resting.clear()
    importing.run()
    assert desk.batch()[0] == "done"
    with campus.reading("alliance") as alliance:
        made = [account for account in alliance.accounts.values() if account.dormant]
    with campus.reading() as school:
        assert len(made) == 9 and sorted(account.aid for account in made) == sorted(entry.aid for entry in school["people"].values() if "20262" in entry.number)


@pytest.mark.feature("ADM-03")
def test_teachers_come_with_phone_mail_and_picture(desk):
    campus = desk.campus
    png = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082")
    head = ["真实姓名*", "身份证号", "手机号", "邮箱", "教师简介", "图片", "工号"]
    rows = [["王芳", "", "13800000001", "wang@x.edu.cn", "教物理", "wang.png", ""], ["赵强", "", "", "", "", "", ""], ["林老师", "", "", "teacher@east.test", "", "", "T7"], ["陈", "", "123", "", "", "no.png", ""]]
    said = desk.bring(book(*rows, head=head), kind="teacher", pictures=[("wang.png", png)])
    assert "手机号、邮箱和工号至少要填一个" in said and "不是 11 位的手机号" in said and "没有收到这张图片" in said and "2 行可以导入" in said
    desk.step("go")
    with campus.reading("alliance") as alliance:
        aid = alliance.account_by("phone:13800000001").aid
        assert alliance.account_by("email:wang@x.edu.cn").aid == aid
    with campus.reading() as school:
        entry = next(entry for entry in school["people"].values() if entry.aid == aid)
        assert aid in school.teachers and entry.role == "teacher" and entry.details["picture"]["name"] == "wang.png" and entry.details["intro"] == "教物理"
        assert school["people"]["10001T7"].aid == "east-teacher", "who has an account already keeps it"
    assert "王芳" in desk.browser.get("/manage/teachers?q=13800000001")


def test_old_files_are_forgotten(desk):
    desk.bring(book(GOOD))
    desk.step("go")
    desk.campus.clock.forward(days=8)
    desk.campus.app.registry.jobs.importing.tidy()
    with desk.campus.reading() as school:
        batch = school.imports.get("1")
        assert not batch.pieces and not batch.before and batch.state == "done"
    assert "撤销这次导入" not in desk.browser.get(desk.url)


def test_the_template_is_read_as_it_is(desk):
    data = desk.browser.app.get("/manage/import/template.xlsx").body
    said = desk.bring(data)
    assert "1 行可以导入" in said
    assert HEAD[0] in HEAD and lifecycle.KEPT_DAYS == 7 and Table


@pytest.mark.feature("BEY-09")
def test_columns_of_another_file_are_matched_and_corrected_by_hand(desk):
    rows = [["李雷", "2026107", "一班", "x"]]
    said = desk.bring(book(*rows, head=["姓名", "学生学号", "Klasse", "备注"]))
    assert "还没有对应的必填列：所属班级" in said
    fields = {"column-0": "name", "column-1": "number", "column-2": "cohort", "column-3": ""}
    assert "1 行可以导入" in desk.step("columns", **fields)
