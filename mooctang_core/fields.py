"""What a form sent, through a colander schema. A field that nobody asked for is refused."""

from functools import lru_cache

import colander
import peppercorn

from .attached import Files, file_fields
from .plain import listed, plain
from .words import translator

_ = translator("mooctang_core")


def by_schema(schema, fields, files):
    """The plain values that a settled schema makes of form fields (a MultiDict); `files` are its fields for files."""
    for name, value in fields.items():
        if hasattr(value, "take") and name not in files:
            raise colander.Invalid(schema, _("这里不能交文件。没有保存任何内容。"))
    return plain(listed(schema.deserialize(_structured(schema, fields))))


def settled(kind):
    """(schema that refuses what nobody asked for, its fields for files). A class is made once, for it is read at every tap."""
    return _settled_class(kind) if isinstance(kind, type) else _settled(kind())


@lru_cache(maxsize=512)
def _settled_class(kind):
    return _settled(kind())


def _settled(schema):
    schema.typ = colander.Mapping(unknown="raise")
    return schema, file_fields(schema)


def _structured(schema, fields):
    """Form fields as the schema wants them: peppercorn for nested ones, plain names otherwise."""
    if "__start__" in fields:
        try:
            return peppercorn.parse(list(fields.items()))
        except ValueError:
            raise colander.Invalid(schema, _("有些内容填得不对")) from None
    given = dict(fields.items())
    for child in schema.children:
        if isinstance(child.typ, (colander.Set, colander.Sequence, Files)):
            given[child.name] = fields.getall(child.name)
    return given
