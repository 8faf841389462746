"""Every hook, in one file: the contract. Nouns are questions, past participles are events.

Questions are asked of the plugins that a school has on, in plugin-name order; an implementation names only the
arguments it wants. Events run inside the transaction that caused them, each plugin in a savepoint, and never get a
request: what they write is committed together with the cause, or not at all. See docs/hooks.md for examples.
"""

import pluggy

PROJECT = "mooctang"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


class HookDeprecated(FutureWarning):
    """For `@hookspec(warn_on_impl=HookDeprecated("…"))`: whoever runs or tests a plugin that still has the hook reads it."""


EVENTS = frozenset({
    "session_started", "session_ended", "activity_published", "activity_closed", "activity_shown",
    "record_saved", "member_joined", "member_left", "account_merged", "notice_sent",
})
CLASSES = ("question_types", "importers", "exporters")
AT_LOAD = frozenset({"activity_types", *CLASSES, "evolve_steps", "configure", "commands"})


@hookspec
def activity_types():
    """Called: once, when the plugin is loaded. Return: a list of Activity classes.
    If it raises: the plugin is quarantined with the message. Since 0.1."""


@hookspec
def question_types():
    """Called: once, on load. Return: a list of question type classes, which every plugin that asks questions finds
    with `host.classes(school, "question_types")`.
    If it raises: the plugin is quarantined. Since 0.1."""


@hookspec
def importers():
    """Called: once, on load. Return: a list of importer classes (files that people bring in), found by others with
    `host.classes(school, "importers")`.
    If it raises: the plugin is quarantined. Since 0.1."""


@hookspec
def exporters():
    """Called: once, on load. Return: a list of exporter classes (files that people take out), found by others with
    `host.classes(school, "exporters")`.
    If it raises: the plugin is quarantined. Since 0.1."""


@hookspec
def notify_channels(school, settings=None):
    """Called: when the outbox delivers, and by the page on which people choose what comes where. Return: a list of channels,
    each with `word`, `title` and `deliver(message, address)`. `school` is None for letters of the alliance itself, such as
    codes; `settings` are the installation's.
    If it raises: this plugin's channels are left out for now; delivery is tried again. Since 0.1; `settings` since 0.2."""


@hookspec
def auth_providers(school):
    """Called: when the login page of a school is drawn, and again when somebody comes back. Return: a list of providers
    with `word`, `title`, `begin(request)` -> the address to go to, and `finish(request)` -> (issuer, subject, claims);
    either may give a function without arguments instead, which asks the other server and holds up nobody meanwhile.
    If it raises: the provider is not offered; the other ways to log in stand. Since 0.1."""


@hookspec
def search_backend(settings):
    """Called: once at start. Return: a search backend, kept as `registry.search`, or None. The first answer is used.
    If it raises: the next plugin is asked; with no answer there is no backend. Since 0.1."""


@hookspec
def live_bus(settings):
    """Called: once at start. Return: a bus with publish, subscribe, on_reconnect and close, or None to leave it to the
    setting `bus`. The first answer is used. If it raises: the server does not start and says so. Since 0.1."""


@hookspec
def evolve_steps():
    """Called: at start and by `mooctang evolve`. Return: functions `step(school)`, each run once per school, by name.
    If it raises: the step's slice is rolled back and the server refuses to start until it is mended. Since 0.1."""


@hookspec
def configure(config):
    """Called: once at start with the Pyramid configurator, after the package was scanned. Return: nothing.
    If it raises: the plugin is quarantined. Since 0.1."""


@hookspec
def commands():
    """Called: by the command line. Return: a list of click commands.
    If it raises: the plugin's commands are left out and the reason is printed. Since 0.1."""


@hookspec
def panels(context, request):
    """Called: when the home of a school, course, classroom or session is drawn. Return: a list of Panel.
    If it raises: that plugin's panels are left out. Since 0.1."""


@hookspec
def links(context, request):
    """Called: when the menu of a school, course, classroom or session is drawn. Return: a list of Link.
    If it raises: that plugin's links are left out. Since 0.1."""


@hookspec
def roster_columns(classroom, request):
    """Called: when a classroom's roster or gradebook is drawn. Return: a list of pairs (Column, {aid: value}).
    If it raises: those columns are left out and the page says so. Since 0.1."""


@hookspec
def reports(classroom, request):
    """Called: on the statistics page of a classroom. Return: a list of Table.
    If it raises: those tables are left out and the page says so. Since 0.1."""


@hookspec
def session_started(session, school, now):
    """Called: when a class has begun, in the same transaction. Return: nothing.
    If it raises: its savepoint is rolled back; the class begins all the same. Since 0.1."""


@hookspec
def session_ended(session, school, now):
    """Called: when a class has ended and its activities are closed. Return: nothing.
    If it raises: its savepoint is rolled back; the class ends all the same. Since 0.1."""


@hookspec
def activity_published(activity, school, now):
    """Called: when an activity was opened, after its `on_publish`. Return: nothing.
    If it raises: its savepoint is rolled back; the activity is open all the same. Since 0.1."""


@hookspec
def activity_closed(activity, school, now):
    """Called: when an activity was closed, after its `on_close`. Return: nothing.
    If it raises: its savepoint is rolled back; the activity is closed all the same. Since 0.1."""


@hookspec
def activity_shown(activity, classroom, school, now):
    """Called: when a teacher opened an activity's results page: what a wall that follows should show. `activity` is
    None when they are back at the class page. Return: nothing.
    If it raises: its savepoint is rolled back; the page is shown all the same. Since 0.1."""


@hookspec
def record_saved(activity, record, school, now):
    """Called: for every submit and every correction, inside the item's savepoint. Return: nothing.
    If it raises: what this listener wrote is rolled back; the record is saved all the same. Since 0.1."""


@hookspec
def member_joined(classroom, person_id, school, now):
    """Called: when somebody became a member of a classroom. Return: nothing.
    If it raises: its savepoint is rolled back; the person has joined all the same. Since 0.1."""


@hookspec
def member_left(classroom, person_id, school, now):
    """Called: when somebody left or was removed. Return: nothing.
    If it raises: its savepoint is rolled back; the person has left all the same. Since 0.1."""


@hookspec
def account_merged(place, old, new, school, now):
    """Called: when two accounts of one person become one, for each place of the old one that holds a plugin's shelf, before
    the id `old` is replaced by `new` all through what is stored there. Join here what only you understand, on the shelves of
    this place; a school can take it back for 30 days. Return: nothing.
    If it raises: its savepoint is rolled back; ids are replaced all the same. Since 0.2."""


@hookspec
def notice_sent(notice, school, now):
    """Called: when a notice was sent to people. `notice` is plain data. Return: nothing.
    If it raises: its savepoint is rolled back; the notice is sent all the same. Since 0.1."""


@hookspec
def classroom_groups(classroom, moment=None, person_id=None):
    """Called: by whoever needs groups, as they are now or as they were at a `moment`. Name the argument with its default
    (`moment=None`). With a `person_id` only the group of that person is wanted, with nobody else among its members: name the
    argument if you know that without walking through everybody. Return: a list of Group, or None if this plugin keeps none.
    First answer wins. If it raises: the next plugin is asked. Since 0.1; `moment` and `person_id` since 0.2."""


@hookspec
def classroom_present(classroom, now):
    """Called: by whoever needs to know who is in the room, such as a roll call. Return: a set of the account ids that are
    known to be here now, or None if this plugin does not know. First answer wins.
    If it raises: the next plugin is asked. Since 0.2."""


@hookspec
def absences(session):
    """Called: when a class has ended, to make the catch-up packs. Return: {aid: "absent", "late" or "excused"} of those who
    missed all of it or its beginning, or None if this plugin does not know who was there. First answer wins; with none,
    absent is who took part in nothing.
    If it raises: the next plugin is asked. Since 0.2."""


@hookspec
def learning_progress(course, people):
    """Called: by statistics and gradebook for the online half. Return: {aid: {figure: number}}, or None if this plugin
    knows no course units; the figures are videos, views, seconds, topics, comments, replies, total. First answer wins.
    If it raises: the online columns are left out and the page says so. Since 0.1."""


@hookspec
def learning_units(course, people, since, until):
    """Called: by the statistics of a classroom, for the videos and tests of the online half that were done between two moments
    (either may be None). Return: a list of Unit, or None if this plugin knows no course units. First answer wins.
    If it raises: the lists of videos and tests are left out and the page says so. Since 0.2."""


@hookspec
def personal_data(classroom, person_id):
    """Called: for each of somebody's classrooms when they take away all that is held about them. Return: plain data with what
    this plugin keeps of that person beside the records of activities (which the core takes along itself), or None. Files are
    {"hash", "name", …} and go along. Nothing of other people belongs in it.
    If it raises: that plugin's part is left out and the rest is given. Since 0.3."""
