"""What a school's managers say about their server. Its secret is locked: neither page nor backup nor export shows it."""

from typing import NamedTuple

from mooctang_core.api import colander, lock, translator, unlock, widget

_ = translator("mooctang_oidc")
SHELF, PURPOSE = "oidc", "oidc client secret"
TEXT = colander.Length(max=300)


class Kept(NamedTuple):
    """The server as it is kept."""

    title: str
    issuer: str
    client: str
    locked: str
    scopes: str = "openid profile"

    def secret(self, request):
        return unlock(request.registry.secret, PURPOSE, self.locked)


def kept_at(school):
    """What is kept at a school; None while nothing is."""
    shelf = school.peek_shelf(SHELF)
    return Kept(*(shelf.get(name, default) for name, default in (
        ("title", ""), ("issuer", ""), ("client", ""), ("locked", ""), ("scopes", "openid profile")))) if shelf.get("issuer") else None


def said(school):
    """What is kept, by the names that the audit log uses."""
    return {"client_secret" if name == "locked" else name: value for name, value in school.peek_shelf(SHELF).items()}


def keep(school, request, values):
    """A secret that is left empty stays what it was."""
    shelf = school.shelf(SHELF)
    locked = lock(request.registry.secret, PURPOSE, values["secret"]) if values["secret"] else shelf.get("locked", "")
    shelf.update({"title": values["title"], "issuer": values["issuer"], "client": values["client"],
                  "locked": locked, "scopes": "openid profile"})


def forget(school):
    school.drop_shelf(SHELF)


class Settings(colander.MappingSchema):
    """The form."""

    title = colander.SchemaNode(
        colander.String(), title=_("按钮上的名字"), default=_("统一身份认证"), validator=colander.Length(max=30),
        description=_("登录页上写着“用……登录”。"))
    issuer = colander.SchemaNode(
        colander.String(), title=_("颁发者地址（issuer）"), validator=TEXT,
        description=_("身份服务器的地址，例如 https://id.example.edu.cn。它的 /.well-known/openid-configuration 要能打开。"))
    client = colander.SchemaNode(colander.String(), title=_("客户端编号（client_id）"), validator=TEXT)
    secret = colander.SchemaNode(
        colander.String(), title=_("客户端密钥（client_secret）"), missing="", validator=TEXT,
        widget=widget.PasswordWidget(redisplay=False), description=_("保存以后不再显示。留空就用原来的。"))
