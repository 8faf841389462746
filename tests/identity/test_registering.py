"""With a code: an account, a login, a new password; and the question that keeps people from having two accounts."""
import pytest

from mooctang_core.identity import codes

from .conftest import GOOD
from .walking import by_code, sent_to, stranger, submit

NEW = "山有木兮木有枝 9"


@pytest.fixture(scope="module")
def people(tmp_path_factory, hashed):
    """One campus for these stories: each has people and numbers of its own."""
    from mooctang_core.testing import Campus

    campus = Campus(tmp_path_factory.mktemp("campus"), students=4)
    with campus.writing("alliance") as alliance:
        for account in alliance.accounts.values():
            account.credential = hashed
        alliance.bind(alliance.accounts["east-s1"], "phone:13800000001")
        alliance.bind(alliance.accounts["east-s2"], "phone:13800000002")
        alliance.bind(alliance.accounts["east-s2"], "email:s2@east.test")
    yield campus
    campus.close()


def account_by(campus, method):
    with campus.reading("alliance") as alliance:
        found = alliance.account_by(method)
        return (found.aid, found.name, found.methods) if found is not None else None


def signed_in(browser):
    return browser.app.get("/devices", status="*").status_int == 200


@pytest.mark.feature("ACC-01", "ACC-10")
@pytest.mark.parametrize("typed, kind, value", [("139 1111 2222", "phone", "13911112222"), ("New@Example.Test", "email", "new@example.test")])
def test_somebody_new_registers(people, typed, kind, value):
    browser = stranger(people)
    page = by_code(people, browser, "/register?next=/join/PHY234", typed, kind, value)
    assert "我已有账号" in page.text and "我是新用户" in page.text and account_by(people, f"{kind}:{value}") is None
    submit(browser, has="new", name="陈\u202e晨", new="12345678", again="12345678", status=422)
    submit(browser, has="new", name="陈晨", new=NEW, again=NEW, status=200)
    assert browser.last.request.path == "/join/PHY234" and signed_in(browser)
    assert account_by(people, f"{kind}:{value}")[1:] == ("陈晨", (f"{kind}:{value}",))
    other = stranger(people)
    other.post("/login", page="/login", name=typed, password=NEW, next="/devices")
    assert signed_in(other)


@pytest.mark.feature("ACC-02")
def test_a_known_number_logs_in_with_a_code(people):
    browser = stranger(people, "alliance.test")
    by_code(people, browser, "/login/code?next=/devices", "13800000001", "phone", "13800000001")
    assert browser.last.request.path == "/devices" and signed_in(browser)


def stays(account, browser):
    """Whether this browser's sign-in outlives it."""
    return account.devices[browser.app.cookies["mooctang"].split(".")[1]]["kept"]


@pytest.mark.feature("ACC-02")
@pytest.mark.parametrize("ticked", [True, False])
def test_a_code_keeps_somebody_signed_in_only_where_they_want_it(people, ticked):
    browser = stranger(people)
    people.app.registry.store.scratch.delete("code-last", codes._key("phone", "13800000001"))
    browser.get("/login/code?next=/devices")
    page = submit(browser, button="send", name="13800000001", status=200)
    form = next(form for form in page.forms.values() if "code" in form.fields)
    assert form["keep"].checked, "the same box as beside the password"
    form["keep"].checked = ticked
    form["code"] = "12"
    browser.last = form.submit("step", value="check", status=422)
    submit(browser, button="check", code=sent_to(people, "phone", "13800000001"))
    with people.reading("alliance") as alliance:
        assert stays(alliance.accounts["east-s1"], browser) is ticked


@pytest.mark.feature("ACC-01", "ACC-05")
@pytest.mark.parametrize("way, number", [("register", "13933330000"), ("forgot", "13800000001")])
def test_so_does_a_new_account_and_a_new_password(people, way, number):
    browser = stranger(people)
    people.app.registry.store.scratch.delete("code-last", codes._key("phone", number))
    browser.get("/register" if way == "register" else "/password/forgot")
    page = submit(browser, button="send", name=number, status=200)
    form = next(form for form in page.forms.values() if "code" in form.fields)
    form["keep"].checked, form["code"] = False, sent_to(people, "phone", number)
    browser.last = form.submit("step", value="check").maybe_follow()
    submit(browser, has="new", new=NEW, again=NEW, status=200, **({"name": "周周"} if way == "register" else {}))
    with people.reading("alliance") as alliance:
        assert stays(alliance.account_by(f"phone:{number}"), browser) is False


@pytest.mark.feature("ACC-10")
def test_whoever_registers_with_a_known_number_is_led_to_their_account(people):
    browser, before = stranger(people), account_by(people, "email:s2@east.test")
    page = by_code(people, browser, "/register?next=/devices", "s2@east.test", "email", "s2@east.test")
    assert "属于账号“<" not in page.text and "学生2" in page.text and "已经有账号" in page.text and not signed_in(browser)
    submit(browser, has="next", status=200)
    assert signed_in(browser) and account_by(people, "email:s2@east.test") == before


@pytest.mark.feature("ACC-10", "ACC-03")
def test_an_unknown_number_is_bound_to_the_account_one_has(people):
    browser = stranger(people)
    page = by_code(people, browser, "/login/code?next=/my", "13922223333", "phone", "13922223333")
    page = page.click("登录并绑定")
    browser.last = page
    form = page.forms[0]
    form["name"], form["password"] = "2026003", GOOD
    browser.last = form.submit().follow()
    assert browser.last.request.path == "/account/methods" and "139****3333" in browser.last.text
    submit(browser, button="bind", status=200)
    assert browser.last.request.path == "/my" and account_by(people, "phone:13922223333")[0] == "east-s3"


@pytest.mark.feature("ACC-05")
def test_a_forgotten_password_is_replaced_with_a_code_and_other_devices_go(people):
    desk, phone = stranger(people), stranger(people)
    desk.post("/login", page="/login", name="2026002", password=GOOD, next="/devices")
    page = by_code(people, phone, "/password/forgot?next=/devices", "138 0000 0002", "phone", "13800000002")
    assert "设置新密码" in page.text and not signed_in(phone)
    submit(phone, new=NEW, again="else", status=422)
    submit(phone, new=NEW, again=NEW, status=200)
    assert signed_in(phone) and not signed_in(desk)
    desk.post("/login", page="/login", name="2026002", password=GOOD, status=422)
    desk.post("/login", page="/login", name="2026002", password=NEW, next="/devices")
    assert signed_in(desk)


def test_nobody_learns_whether_a_number_has_an_account(people):
    told = []
    for number in ("13800000001", "13955556666"):
        browser = stranger(people)
        browser.get("/password/forgot")
        people.app.registry.store.scratch.delete("code-last", "x")
        answer = submit(browser, button="send", name=number)
        told.append((answer.status_int, answer.text.replace(number, "N").replace(f"{number[:3]}****{number[-4:]}", "M")))
    strip = [(status, text[text.index("<main"):text.index("</main>")].replace(browser_token(text), "")) for status, text in told]
    assert strip[0] == strip[1]


def browser_token(text):
    return text.partition('name="csrf-token" content="')[2].partition('"')[0]


def test_a_wrong_code_and_nonsense_say_what_to_do(people):
    browser = stranger(people)
    browser.get("/register")
    assert "请填手机号" in submit(browser, button="send", name="not a number", status=422).text
    submit(browser, button="send", name="13977778888", status=200)
    assert "验证码不对" in submit(browser, button="check", code="12", status=422).text
    assert "再试" in submit(browser, button="send", name="13977778888", status=429).text
    code = sent_to(people, "phone", "13977778888")
    other = stranger(people)
    other.post("/register", page="/register", step="check", name="13977778888", code=code)
    assert "我是新用户" in other.last.text, "the code is good wherever its owner types it"
    assert "请先" not in browser.get("/register/new") and browser.last.request.path == "/register"


@pytest.mark.feature("ACC-08")
def test_a_teacher_with_a_students_account_is_told_and_comes_back_with_the_right_one(people):
    browser = stranger(people)
    browser.post("/login", page="/login", name="teacher@east.test", password=GOOD, next="/my", keep="yes")
    assert "用错账号" not in browser.last.text
    browser.post("/logout", page="/login", next="/login")
    browser.post("/login", page="/login", name="2026004", password=GOOD, next="/my")
    page = browser.last.text
    assert "是不是用错账号了" in page and "t***@east.test" in page and "teacher@east.test" not in page
    refused = browser.app.get(f"{people.room}/gradebook", status=403)
    assert "现在登录的是“学生4”" in refused.text
    asked = browser.app.get("/login/other", headers={"Referer": f"http://east.test{people.room}/gradebook"}).follow()
    form = asked.forms[0]
    form["name"], form["password"] = "teacher@east.test", GOOD
    answer = form.submit()
    assert answer.location.endswith("/gradebook") and answer.follow().status_int == 200
    assert stranger(people).app.get("/login/other", headers={"Referer": "http://evil.test/x"}).location.endswith("next=%2Fmy")


@pytest.mark.feature("ACC-08", "ACC-10")
def test_a_namesake_is_asked_and_a_certified_student_is_not(people):
    browser = stranger(people)
    by_code(people, browser, "/register?next=/my", "13988880000", "phone", "13988880000")
    submit(browser, has="new", name="王老师", new=NEW, again=NEW, status=200)
    assert "同名的老师" in browser.last.text and "c***@east.test" not in browser.last.text
    assert "未认证" in browser.get("/join/PHY234") and "王老师" in browser.last.text
    assert "用错账号" not in people.browser("s3").get("/my")
