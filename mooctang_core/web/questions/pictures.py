"""Pictures in questions: brought with the form, kept by the school, and named in the text as `![…](file:hash)`."""

from ...activity import Refused
from ..multipart import Upload
from ..uploads import take_file


def held_files(request, fields):
    """The files that came with a question's own fields, each behind a word of ours."""
    words, slug = request.registry.host.file_words, request.school.slug
    found = (words.file(slug, word) for part, word in fields.items() if part.startswith("file."))
    return [file for file in found if file]


def words_of_files(request, question):
    """[(place, word)]: what the form carries so that its files can be named again."""
    words, slug = request.registry.host.file_words, request.school.slug
    return [(place, words.word(slug, file)) for place, file in enumerate(question.get("files") or ())]


def take_picture(request, kind, question, fields):
    """The question with a picture that was brought: at the end of its text, or where its type wants it. What is wrong with the
    picture is said beside the field, and the question is not lost for it."""
    upload = fields.get("picture")
    if not isinstance(upload, Upload):
        return question
    try:
        file = take_file(request, upload, types=("image",), limit_mb=10)
    except Refused as refusal:
        return {**question, "trouble": refusal.message}
    return kind.put_picture({**question, "files": [*question["files"], file]}, file)
