"""What a form sent, through a colander schema. A field that nobody asked for is refused."""

import colander
import peppercorn

from .attached import Files, file_fields
from .plain import listed, plain
from .words import translator

_ = translator("mooctang_core")


def by_schema(schema, fields):
    """The plain values that a schema makes of form fields (a MultiDict)."""
    wanted = file_fields(schema)
    for name, value in fields.items():
        if hasattr(value, "take") and name not in wanted:
            raise colander.Invalid(schema, _("这里不能交文件。没有保存任何内容。"))
    schema.typ = colander.Mapping(unknown="raise")
    return plain(listed(schema.deserialize(_structured(schema, fields))))


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
