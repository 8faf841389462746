"""Ways to log in: bound with a code, unbound but for the last, and a conflict that says the way out."""
import pytest

from .conftest import GOOD
from .walking import sent_to, stranger, submit


@pytest.fixture(scope="module")
def people(tmp_path_factory, hashed):
    from mooctang_core.testing import Campus

    campus = Campus(tmp_path_factory.mktemp("campus"), students=4)
    with campus.writing("alliance") as alliance:
        for account in alliance.accounts.values():
            account.credential = hashed
        alliance.bind(alliance.accounts["east-s2"], "phone:13800000002")
    yield campus
    campus.close()


def entered(campus, name="2026001", path="/account/methods"):
    browser = stranger(campus)
    browser.post("/login", page="/login", name=name, password=GOOD, next=path)
    return browser


def methods_of(campus, aid):
    with campus.reading("alliance") as alliance:
        return alliance.accounts[aid].methods


def bind(campus, browser, value, kind="phone"):
    browser.get("/account/methods")
    submit(browser, button="send", name=value, status=200)
    return submit(browser, button="check", code=sent_to(campus, kind, value))


@pytest.mark.feature("ACC-03")
def test_a_number_is_bound_with_a_code_and_unbound_again(people):
    browser = entered(people)
    assert "只有一种登录方式" in browser.last.text
    page = bind(people, browser, "13611110000")
    assert "136****0000" in page.text and methods_of(people, "east-s1") == ("user:100012026001", "phone:13611110000")
    submit(browser, button="send", name="13611110000", status=422)
    submit(browser, has="shown", status=200)
    assert methods_of(people, "east-s1") == ("user:100012026001",)
    with people.reading("alliance") as alliance:
        assert "phone:13611110000" not in alliance.methods


@pytest.mark.feature("ACC-03")
def test_the_last_way_and_the_schools_user_name_stay(people):
    browser = entered(people, "teacher@east.test")
    assert not any("shown" in form.fields for form in browser.last.forms.values())
    browser.post("/account/methods", page="/login", status=422, step="unbind", method="0", shown="t***@east.test")
    assert "唯一的登录方式" in browser.last.text and methods_of(people, "east-teacher")
    bind(people, browser, "13611112222")
    browser.post("/account/methods", page="/login", step="unbind", method="0", shown="t***@east.test")
    assert methods_of(people, "east-teacher") == ("phone:13611112222",)
    student = entered(people, "2026003")
    bind(people, student, "s3@east.test", "email")
    student.post("/account/methods", page="/login", status=422, step="unbind", method="0", shown="100012026003")
    assert "不能解绑" in student.last.text


@pytest.mark.feature("ACC-03", "ACC-11")
def test_a_number_of_another_account_is_explained_with_the_way_out(people):
    browser = entered(people)
    page = bind(people, browser, "13800000002")
    assert page.status_int == 409 and methods_of(people, "east-s1") == ("user:100012026001",)
    for words in ("138****0002", "学*", "东湖大学", "10001****02", "切换到那个账号", "找学校管理员"):
        assert words in page.text, words
    assert "学生2" not in page.text and "100012026002" not in page.text
    submit(browser, button="switch", status=200)
    assert browser.last.request.path == "/account/methods" and "100012026002" in browser.last.text, "in with the other account"
    submit(browser, has="shown", status=200)
    assert methods_of(people, "east-s2") == ("user:100012026002",)
    assert bind(people, entered(people), "13800000002").status_int == 200 and "phone:13800000002" in methods_of(people, "east-s1")


def test_whoever_found_an_open_phone_changes_nothing(people):
    old = people.browser("s4")
    old.post("/account/methods", page="/login", step="send", name="13677770000")
    assert "请确认是你本人" in old.last.text and sent_to(people, "phone", "13677770000") is None
