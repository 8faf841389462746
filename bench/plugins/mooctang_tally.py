"""An activity that writes down every number it is sent, so that a lost or a doubled one shows; and keeps files."""

from pyramid.httpexceptions import HTTPNotFound

from mooctang_core.api import PARTICIPATE, VIEW, Activity, Refused, Response, colander, hookimpl, view_config
from mooctang_core.store import files

FILE_MOST = 600 << 20


class Tally(Activity):
    kind = "tally"
    title = "记数"
    statuses = {"done": "已记"}

    class Answer(colander.MappingSchema):
        n = colander.SchemaNode(colander.Integer())

    def submit(self, person_id, answer, now):
        if answer["n"] < 0:
            raise Refused("负数不记。")
        kept = self.record_of(person_id).data.get("kept", ())
        return self.save(person_id, "done", at=now, kept=[*kept, answer["n"]])


@view_config(context=Tally, name="upload", permission=PARTICIPATE, request_method="POST")
def upload(tally, request):
    """Keep the body as it is; answer with its hash."""
    return Response(files.keep(request.school, request.body_file_raw, FILE_MOST))


@view_config(context=Tally, name="file", permission=VIEW, request_method="GET")
def download(tally, request):
    """A range of a kept file."""
    word = request.GET.get("hash", "")
    if word not in request.school.files:
        raise HTTPNotFound()
    size = files.size(request.school, word)
    wanted = request.range.range_for_length(size) if request.range else (0, size)
    response = Response(content_type="application/octet-stream", status=206 if request.range else 200)
    response.content_length = wanted[1] - wanted[0]
    response.app_iter = files.chunks(files.open(request.school, word), wanted[0], wanted[1] - wanted[0])
    return response


@hookimpl
def activity_types():
    return [Tally]
