"""Who may do what: a row for every view of the application. A new view without a row fails the build.

A row says the permission, an address where the view needs one, and what those who may get. Views without a permission say in
words what keeps strangers from what is not theirs; `anybody` and `signed_in` are what they answer.
"""

from typing import NamedTuple

from mooctang_core.permissions import MANAGE, OPERATE, PARTICIPATE, TEACH, VIEW

OPEN = "__no_permission_required__"
STAFF = ("teacher", "colleague", "assistant", "lead")
STRANGERS = (None, "s9", "gone", "chemist", "operator", "outsider", "west:s1", "west:teacher", "west:manager")
ROLES = ("s1", *STAFF, "manager", *STRANGERS)
"""All on the host of the school east; those of west have come over with an account of their own."""
ROOM_TEACHERS = ("teacher", "colleague", "lead")
"""Who sets up the classroom r7: its teachers and whoever is responsible for the course; assistants do not."""
HOLD = {VIEW: ("s1", *STAFF, "manager"), PARTICIPATE: ("s1",), TEACH: STAFF, MANAGE: ("manager",), OPERATE: ("operator",)}
"""Who holds which permission at the classroom r7 and below it (manage: at the school; operate: at the alliance)."""


class Row(NamedTuple):
    permission: str
    more: str = ""
    """What belongs to the address after the view's name."""
    ok: tuple = (200,)
    why: str = ""
    also: tuple = ()
    """Who gets another view of the same name."""
    less: tuple = ()
    """Who holds the permission at the classroom, but not where this view stands."""


def held(permission, more="", ok=(200,)):
    return Row(permission, more, ok)


def anybody(why, more="", ok=(200,)):
    return Row(OPEN, more, ok, why)


def team(ok=(200,)):
    """A course's own pages: for its team, and for those who run the school."""
    return held(VIEW, ok=ok)._replace(less=("s1", "colleague", "assistant"))


POST = (400,)
"""Whoever may is turned away for the token that was left out; whoever may not is turned away before, with a good one."""

ROWS = {
    # places ------------------------------------------------------------------------------------------------------------
    "Classroom GET": held(VIEW), "Classroom/live GET": held(VIEW), "Classroom/code GET": held(VIEW), "Classroom/history GET": held(VIEW),
    "Classroom/end GET": held(TEACH), "Classroom/add GET": held(TEACH, "?kind=checkin", (303,)), "Classroom/gradebook GET": held(TEACH),
    "Classroom/gradebook.csv GET": held(TEACH), "Classroom/gradebook.xlsx GET": held(TEACH), "Classroom/roster GET": held(TEACH),
    "Classroom/member GET": held(TEACH, "?person=east-s1"), "Classroom/care POST": held(TEACH, ok=POST), "Classroom/roster.csv GET": held(TEACH), "Classroom/roster.xlsx GET": held(TEACH), "Classroom/reports GET": held(TEACH),
    "Classroom/report GET": held(TEACH, "?name=checkin.checkin"), "Classroom/report.csv GET": held(TEACH, "?name=checkin.checkin"),
    "Classroom/report.xlsx GET": held(TEACH, "?name=checkin.checkin"),
    "Classroom/why GET": held(TEACH, "?person=east-s1&of=total"), "Classroom/diary GET": held(PARTICIPATE), "Classroom/results GET": held(VIEW, "?person=east-s1", (200, 404)),
    "Classroom/online GET": held(TEACH), "Classroom/online.csv GET": held(TEACH), "Classroom/online.xlsx GET": held(TEACH),
    **{f"Classroom/{name} POST": held(TEACH, ok=POST)
       for name in ("rules", "add-column", "remove-column", "fill-column", "grade", "undo-grading", "warn")},
    "Classroom/start POST": held(TEACH, ok=POST), "Classroom/end POST": held(TEACH, ok=POST), "Classroom/add POST": held(TEACH, ok=POST),
    "Classroom/shown POST": held(TEACH, ok=POST), "Classroom/simulate POST": held(TEACH, ok=POST),
    "Classroom/unsimulate POST": held(VIEW, ok=POST),
    "Sessions GET": held(VIEW), "Session GET": held(VIEW), "Session/add GET": held(TEACH, "?kind=checkin"), "Session/add POST": held(TEACH, ok=POST),
    "Session/catch-up GET": held(VIEW), "Session/catch-up-opened POST": held(PARTICIPATE, ok=POST), "Classroom/unstart POST": held(TEACH, ok=POST),
    "Activity/unpublish POST": held(TEACH, ok=POST),
    # making and keeping a classroom -----------------------------------------------------------------------------------------
    "School/new-classroom GET": anybody("a form for one's own classrooms", ok=(200, 303)), "School/new-classroom POST": anybody("one's own courses, else independent", ok=POST),
    "School/linkable-terms GET": anybody("one's own courses and those of the school, for its teachers", ok=(200, 303, 422)),
    "Classroom/settings GET": held(MANAGE)._replace(also=ROOM_TEACHERS),
    **{f"Classroom/{name} POST": held(MANAGE, ok=POST)._replace(also=ROOM_TEACHERS)
       for name in ("settings", "renew-code", "appoint", "dismiss", "delete", "archive", "unarchive")},
    "Classroom/leave GET": held(PARTICIPATE), "Classroom/leave POST": held(PARTICIPATE, ok=POST),
    "Classroom/remove GET": held(TEACH, "?person=east-s1"), "Classroom/write GET": held(TEACH, "?person=east-s1"),
    **{f"Classroom/{name} POST": held(TEACH, ok=POST) for name in ("remove", "put-back", "let-in", "write")},
    # preparing -----------------------------------------------------------------------------------------------------------
    "Classroom/prepare GET": held(TEACH), "Classroom/library GET": held(TEACH), "Classroom/pick GET": held(TEACH), "Classroom/reuse GET": held(TEACH),
    "Classroom/peek GET": held(TEACH, "?item=1"), "Library/peek GET": held(TEACH, "?item=1"), "Plan GET": held(TEACH, ok=(303,)),
    "Classroom/peek-file GET": held(TEACH, f"/1/{'0' * 64}/x", (404,)), "Library/peek-file GET": held(TEACH, f"/1/{'0' * 64}/x", (404,)), "Library GET": held(TEACH), "Activity/preview GET": held(TEACH),
    **{f"Classroom/{name} POST": held(TEACH, ok=POST) for name in ("prepare-add", "prepare-last", "undo-copy", "pick", "reuse")},
    **{f"Plan/{name} POST": held(TEACH, ok=POST) for name in ("order", "length", "restore", "copy")},
    **{f"Library/{name} POST": held(TEACH, ok=POST) for name in ("make", "restore", "take")},
    **{f"Activity/{name} POST": held(TEACH, ok=POST) for name in ("keep", "bring", "to-library", "duplicate", "share")},
    # every activity ----------------------------------------------------------------------------------------------------
    "Assignment/mark GET": held(TEACH), "Assignment/mark POST": held(TEACH, ok=POST), "Assignment/round POST": held(TEACH, ok=POST),
    "Assignment/files.zip GET": held(TEACH), "Assignment/review GET": held(PARTICIPATE, ok=(404,)), "Assignment/review POST": held(PARTICIPATE, ok=POST),
    "Tasks GET": held(VIEW), "Tasks/add GET": held(TEACH, "?kind=assignment"), "Tasks/add POST": held(TEACH, "?kind=assignment", POST),
    **{f"Tasks/overview{ending} GET": held(TEACH) for ending in ("", ".csv", ".xlsx")},
    **{f"Activity/{name} GET": held(TEACH, ok=(404,)) for name in ("progress", "due")},
    **{f"Activity/{name} POST": held(TEACH, ok=POST) for name in ("remind", "allow", "due")},
    "School/tasks GET": anybody("one's own tasks", ok=(200, 303)),
    "Activity/import GET": held(TEACH, ok=(404, 422)), "Activity/import POST": held(TEACH, ok=POST), "Activity/import-template.xlsx GET": held(TEACH, ok=(200, 404)),
    "Activity/file GET": held(VIEW, "/" + "0" * 64, (404,)),
    "Activity GET": held(VIEW), "Activity/live GET": held(VIEW), "Activity/submit POST": held(PARTICIPATE, ok=POST), "Activity/draft POST": held(PARTICIPATE, ok=POST),
    "Activity/edit GET": held(TEACH, ok=(422,)), "Activity/table GET": held(TEACH), "Activity/table.csv GET": held(TEACH),
    "Activity/tables.xlsx GET": held(TEACH),
    **{f"Activity/{name} POST": held(TEACH, ok=POST)
       for name in ("edit", "publish", "close", "reopen", "extend", "correct", "remove", "shown", "release", "unrelease", "hand", "count")},
    "Activity/wall-file GET": anybody("a signature that only a wall's picture carries", f"/{'0' * 32}/{'0' * 64}/x", (303, 404)),
    # a school ----------------------------------------------------------------------------------------------------------
    # the administration of people: nobody but the school's managers; and a student's own entry
    **{f"@manage_{name} GET": held(MANAGE) for name in ("students", "teachers", "new", "managers", "imports", "import_template", "classes", "changes")},
    "@manage_person GET": held(MANAGE, "?number=100012026001"), "@manage_class GET": held(MANAGE, "?name=%E4%B8%80%E7%8F%AD"),
    "@manage_import GET": held(MANAGE, ok=(404,)), "@manage_import_result GET": held(MANAGE, ok=(404,)),
    **{f"@manage_{name} POST": held(MANAGE, ok=POST) for name in ("new", "person", "passwords", "managers", "imports", "import", "import_back", "classes", "class", "enrol", "changes")},
    "School/record GET": anybody("one's own entry", ok=(200, 303, 404)), "School/record POST": anybody("one's own entry", ok=POST),
    "@manage_home GET": held(MANAGE), "School/teach GET": anybody("one's own classrooms", ok=(200, 303)),
    "@manage_access GET": held(MANAGE), "@manage_access POST": held(MANAGE, ok=POST),
    "@manage_plugins GET": held(MANAGE), "@manage_plugins POST": held(MANAGE, ok=POST), "@export_plugin GET": held(MANAGE, "?plugin=checkin"),
    **{f"@manage_{page} {method}": held(MANAGE, ok=POST if method == "POST" else (200,)) for page in ("courses", "course") for method in ("GET", "POST")},
    "@manage_licence GET": held(MANAGE, ok=(404,)), "@manage_licence POST": held(MANAGE, ok=POST), "@manage_recommendations GET": held(MANAGE),
    "Course/details GET": team(), "Course/details POST": team(POST), "Course/review POST": team(POST),
    "@manage_log GET": held(MANAGE), "@manage_log_file GET": held(MANAGE),
    "School GET": anybody("what a school says of itself, and one's own"),
    "School/messages POST": anybody("one's own notices", ok=POST),
    "@message_settings GET": anybody("one's own wishes", ok=(200, 303)), "@message_settings POST": anybody("one's own wishes", ok=POST),
    "@mail_stop GET": anybody("a word that we signed", ok=(404,)), "@mail_stop POST": anybody("a word that we signed", ok=(404,)),
    "@push GET": anybody("one's own browsers", ok=(200, 303)), "@push POST": anybody("one's own browsers", ok=POST),
    "@webhook GET": held(MANAGE), "@webhook POST": held(MANAGE, ok=POST),
    "@manage_outbox GET": held(MANAGE), "@manage_outbox POST": held(MANAGE, ok=POST),
    "School/my GET": anybody("one's own classrooms", ok=(200, 303)), "School/messages GET": anybody("from one's own classrooms", ok=(200, 303)),
    "School/account GET": anybody("oneself", ok=(200, 303)), "Alliance/account GET": anybody("oneself", ok=(200, 303)),
    "School/join GET": anybody("a code opens its own classroom's name, and guesses are counted", "/PHY234", (200, 303)),
    "School/join POST": anybody("the same; membership is for whoever signed in", ok=POST),
    "School/certify GET": anybody("oneself", ok=(200, 303)), "School/certify POST": anybody("tries are counted", ok=POST),
    "Alliance/certify GET": anybody("the member schools"), "Alliance/verify GET": anybody("the member schools"), "@manage_proof GET": held(MANAGE, "?person=east-s1", (404,)),
    "School/verify GET": anybody("oneself", ok=(200, 303)), "School/verify POST": anybody("one's own application", ok=POST), "Classroom/introduce POST": held(PARTICIPATE, ok=POST),
    **{f"@manage_{page} {method}": held(MANAGE, ok=POST if method == "POST" else (200,)) for page in ("certifications", "codes", "verifications") for method in ("GET", "POST")},
    "Alliance GET": anybody("the member schools"), "Alliance/join GET": anybody("leads to the code's school", "/PHY234"),
    # the operator's, on the alliance's host ----------------------------------------------------------------------------------
    "@operate_visits GET": held(OPERATE), "@operate_visits POST": held(OPERATE, ok=POST), "@manage_visits GET": held(MANAGE), "@manage_visits POST": held(MANAGE, ok=POST),
    "@visit_end POST": anybody("ends one's own visit", ok=POST),
    "@operate_suitcases GET": held(OPERATE), "@operate_suitcases POST": held(OPERATE, ok=POST), "@operate_suitcase_file GET": held(OPERATE, ok=(404,)),
    "@operate_figures GET": held(OPERATE), "@operate_figures POST": held(OPERATE, ok=POST), "@operate_figures_file GET": held(OPERATE),
    "@operate GET": held(OPERATE), "@operate_plugins GET": held(OPERATE), "@operate_courses GET": held(OPERATE), "@operate_courses POST": held(OPERATE, ok=POST),
    "@operate_course GET": held(OPERATE, ok=(404,)), "@operate_course POST": held(OPERATE, ok=POST), "@operate_log GET": held(OPERATE), "@operate_outbox GET": held(OPERATE), "@operate_outbox POST": held(OPERATE, ok=POST), "@operate_log_file GET": held(OPERATE),
    "@operate_new GET": held(OPERATE), "@operate_new POST": held(OPERATE, ok=POST), "@operate_school GET": held(OPERATE), "@operate_school POST": held(OPERATE, ok=POST),
    "@operate_look GET": held(OPERATE), "@operate_look POST": held(OPERATE, ok=POST), "@operate_alliance GET": held(OPERATE), "@operate_alliance POST": held(OPERATE, ok=POST),
    "@manage_look GET": held(MANAGE), "@manage_look POST": held(MANAGE, ok=POST),
    "@look_css GET": anybody("colours"), "@crest GET": anybody("the crest of a school, by what is in it", ok=(404,)),
    "School/teachers GET": anybody("what teachers say of themselves to everybody"), "School/introduction GET": anybody("one's own, for whoever teaches", ok=(200, 404)),
    "School/introduction POST": anybody("one's own, for whoever teaches", ok=POST),
    # signing in: each concerns nobody but whoever asks ---------------------------------------------------------------------
    "@login GET": anybody("a form"), "@login POST": anybody("tries are counted", ok=POST), "@logout POST": anybody("oneself", ok=POST),
    "@devices GET": anybody("one's own", ok=(200, 303)), "@devices POST": anybody("one's own", ok=POST),
    "@password GET": anybody("a form", ok=(200, 303)), "@password POST": anybody("the old one opens", ok=POST),
    "@first_password GET": anybody("a form", ok=(303,)), "@first_password POST": anybody("a ticket that is given once", ok=POST),
    "@second GET": anybody("a form", ok=(303,)), "@second POST": anybody("a word that this browser was given after a right password", ok=POST),
    "@restore GET": anybody("a form", ok=(303,)), "@restore POST": anybody("a word that this browser was given after a right password", ok=POST),
    "@prove_second GET": anybody("a form", ok=(200, 303)), "@prove_second POST": anybody("oneself", ok=POST),
    "@second_factor GET": anybody("one's own", ok=(200, 303)), "@second_factor POST": anybody("one's own", ok=POST),
    **{f"@{name} GET": anybody("a form", ok=(200, 303)) for name in ("code_login", "register", "register_new", "forgot", "forgot_new")},
    **{f"@{name} POST": anybody("codes and their tries are counted", ok=POST) for name in ("code_login", "register", "register_new", "forgot", "forgot_new")},
    "@methods GET": anybody("one's own", ok=(200, 303)), "@methods POST": anybody("one's own, after showing who one is", ok=POST),
    "@profile GET": anybody("one's own", ok=(200, 303)), "@profile POST": anybody("one's own", ok=POST),
    "@portrait GET": anybody("a fingerprint that only who saw the page knows", ok=(404,)),
    "@privacy GET": anybody("one's own", ok=(200, 303)), "@privacy POST": anybody("one's own, after showing who one is", ok=POST),
    "@my_data GET": anybody("one's own, after showing who one is", ok=(303,)), "@gone GET": anybody("a page"),
    "@other_account GET": anybody("to the form of the login", ok=(303,)),
    "@confirm GET": anybody("a form", ok=(200, 303)), "@confirm POST": anybody("oneself", ok=POST),
    "@language POST": anybody("oneself", ok=POST), "@appearance POST": anybody("oneself", ok=POST),
    "@login_with GET": anybody("only a provider's word", ok=(404,)), "@login_back GET": anybody("a word that is good once", ok=(404,)),
    "@identity POST": anybody("a ticket that only the browser has that was vouched for", ok=POST),
    "@merge GET": anybody("one's own accounts", ok=(200, 303)), "@merge POST": anybody("both are proved", ok=POST),
    "@manage_merges GET": held(MANAGE), "@manage_merges POST": held(MANAGE, ok=POST),
    "@manage_oidc GET": held(MANAGE), "@manage_oidc POST": held(MANAGE, ok=POST), "@manage_cas GET": held(MANAGE), "@manage_cas POST": held(MANAGE, ok=POST),
    "@enter GET": anybody("marks this browser"), "@handover GET": anybody("a ticket for oneself", "?host=west.test", (200, 303)),
    "@arrive GET": anybody("a ticket that is good once", ok=(303,)), "@switch GET": anybody("one's own schools", ok=(200, 303)),
    # the page itself -----------------------------------------------------------------------------------------------------
    "@manifest GET": anybody("name and colour"), "@worker GET": anybody("a script"), "@offline GET": anybody("a page"),
    "@brand_css GET": anybody("colours"), "@plugins_css GET": anybody("styles"), "@static_file GET": anybody("files of packages and themes"),
    # the machine: loopback and trusted proxies only, as these tests are ------------------------------------------------------
    "@healthz GET": anybody("this machine's"), "@readyz GET": anybody("this machine's"), "@metrics GET": anybody("this machine's"),
    # checkin -------------------------------------------------------------------------------------------------------------
    "CheckIn/people GET": held(TEACH), "CheckIn/mark GET": held(TEACH, "?person=east-s1"), "CheckIn/place GET": held(TEACH),
    "CheckIn/code GET": held(TEACH), "CheckIn/code-live GET": held(TEACH), "CheckIn/confirm POST": held(TEACH, ok=POST),
    "CheckIn/place POST": held(TEACH, ok=POST),
    "CheckIn/claim GET": anybody("only a word of the wall opens it", "/1-abc", (303, 404)),
    "CheckIn/claimed GET": anybody("only who scanned", ok=(303, 404, 422)),
    # rollcall ------------------------------------------------------------------------------------------------------------
    "RollCall/choose GET": held(TEACH), "RollCall/mark GET": held(TEACH, "?n=1&person=east-s1"), "RollCall/why GET": held(TEACH, "?n=1"),
    **{f"RollCall/{name} POST": held(TEACH, ok=POST) for name in ("draw", "next", "call", "round", "switch", "mark")},
    # quiz ----------------------------------------------------------------------------------------------------------------
    "Quiz/paper GET": held(TEACH, "?person=east-s1"), "Quiz/marking GET": held(TEACH), "Quiz/rekey GET": held(TEACH),
    "Quiz/students GET": held(TEACH),
    **{f"Quiz/{name} POST": held(TEACH, ok=POST) for name in ("discuss", "second", "wall", "mark", "rekey", "late")},
    # announcement ----------------------------------------------------------------------------------------------------------
    "Announcement/receipts GET": held(TEACH), "Announcement/remind POST": held(TEACH, ok=POST),
    **{f"LessonPlan/{name} POST": held(TEACH, ok=POST) for name in ("turn", "pages", "give", "take-back")},
    # survey --------------------------------------------------------------------------------------------------------------
    "Survey/wall POST": held(TEACH, ok=POST),
    # discussion and grouping ---------------------------------------------------------------------------------------------
    "Discussion GET": held(VIEW), "Discussion/live GET": held(VIEW), "Discussion/board GET": held(TEACH), "Discussion/board-live GET": held(TEACH),
    "Discussion/moderate POST": held(TEACH, ok=POST), "Grouping GET": held(VIEW), "Grouping/live GET": held(VIEW),
    "Classroom/groups GET": held(PARTICIPATE)._replace(also=STAFF), "Classroom/groups POST": held(TEACH, ok=POST),
    # classspace: for those of the classroom; a manager who is no member finds nothing ---------------------------------------------
    **{f"Classroom/{name} GET": held(VIEW, ok=(200, 404)) for name in ("space", "space-live", "space-part", "space-files", "space-find", "space-members", "space-tasks", "space-settings")},
    "Classroom/space-private GET": held(VIEW, ok=(303, 404)), "Classroom/space-message GET": held(VIEW, "?n=1", (404,)), "Classroom/space-file GET": held(VIEW, "/room/1/x", (404,)),
    "Classroom/space-record GET": held(TEACH), "Classroom/space-upload GET": held(VIEW, f"/{'0' * 32}", (404,)),
    **{f"Classroom/{name} POST": held(VIEW, ok=POST) for name in ("space-say", "space-do", "space-read", "space-upload")},
    **{f"Classroom/space-upload {method}": held(VIEW, f"/{'0' * 32}", POST) for method in ("PATCH", "DELETE")},
    # buzzer, the stranger's plugin ------------------------------------------------------------------------------------------
    "Buzzer/judge POST": held(TEACH, ok=POST),
    # projection ------------------------------------------------------------------------------------------------------------
    "Classroom/projection GET": held(TEACH), "Classroom/projection-live GET": held(TEACH),
    **{f"Classroom/wall-{name} POST": held(TEACH, ok=POST) for name in ("start", "code", "pair", "look", "rest", "stop")},
    "@wall_door GET": anybody("a field for a code"), "@wall_door POST": anybody("guesses are counted", ok=POST),
    "@wall_way_in GET": anybody("a ticket that is good once", ok=(303,)), "@wall_page GET": anybody("a pass", ok=(303,)),
    "@wall_live GET": anybody("a pass", ok=(404,)), "@wall_here GET": anybody("a pass", ok=(404,)), "@wall_hide POST": anybody("a pass", ok=POST),
    "@wall_wait GET": anybody("one's own digits"), "@wall_scan GET": anybody("one's own classrooms", ok=(200, 303)),
}
# Routes with a part to fill in.
PATHS = {
    "mail_stop": "/mail/stop/x.platform.0",
    "portrait": "/portraits/east-s1/" + "0" * 32,
    "manage_import": "/manage/import/1", "manage_import_result": "/manage/import/1/result.xlsx", "manage_import_back": "/manage/import/1/back",
    "operate_suitcase_file": "/operate/suitcases/west.tar", "operate_figures_file": "/operate/figures.csv", "operate_school": "/operate/schools/west", "operate_look": "/operate/schools/west/look", "crest": "/crest/x.png",
    "static_file": "/s/x/mooctang_core/ds.css", "brand_css": "/brand/x.css", "plugins_css": "/looks/x.css", "login_with": "/login/with/nobody",
    "login_back": "/login/back/nobody", "wall_scan": "/tp/123456", "manage_log_file": "/manage/log.csv", "manage_course": "/manage/courses/physics", "operate_course": "/operate/courses/a1", "manage_licence": "/manage/licences/a1", "operate_log_file": "/operate/log.csv",
}
TOKENLESS = ("@mail_stop POST",)
"""The pinned list of posts that need no token: a mail program sends it (RFC 8058), and the signed word in the address is the proof."""
FOR_TEACHERS = ("Plan", "Library", "Course")
"""Places that are not there at all for whoever does not teach."""
LANDING = {"@arrive GET", "@login_back GET"}
"""The pinned list of views that may write on GET."""
