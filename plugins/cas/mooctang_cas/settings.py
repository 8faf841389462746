"""What a school's managers say about their server."""

from typing import NamedTuple

from mooctang_core.api import colander, translator

_ = translator("mooctang_cas")
SHELF = "cas"
THREE, TWO = "3", "2"
VERSIONS = {THREE: _("CAS 3.0（带姓名等属性）"), TWO: _("CAS 2.0（只有账号）")}


class Kept(NamedTuple):
    """The server as it is kept."""

    title: str
    server: str
    version: str = THREE
    name: str = ""
    """The attribute that holds somebody's name."""


def kept_at(school):
    """What is kept at a school; None while nothing is."""
    shelf = school.peek_shelf(SHELF)
    return Kept(*(shelf.get(name, "") for name in Kept._fields)) if shelf.get("server") else None


def keep(school, values):
    school.shelf(SHELF).update({**values, "server": values["server"].rstrip("/")})


def forget(school):
    school.drop_shelf(SHELF)


class Settings(colander.MappingSchema):
    """The form."""

    title = colander.SchemaNode(
        colander.String(), title=_("按钮上的名字"), default=_("统一身份认证"), validator=colander.Length(max=30),
        description=_("登录页上写着“用……登录”。"))
    server = colander.SchemaNode(
        colander.String(), title=_("服务器地址"), validator=colander.Length(max=250),
        description=_("到 /login 前面为止，例如 https://cas.example.edu.cn/cas。"))
    version = colander.SchemaNode(
        colander.String(), title=_("协议"), missing=THREE, default=THREE, validator=colander.OneOf(tuple(VERSIONS)), labels=VERSIONS)
    name = colander.SchemaNode(
        colander.String(), title=_("姓名在哪个属性里"), missing="", default="cn", validator=colander.Length(max=60),
        description=_("常见的有 cn、name、userName。新用户的姓名先填上它，本人可以改。"))
