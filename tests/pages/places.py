"""Every page with who may open it: the list that the tests of the pages walk through."""

from tests.pages.stage import ROOM

ALL = (None, "s1", "teacher", "manager", "outsider")


def pages(urls):
    """(name, who, url) of every page that there is."""
    return [
        ("portal", None, "/"), ("portal, signed in", "s1", "/"), ("my", "s1", "/my"), ("my, teacher", "teacher", "/my"), ("my, nobody's", "outsider", "/my"),
        ("messages", "s1", "/messages"), ("message settings", "teacher", "/messages/settings"), ("outbox", "manager", "/manage/outbox"), ("account", "s1", "/account"), ("account, manager", "manager", "/account"),
        ("profile", "s1", "/account/profile"), ("methods", "s1", "/account/methods"), ("second factor", "manager", "/account/second"),
        ("access", "manager", "/manage/access"), ("privacy", "s1", "/account/privacy"), ("confirm", "s1", "/account/confirm"), ("gone", None, "/account/gone"), ("login", None, "/login"),
        ("login by code", None, "/login/code"), ("register", None, "/register"), ("forgotten password", None, "/password/forgot"),
        ("certify", "outsider", "/certify"), ("certify, certified", "s1", "/certify"), ("certifications", "manager", "/manage/certifications"),
        ("codes", "manager", "/manage/codes"), ("verify", "outsider", "/verify"), ("verifications", "manager", "/manage/verifications"), ("codes of a class", "manager", "/manage/codes?cohort=%E4%B8%80%E7%8F%AD"),
        ("join", None, "/join/"), ("join, signed out", None, "/join/PHY234"), ("join, uncertified", "outsider", "/join/PHY234"),
        ("join, other school", "s1", "/join/?code=WES234"), ("class", "s1", ROOM), ("class, nothing done", "s6", ROOM), ("console", "teacher", ROOM),
        ("end", "teacher", ROOM + "end"), ("code", "teacher", ROOM + "code"), ("history", "teacher", ROOM + "history"),
        ("history, student", "s1", ROOM + "history"), ("session", "teacher", ROOM + "sessions/1/"), ("session, student", "s1", ROOM + "sessions/2/"),
        ("activity, done", "s1", urls["hello"]), ("activity, open", "s2", urls["ask"]), ("activity, teacher", "teacher", urls["ask"]),
        ("draft", "teacher", urls["draft"]), ("table", "teacher", urls["ask"] + "table?name=records"), ("new", "teacher", ROOM + "add?kind=playask"),
        ("edit", "teacher", urls["draft"] + "edit"), ("gradebook", "teacher", ROOM + "gradebook"), ("roster", "teacher", ROOM + "roster"),
        ("settings", "teacher", ROOM + "settings"), ("settings, adding", "teacher", ROOM + "settings?q=100012026001"), ("settings, manager", "manager", ROOM + "settings"),
        ("new classroom", "teacher", "/new-classroom"), ("new classroom, not yet", "s1", "/new-classroom"), ("linkable terms", "teacher", "/linkable-terms"),
        ("member", "teacher", ROOM + "member?person=east-s1"), ("leave", "s1", ROOM + "leave"), ("remove", "teacher", ROOM + "remove?person=east-s1"),
        ("write", "teacher", ROOM + "write"), ("joined", "s1", ROOM + "?said=again"), ("my, a term", "teacher", "/my?term=2026+%E7%A7%8B"),
        ("reports", "teacher", ROOM + "reports"), ("why", "teacher", ROOM + "why?person=east-s1&of=1/1"), ("results", "s1", ROOM + "results"),
        ("prepare", "teacher", ROOM + "prepare"), ("library", "teacher", ROOM + "library"), ("pick", "teacher", ROOM + "pick?day=2026-09-14"),
        ("reuse", "teacher", ROOM + "reuse"), ("preview", "teacher", urls["draft"] + "preview"),
        ("administration", "manager", "/manage"), ("teaching side", "teacher", "/teach"), ("teaching side, empty", "manager", "/teach"),
        *((f"administration, {word}", "manager", f"/manage/{path}") for word, path in (
            ("students", "students"), ("teachers", "teachers"), ("new", "people/new"), ("person", "person?number=100012026001"), ("imports", "import"), ("classes", "classes"),
            ("class", "class?name=%E4%B8%80%E7%8F%AD"), ("changes", "changes"), ("administrators", "managers"))), ("record", "s1", "/record"),
        ("plugins", "manager", "/manage/plugins"), ("offline", None, "/offline"),
    ]


NAMES = [name for name, _who, _url in pages(dict.fromkeys(("hello", "ask", "draft"), ""))]
