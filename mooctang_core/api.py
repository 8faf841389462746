"""Everything that a plugin may import, and nothing else: the one door into the core."""

import colander
from deform import widget
from pyramid.httpexceptions import HTTPNotFound as not_found
from pyramid.httpexceptions import HTTPSeeOther as see_other
from pyramid.response import Response
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config, view_defaults

from . import charts, outward
from .activity import Activity, Lines, MissingActivity, Refused, Sent
from .changes import changed
from .channels import ChannelDown, DeadAddress, Later
from .flows.attending import present_now
from .flows.deeds import deed
from .flows.gathering import gathered
from .flows.grouping import group_of, groups_at, groups_of
from .flows.teaching import add as add_activity
from .flows.teaching import close as close_activity
from .flows.teaching import correct, room_changed
from .flows.teaching import publish as publish_activity
from .flows.telling import send_notice
from .hookspecs import hookimpl
from .identity.locking import lock, unlock
from .identity.secret import own_key, sign, signed
from .jobs.delivery import channels_of, fates_of
from .model.alliance import Alliance
from .model.base import above, find, path_of
from .model.classrooms import Classroom
from .model.courses import Course, Term
from .model.schools import School
from .model.sessions import Plan, Session
from .model.wishes import SORTS, mute
from .outside import NotAllowed, Outside, Unreachable
from .parts import Group, Link, Notice, Panel, Unit
from .permissions import MANAGE, OPERATE, PARTICIPATE, TEACH, VIEW
from .plain import thawed
from .questions.base import QuestionType
from .tables import Cell, Column, Table
from .web import questions
from .web.admitting import confirm_first, is_fresh
from .web.archives import Entry, zip_download
from .web.claims import claim_for, keep_claim
from .web.doors import meanwhile, outside, waiting
from .web.downloads import download
from .web.faces import draw_face, has_projection
from .web.filefield import FileField
from .web.forms import make_form
from .web.furniture import file_url
from .web.logs import masked
from .web.privacy import LEVELS, shown_as
from .web.qr import svg as qr
from .web.rendering import draw
from .web.rich import rich
from .web.settling import log_secret, log_settings
from .web.statics import asset_url
from .web.streams import stream
from .web.submissions import do_deed
from .web.uploads import as_upload, take_file
from .web.views.activity import back
from .web.views.files import send_file
from .words import say_in, translator

__all__ = [
    "LEVELS", "MANAGE", "NO_PERMISSION_REQUIRED", "OPERATE", "PARTICIPATE", "TEACH", "VIEW", "Activity", "Alliance", "Cell", "ChannelDown",
    "Classroom", "Column", "Course", "DeadAddress", "Entry", "FileField", "Group", "Later", "Lines", "Link", "MissingActivity", "Notice", "Panel", "Plan", "Refused", "Response", "SORTS", "School",
    "Sent", "Session", "Table", "Term", "Unit", "above", "add_activity", "asset_url", "back", "changed", "channels_of", "charts", "claim_for", "close_activity", "colander", "correct",
    "download", "draw", "draw_face", "fates_of", "file_url", "find", "gathered", "group_of", "groups_at", "groups_of", "has_projection", "hookimpl", "keep_claim", "make_form", "masked", "mute", "not_found", "outward", "own_key", "path_of", "present_now", "publish_activity",
    "as_upload", "deed", "do_deed", "send_file", "QuestionType", "qr", "questions", "rich", "room_changed", "say_in", "see_other", "send_notice", "shown_as", "sign", "signed", "stream", "thawed", "take_file", "translator", "view_config", "widget", "view_defaults", "zip_download",
    "NotAllowed", "Outside", "Unreachable", "confirm_first", "is_fresh", "lock", "log_secret", "log_settings", "meanwhile", "outside", "unlock", "waiting",
]
