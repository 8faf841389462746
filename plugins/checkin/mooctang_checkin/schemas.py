"""What a teacher fills in and what a telephone sends."""

import math

from mooctang_core.api import colander, translator

from .rules import NO_PLACE

_ = translator("mooctang_checkin")


def finite(low, high):
    """A number between two others; nan and inf are none."""

    def check(node, value):
        if not (math.isfinite(value) and low <= value <= high):
            raise colander.Invalid(node, _("应为 ${low} 到 ${high} 之间的数", low=low, high=high))

    return check


LATITUDE, LONGITUDE = finite(-90, 90), finite(-180, 180)
RADIUS = colander.Range(20, 5000)


class Settings(colander.MappingSchema):
    """How one check-in is done."""

    late_after = colander.SchemaNode(
        colander.Integer(), title=_("几分钟内算准时"), missing=5, default=5, validator=colander.Range(1, 180),
        description=_("之后到结束前签到的算迟到。"))
    code = colander.SchemaNode(
        colander.Boolean(), title=_("动态签到码"), missing=False, default=False,
        description=_("大屏幕上的二维码和数字每 10 秒换一次，拍照转发没有用。"))
    place = colander.SchemaNode(
        colander.Boolean(), title=_("定位签到"), missing=False, default=False,
        description=_("发布后在手机上设定上课地点。定位不准的同学列为待确认，由老师决定。"))
    radius = colander.SchemaNode(
        colander.Integer(), title=_("签到范围（米）"), missing=100, default=100, validator=RADIUS, description=_("常用 100 或 200 米。"))
    latitude = colander.SchemaNode(
        colander.Float(), title=_("上课地点的纬度"), missing=None, validator=LATITUDE, description=_("可以留空，发布后再定。"))
    longitude = colander.SchemaNode(colander.Float(), title=_("上课地点的经度"), missing=None, validator=LONGITUDE)
    late_worth = colander.SchemaNode(
        colander.Integer(), title=_("迟到按百分之几计入出勤率"), missing=80, default=80, validator=colander.Range(0, 100),
        description=_("签到计 100，缺课计 0，请假和待确认不计。"))

    def validator(self, node, value):
        if (value.get("latitude") is None) != (value.get("longitude") is None):
            raise colander.Invalid(node, _("纬度和经度要一起填写，或者都留空。"))


class Answer(colander.MappingSchema):
    """A tap: with the digits, the place, or the wish that the teacher decide, where those are asked for."""

    code = colander.SchemaNode(colander.String(), missing="", validator=colander.Length(max=20))
    ask = colander.SchemaNode(colander.String(), missing="", validator=colander.OneOf(("scan", "place")))
    no_place = colander.SchemaNode(colander.String(), missing="", validator=colander.OneOf(NO_PLACE))
    latitude = colander.SchemaNode(colander.Float(), missing=None, validator=LATITUDE)
    longitude = colander.SchemaNode(colander.Float(), missing=None, validator=LONGITUDE)
    accuracy = colander.SchemaNode(colander.Float(), missing=None, validator=finite(0, 10_000_000))

    def validator(self, node, value):
        given = [value[name] is not None for name in ("latitude", "longitude", "accuracy")]
        if any(given) and not all(given):
            raise colander.Invalid(node, _("位置不完整：要同时有纬度、经度和精度。"))


class Spot(colander.MappingSchema):
    """Where the class is, as the teacher sets it."""

    latitude = colander.SchemaNode(colander.Float(), validator=LATITUDE)
    longitude = colander.SchemaNode(colander.Float(), validator=LONGITUDE)
    radius = colander.SchemaNode(colander.Integer(), validator=RADIUS)
