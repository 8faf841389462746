"""The profile and one's own data: what one sets, takes away, and has deleted with thirty days to think again."""
import io
import json
import struct
import zipfile
import zlib
from datetime import timedelta

import pytest

from mooctang_core.activity import Refused
from mooctang_core.identity.portraits import portrait
from mooctang_core.model.base import find
from mooctang_core.testing.campus import ROOM

from .conftest import GOOD
from .walking import sent_to, stranger, submit


def part(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


PNG = (b"\x89PNG\r\n\x1a\n" + part(b"IHDR", struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0)) + part(b"tEXt", b"GPS\0 30.5 N 114.3 E")
       + part(b"IDAT", zlib.compress(b"\0" + b"\xff" * 6 + b"\0" + b"\x10" * 6)) + part(b"IEND", b""))
EXIF = b"Exif\0\0II*\0" + struct.pack("<IHHHIHHI", 8, 1, 0x0112, 3, 1, 6, 0, 0) + b"GPS 30.5 N"
JPEG = (b"\xff\xd8\xff\xe0\x00\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xe1" + struct.pack(">H", len(EXIF) + 2) + EXIF
        + b"\xff\xc0\x00\x11\x08\x00\x02\x00\x02\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01\xff\xda\x00\x02IMAGE\xff\xd9")


def test_a_portrait_does_not_tell_where_it_was_taken():
    assert b"GPS" in PNG and b"GPS" not in portrait(PNG).data
    bare = portrait(JPEG).data
    assert b"GPS" not in bare and bare.endswith(b"IMAGE\xff\xd9") and b"\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06" in bare, "still the right way up"


@pytest.mark.parametrize("data", [b"", b"GIF89a\x01\0\x01\0", b"<svg onload=alert(1)>", b"\xff\xd8\xff\xe1", PNG[:20], b"x" * (3 << 20)])
def test_anything_else_is_no_portrait(data):
    with pytest.raises(Refused):
        portrait(data)


@pytest.fixture(scope="module")
def people(tmp_path_factory, hashed):
    from mooctang_core.testing import Campus

    campus = Campus(tmp_path_factory.mktemp("campus"), students=3)
    with campus.writing("alliance") as alliance:
        for account in alliance.accounts.values():
            account.credential = hashed
        alliance.bind(alliance.accounts["east-s2"], "phone:13800000002")
    yield campus
    campus.close()


def entered(campus, name, path="/account"):
    browser = stranger(campus)
    browser.post("/login", page="/login", name=name, password=GOOD, next=path)
    return browser


@pytest.mark.feature("ACC-06")
def test_a_profile_is_filled_in(people):
    browser = entered(people, "2026001", "/account/profile")
    submit(browser, has="timezone", name="学生一\u202e", locale="en", timezone="Europe/Berlin", status=200)
    assert "Saved" in browser.last.text
    browser.post("/account/profile", page="/account", step="picture", files=[("picture", "me.png", PNG)])
    address = browser.last.html.find("img", {"width": "40"})["src"]
    shown = browser.app.get(address)
    assert shown.content_type == "image/png" and b"GPS" not in shown.body and "sandbox" in shown.headers["Content-Security-Policy"]
    assert stranger(people).app.get(address[:-3] + "000", status=404)
    browser.post("/account/profile", page="/account", step="picture", files=[("picture", "me.svg", b"<svg/>")], status=422)
    with people.reading("alliance") as alliance:
        account = alliance.accounts["east-s1"]
        assert (account.name, account.locale, account.timezone) == ("学生一", "en", "Europe/Berlin")
    submit(browser, button="no-picture", status=200)
    assert browser.app.get(address, status=404)


@pytest.mark.feature("ACC-06")
def test_times_are_mine_on_my_pages_and_the_schools_in_class(people):
    people.at("23:30")
    with people.writing("alliance") as alliance:
        alliance.accounts["east-s3"].timezone = "Europe/Berlin"
    browser = entered(people, "2026003", "/devices")
    assert "17:30" in browser.last.text
    assert "10:00" in people.browser("s3").get(ROOM + "/sessions/1/")
    people.at("10:00")


@pytest.mark.feature("ACC-06")
def test_reminders_go_where_one_can_read_them(people):
    browser = entered(people, "2026001", "/account/profile")
    submit(browser, button="send", email="me@home.test", status=200)
    submit(browser, button="check", code="1", status=422)
    submit(browser, button="check", code=sent_to(people, "email", "me@home.test"), status=200)
    with people.reading("alliance") as alliance:
        assert alliance.accounts["east-s1"].reached_by()[0] == "email:me@home.test" and "email:me@home.test" not in alliance.methods


@pytest.mark.feature("ACC-06")
def test_everything_held_about_me_is_one_file(people):
    url = people.open(people.host.kinds["checkin"][1])
    people.post("s2", url, "submit")
    browser = entered(people, "2026002", "/account/privacy")
    packed = zipfile.ZipFile(io.BytesIO(browser.last.click("下载我的全部数据").body))
    account, school = (json.loads(packed.read(name)) for name in ("account.json", "east/school.json"))
    assert account["login methods"] == ["user:100012026002", "phone:13800000002"] and school["number"] == "100012026002"
    assert [record["status"] for record in school["classrooms"][0]["records"]] == ["present"]
    said = "".join(packed.read(name).decode() for name in packed.namelist())
    assert "argon2" not in said and "学生3" not in said and "digest" not in said and not any(name.startswith("west") for name in packed.namelist())
    assert "请确认是你本人" in people.browser("s2").get("/account/privacy/data.zip"), "a login from long ago shows first who it is"


@pytest.mark.feature("ACC-06", "ACC-11")
def test_an_account_is_deleted_and_can_be_had_back_for_thirty_days(people):
    url = people.open(people.host.kinds["checkin"][1])
    people.post("s2", url, "submit")
    browser = entered(people, "2026002", "/account/privacy")
    assert "请先解除认证" in browser.last.text
    browser.post("/account/privacy", page="/account", typed="注销账号", status=422)
    with people.writing() as school, people.writing("alliance") as alliance:
        school["people"]["100012026002"].aid = None
        del alliance.accounts["east-s2"].certifications["east"]
    browser.get("/account/privacy")
    submit(browser, typed="delete", status=422)
    submit(browser, typed="注销账号", status=200)
    assert "30 天内" in browser.last.text and browser.app.get("/devices", status="*").status_int == 303
    people.run_jobs()
    back = entered(people, "13800000002", "/devices")
    assert "正在注销" in back.last.text and back.app.get("/devices", status="*").status_int == 303
    submit(back, has="word", status=200)
    assert "这台设备" in back.last.text
    back.get("/account/privacy")
    submit(back, typed="注销账号", status=200)
    nothing_is_left_but_the_marks(people)


def nothing_is_left_but_the_marks(people):
    people.clock.forward(days=31)
    people.run_jobs()
    people.run_jobs()
    with people.reading("alliance") as alliance:
        account = alliance.accounts["east-s2"]
        assert account.methods == () and "phone:13800000002" not in alliance.methods and account.name.startswith("已注销") and account.disabled
        assert not alliance.leaving
    with people.reading() as school:
        room = find(school, ROOM)
        member = room.member("east-s2")
        assert member.name.startswith("已注销") and (member.number, member.active) == ("", False)
        nodes = [node for node in room["sessions"]["1"].values() if node.kind == "checkin"]
        assert nodes[0].records["east-s2"].status == "present", "what teachers need for marks"
    assert "学生2" not in people.browser("teacher").get(ROOM + "/gradebook")
    people.browser(None).post("/login", page="/login", name="13800000002", password=GOOD, status=422)
    people.clock.forward(days=timedelta(days=-31).days)
