"""A whole school leaves one installation and lives on in another: data, files, theme, plugins, and people who log in as before."""

import pytest
from ZODB.blob import Blob

from mooctang_core.flows.operating import House, operate
from mooctang_core.flows.renaming import Names
from mooctang_core.flows.suitcases import pack
from mooctang_core.identity import passwords
from mooctang_core.model.base import find
from mooctang_core.testing import Campus
from mooctang_core.testing.browser import Browser
from mooctang_core.testing.campus import ROOM

HOST = "east.there.test"


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    """(here, there, what the import said): east was packed here, where s1 has a password and s2 an answer, and unpacked there as `guest`."""
    folder = tmp_path_factory.mktemp("two")
    theme = folder / "themes" / "plum"
    (theme / "mooctang_core").mkdir(parents=True)
    (theme / "theme.cfg").write_text("[theme]\ntitle = Plum\n")
    (theme / "mooctang_core" / "crest.pt").write_text("<b>PLUM CREST</b>")
    here = Campus(folder / "here", settings={"themes": str(folder / "themes")})
    prepare(here)
    there = Campus(folder / "there")
    with there.writing("alliance") as alliance:
        # s2 and the teacher have accounts there already; somebody else has the phone number that s3 used.
        alliance.bind(alliance.accounts["west-s2"], "phone:13800000002")
        alliance.bind(alliance.accounts["west-teacher"], "email:lin@example.org")
        for method in [method for method in alliance.methods if method.startswith("user:10001")]:
            del alliance.methods[method]
        for aid in [aid for aid in alliance.accounts if aid.startswith("east-")]:
            del alliance.accounts[aid]
    done = pack(here.settings, "east", folder / "east.tar", here.app.registry.themes.chain)
    house = House(there.store, there.host, there.clock, there.app.registry.publish)
    said = operate(house, "school_take_in", path=str(folder / "east.tar"), slug="guest")
    with there.writing("alliance") as alliance:
        alliance.hosts[HOST] = "guest"
    assert done["files"] == 1
    yield here, there, said
    here.close()
    there.close()


def prepare(here):
    checkin = here.open(here.host.kinds["checkin"][1], title="CHECK")
    here.post("s2", checkin, "submit")
    here.post("s1", ROOM, "/space-say", text="Hello s2", to=here.aid("s2"))
    with here.writing("alliance") as alliance:
        alliance.bind(alliance.accounts["east-s2"], "phone:13800000002")
        alliance.bind(alliance.accounts["east-teacher"], "email:lin@example.org")
        passwords.set_password(alliance.accounts["east-s1"], passwords.hash("correct horse"))
    with here.writing() as school:
        school.theme = "plum"
        school.enabled_plugins.add("vanished")
        school["people"]["100012026001"].details = {"id_sealed": "x", "code": "y", "note": "z"}
        school["files"]["f" * 64] = blob = Blob()
        with blob.open("w") as handle:
            handle.write(b"a file of east")


@pytest.mark.feature("ALL-07", "BEY-30")
def test_what_became_of_everything_is_said(two):
    _here, _there, said = two
    assert said["school"] == "guest" and said["files"] == 1 and said["missing"] == [("vanished", "")] and said["locked"] and said["theme"] == ["plum"]
    assert said["accounts"]["linked"] == 2 and said["accounts"]["made"] == 4 and said["renewed"] == 1


@pytest.mark.feature("ALL-07", "BEY-30")
def test_who_had_a_password_logs_in_with_it_in_the_other_installation(two):
    _here, there, _said = two
    visitor = Browser(there.app, HOST)
    assert "PLUM CREST" in visitor.get("/"), "the theme came along, without a restart"
    visitor.post("/login", page="/login", name="2026001", password="correct horse")
    assert "大学物理" in visitor.get("/my") and "物理一班" in visitor.last.text
    with there.reading("guest") as school:
        assert dict(school["people"]["100012026001"].details) == {"note": "z"}
        with next(iter(school["files"].values())).open("r") as handle:
            assert handle.read() == b"a file of east"


@pytest.mark.feature("ALL-07", "BEY-30")
def test_who_has_an_account_there_finds_their_records_under_it(two):
    from mooctang_core.testing import ground

    _here, there, _said = two
    with there.reading("guest") as school:
        room = find(school, ROOM)
        assert "west-s2" in room.members and "east-s2" not in room.members and "west-teacher" in room.teachers
        assert room.code != "PHY234" and school._p_jar.root()["alliance"].codes[room.code] == ("guest", ROOM)
        assert school["people"]["100012026002"].aid == "west-s2"
        session = room["sessions"].in_order()[-1]
        assert session["1"].records["west-s2"].status == "present"
    cookie = ground.sign_in(there.store, "west-teacher", HOST, there.clock())
    assert "CHECK" in Browser(there.app, HOST, cookie).get(f"{ROOM}/history") and "学生2" in Browser(there.app, HOST, cookie).get(f"{ROOM}/roster")
    # Being linked gave nobody another way in.
    with there.reading("alliance") as alliance:
        assert "user:100012026002" not in alliance.methods and alliance.accounts["west-s2"].number_at("guest") == "100012026002"


def test_ids_are_renamed_wherever_they_stand_by_themselves():
    names = Names({"a1": "b9", "c3": "a0"})
    assert names({"a1": ("x a1", ["a11", {"k": "c3|d4"}], {"a1"})}) == {"b9": ("x b9", ["a11", {"k": "a0|d4"}], {"b9"})}
    held = {"a": (1, "b")}
    assert names(held) is held and names("a1|c3") == "a0|b9"


@pytest.mark.feature("ALL-07")
def test_in_the_browser_a_school_is_packed_looked_into_and_unpacked(campus, operator):
    page = "/operate/suitcases"
    campus.app.registry.beside = lambda work: work()
    assert "装好了" in operator.post(page, page="/operate", step="pack", slug="east")
    held = operator.app.get("/operate/suitcases/east.tar").body
    assert "等你确认" in operator.post(page, page="/operate", step="look", files=[("suitcase", "east.tar", held)])
    assert "本来就在的 6 个" in operator.last.text
    token = operator.last.html.find("input", {"name": "box"})["value"]
    assert "已经有人用了" in operator.post(page, page="/operate", status=422, step="unpack", box=token, slug="east")
    assert "搬好了" in operator.post(page, page="/operate", step="unpack", box=token, slug="twin")
    assert "东湖大学" in Browser(campus.app, "twin.alliance.test").get("/")
    operator.post(page, page="/operate", step="drop", box=token)
    operator.post(page, page="/operate", step="throw", slug="east")
    assert operator.app.get("/operate/suitcases/east.tar", status="*").status_int == 404
    assert "不是本系统导出的" in operator.post(page, page="/operate", status=422, step="look", files=[("suitcase", "x.tar", b"no tar")])
