"""A field for files in a schema: `handout = FileField(title=_("附件"), most=5, types=("image", "pdf"), missing=())`."""

import colander
from deform.widget import Widget

from ..attached import Files, as_list
from .multipart import Upload
from .uploads import size_word

ENDINGS = {
    "image": "image/png,image/jpeg,image/gif,image/webp", "pdf": "application/pdf,.pdf", "document": ".doc,.docx,.xls,.xlsx,.ppt,.pptx,.odt,.ods,.odp,.rtf",
    "text": "text/plain,.txt,.csv,.md", "audio": "audio/*", "video": "video/*", "archive": ".zip,.rar,.7z,.gz", "page": ".html,.htm,.svg", "other": "*/*",
}


def FileField(title=None, most=1, types=(), limit_mb=None, **more):
    """A colander node that takes one file (`most=1`: a dictionary) or several (a list of them).

    `types` names groups: image, pdf, document, text, audio, video, archive, page, other; none means any. A file is looked at, not
    believed: its type is what is in it. Give `missing=None` (`missing=()` for several) where it may be left out.
    """
    return colander.SchemaNode(Files(most, types, limit_mb), title=title, widget=FilesWidget(most=most, types=types, limit_mb=limit_mb), **more)


class FilesWidget(Widget):
    """Each file that is here with a box to leave it out, and a place to choose more. It works without script."""

    template = readonly_template = "files"
    most, types, limit_mb = 1, (), None

    def serialize(self, field, cstruct, **more):
        request = field.renderer.request
        held = [row(request, item) for item in as_list(cstruct)]
        most = request.registry.settings_.upload_mb
        values = {"held": [one for one in held if one], "limit": min(self.limit_mb or most, most), "accept": accepted(self.types)}
        return field.renderer(self.template, **self.get_template_values(field, cstruct, {**more, **values}))

    def deserialize(self, field, pstruct):
        return as_list(pstruct) or colander.null


def row(request, item):
    """(word, name, size) of a file that is kept; None for one that was refused."""
    words, slug = request.registry.host.file_words, request.school.slug
    file = item.kept if isinstance(item, Upload) else words.file(slug, item) if isinstance(item, str) else item
    return (words.word(slug, file), file["name"], size_word(file["size"])) if file else None


def accepted(types):
    """What the browser offers to choose from; what is sent is looked at all the same."""
    return ",".join(ENDINGS[group] for group in types) or None
