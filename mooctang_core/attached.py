"""Files as fields of a schema: what a form sends becomes plain data, {"hash", "name", "type", "size"}. The bytes lie with the school."""

import re

import colander

from .plain import thawed
from .words import translator

_ = translator("mooctang_core")
HASH = re.compile(r"[0-9a-f]{64}\Z")


class Files(colander.SchemaType):
    """Uploads, and words for files that are kept already. The schema is bound to `host` and `school`, so that words can be read."""

    def __init__(self, most=1, types=(), limit_mb=None):
        self.most, self.types, self.limit_mb = most, tuple(types), limit_mb

    def serialize(self, node, appstruct):
        if appstruct is colander.null or not appstruct:
            return colander.null
        return [thawed(file) for file in ([appstruct] if hasattr(appstruct, "keys") else appstruct)]

    def deserialize(self, node, cstruct):
        given = as_list(cstruct)
        if not given:
            return colander.null
        if len(given) > self.most:
            raise colander.Invalid(node, _("最多 ${n} 个文件。", n=self.most) if self.most > 1 else _("只能交一个文件：请去掉原来的，或者不选新的。"))
        kept = unique([self._kept(node, item) for item in given])
        return kept[0] if self.most == 1 else kept

    def _kept(self, node, item):
        if hasattr(item, "take"):
            return item.take(node, self.types, self.limit_mb)
        file = named(item, node.bindings or {}) if isinstance(item, str) else None
        if file is None:
            raise colander.Invalid(node, _("这个文件不是你上传的，请重新选择。"))
        return file

    def cstruct_children(self, node, cstruct):
        return []


def unique(files):
    """The same file chosen twice is one."""
    return list({(file["hash"], file["name"]): file for file in files}.values())


def as_list(cstruct):
    """What a form gives for a field of files, without the empty place of one that was not chosen."""
    items = list(cstruct) if isinstance(cstruct, (list, tuple)) else [cstruct]
    return [item for item in items if item is not colander.null and item is not None and item not in ("", b"")]


def file_fields(schema):
    """The names of all fields for files in a schema, however deep."""
    return {name for child in schema.children for name in ({child.name} if isinstance(child.typ, Files) else file_fields(child))}


def takes_files(schema):
    """Whether a schema asks for a file anywhere."""
    return bool(file_fields(schema))


def named(word, bindings):
    """The file that a word from a form names, or None."""
    host, school = bindings.get("host"), bindings.get("school")
    return host.file_words.file(school.slug, word) if host is not None and host.file_words is not None and school is not None else None


def hashes_in(value):
    """The hashes of all files that some plain data names, however deep."""
    if hasattr(value, "keys"):
        held = value.get("hash")
        if isinstance(held, str) and HASH.match(held):
            yield held
        value = [value[key] for key in value]
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from hashes_in(item)
