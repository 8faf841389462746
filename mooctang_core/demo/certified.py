"""Who waits for the school in the demo: a teacher to be verified, a student without a code, and two accounts that want one number."""

from datetime import timedelta
from io import BytesIO

from ..flows import certifying, verifying
from ..model.base import find
from ..model.people import RosterEntry
from ..store import files
from . import people as folk

APPLICANT, NEWCOMER, TWICE = "zhouqing", "linxiaoyu", "xin"
NAMES = {APPLICANT: "周清", NEWCOMER: "林小雨", TWICE: "小新"}
CARD = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 360 220]/Contents 4 0 R/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n"
    b"4 0 obj<</Length 72>>stream\nBT /F 22 Tf 40 130 Td (STAFF CARD) Tj 0 -36 Td (T2026018  Zhou Qing) Tj ET\nendstream endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n")


def visitors(plan, rng):
    """People who registered by themselves: they log in, and the school does not know them yet."""
    return [folk.Person(plan.slug, "visitor", f"{word}@{plan.slug}.example", folk.password(), name, folk.aid(rng)) for word, name in NAMES.items()]


def wait_for_the_school(root, host, plan, people, taken, path, now):
    """What each of them asked for; `taken` is a student whose number somebody else claims, `path` the class that the newcomer sits in."""
    school, accounts = root["schools"][plan.slug], root["alliance"].accounts
    who = {person.login.partition("@")[0]: accounts[person.aid] for person in people}
    number = f"{plan.unit}{now.year}99001"
    school["people"][number] = RosterEntry(number, NAMES[NEWCOMER], plan.cohorts[0])
    school["cohorts"][plan.cohorts[0]].join(number, now)
    room = find(school, path)
    room.set_member(who[NEWCOMER].aid, name=NAMES[NEWCOMER], number=number, certified=False, spans=((now - timedelta(days=1), None),))
    school.remember_place(who[NEWCOMER].aid, path)
    certifying.say(school, who[NEWCOMER], number, NAMES[NEWCOMER], now - timedelta(days=1))
    certifying.say(school, who[TWICE], taken.number, taken.name, now - timedelta(hours=5))
    certifying.claim(school, who[TWICE], taken.number, now - timedelta(hours=5))
    card = {"hash": files.keep(school, BytesIO(CARD)), "name": "工作证.pdf", "type": "application/pdf", "size": len(CARD)}
    verifying.apply(school, host, who[APPLICANT], NAMES[APPLICANT], "T2026018", "物理学院", card, now - timedelta(hours=3))
