"""Who cannot get in any more: the school puts a new number on the same account, takes a lost factor away, and writes it down."""
import pytest

from mooctang_core.flows.operating import House, Mistake, operate
from mooctang_core.identity import totp
from mooctang_core.model.inbox import Inboxes

from .conftest import GOOD
from .walking import by_code, stranger, submit


@pytest.fixture(scope="module")
def people(tmp_path_factory, hashed):
    from mooctang_core.testing import Campus

    campus = Campus(tmp_path_factory.mktemp("campus"), students=4)
    with campus.writing("alliance") as alliance:
        for account in alliance.accounts.values():
            account.credential = hashed
        alliance.bind(alliance.accounts["east-s1"], "phone:13800000001")
        alliance.bind(alliance.accounts["east-s3"], "phone:13800000003")
        totp.set_up(alliance.accounts["east-s1"], campus.app.registry.secret, totp.new_key(), 0, campus.clock())
    yield campus
    campus.close()


def manager(campus):
    browser = stranger(campus)
    browser.post("/login", page="/login", name="manager@east.test", password=GOOD, next="/manage/access")
    return browser


@pytest.mark.feature("ACC-09", "ACC-11")
def test_a_lost_phone_is_replaced_on_the_same_account(people):
    browser, old = manager(people), people.browser("s1")
    assert old.app.get("/devices", status=200)
    page = browser.get("/manage/access?find=2026001")
    assert "138****0001" in page and "13800000001" not in page
    submit(browser, button="put", new="13900000009", again="13900000008", reason="x", status=422)
    submit(browser, button="put", new="13800000003", again="13800000003", reason="lost", status=422)
    assert "绑在另一个账号上" in browser.last.text
    submit(browser, button="put", new="139 0000 0009", again="13900000009", reason="手机丢失，本人带学生证", status=200)
    with people.reading("alliance") as alliance:
        account = alliance.accounts["east-s1"]
        assert account.methods == ("user:100012026001", "phone:13900000009") and "phone:13800000001" not in alliance.methods
        assert account.certifications["east"] == "100012026001"
    assert old.app.get("/devices", status="*").status_int == 303, "whoever found the phone is out"
    with people.reading() as school:
        assert "139****0009" in str(Inboxes(school).letters("east-s1")[0][1].notice)
    log = people.browser("manager").get("/manage/log")
    assert "139****0009" in log and "13900000009" not in log and "手机丢失" in log
    # The authenticator was on that phone, too.
    browser.get("/manage/access?find=2026001")
    submit(browser, button="unlock", reason="换了手机", status=200)
    phone = stranger(people)
    by_code(people, phone, "/login/code?next=/devices", "13900000009", "phone", "13900000009")
    assert "这台设备" in phone.last.text


@pytest.mark.feature("ACC-11", "ALL-06")
@pytest.mark.parametrize("typed", ["operator@east.test", "teacher@west.test", "nobody@east.test"])
def test_nobody_of_another_place_is_found(people, typed):
    browser = manager(people)
    assert "这所学校没有这个人" in browser.get(f"/manage/access?find={typed}")
    browser.post("/manage/access", page="/login", status=422, step="put", find=typed, new="13911110000", again="13911110000", reason="x")
    with people.reading("alliance") as alliance:
        assert "phone:13911110000" not in alliance.methods


@pytest.mark.feature("ACC-11")
def test_an_account_of_two_schools_is_not_one_schools_to_change(people):
    with people.writing() as _east, people.writing("alliance") as alliance:
        alliance.operators.add("east-s4")
    browser = manager(people)
    assert "也属于别的学校或联盟" in browser.get("/manage/access?find=2026004")
    browser.post("/manage/access", page="/login", status=422, step="put", find="2026004", new="13911110000", again="13911110000", reason="x")


@pytest.mark.feature("ACC-09")
def test_whoever_demands_a_second_factor_has_one(people):
    browser = manager(people)
    submit(browser, button="demand", status=422)
    with people.writing("alliance") as alliance:
        account = alliance.accounts["east-manager"]
        totp.set_up(account, people.app.registry.secret, totp.new_key(), 0, people.clock())
        for device in account.devices:
            totp.prove(account, device, people.clock())
    submit(browser, button="demand", status=200)
    with people.reading() as school:
        assert school.second_factor
    submit(browser, button="free", status=200)


@pytest.mark.feature("ACC-11")
def test_the_operator_does_the_same_from_the_command_line(people):
    house = House(people.store, people.host, people.clock)
    with people.writing("alliance") as alliance:
        totp.set_up(alliance.accounts["east-colleague"], people.app.registry.secret, totp.new_key(), 0, people.clock())
    operate(house, "account_reach", login="100012026002", new="s2@east.test")
    for words in ({"login": "2026002", "new": "13900000008"}, {"login": "100012026002", "new": "13800000003"}, {"login": "100012026002", "new": "mars"}):
        with pytest.raises(Mistake):
            operate(house, "account_reach", **words)
    with pytest.raises(Mistake):
        operate(house, "account_second_factor", login="100012026002")
    operate(house, "account_second_factor", login="colleague@east.test")
    with people.reading("alliance") as alliance:
        assert "email:s2@east.test" in alliance.accounts["east-s2"].methods and alliance.accounts["east-colleague"].second is None
