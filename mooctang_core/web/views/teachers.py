"""/teachers: who teaches at a school, with photo, introduction and courses; and the page on which a teacher writes theirs."""

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config

from ...activity import Refused
from ...flows import faculty
from ...model.schools import School
from ...words import translator
from ..multipart import Upload
from ..uploads import take_file
from .files import send_file

_ = translator("mooctang_core")
PHOTO_MB = 1


@view_config(context=School, name="teachers", permission=NO_PERMISSION_REQUIRED, request_method="GET", renderer="teachers.pt")
def show(school, request):
    """Everybody who teaches here; with a name behind it one of them, and with `photo` their picture."""
    if not request.subpath:
        return {"teachers": introduced(request), "one": None, "mine": faculty.may_introduce(school, request.aid)}
    one = next(iter(introduced(request, request.subpath[0])), None)
    if one is None or request.subpath[1:] not in ((), ("photo",)):
        raise HTTPNotFound()
    if request.subpath[1:]:
        return picture(request, one)
    return {"teachers": [], "one": one, "mine": one.aid == request.aid, "cards": cards(request, one)}


def introduced(request, aid=None):
    return faculty.teachers(request.school, request.alliance.accounts, aid)


def cards(request, one):
    """The courses of one teacher."""
    from .portal import course_cards

    return course_cards(request, request.school, one.courses)


def picture(request, one):
    if not one.photo:
        raise HTTPNotFound()
    response = send_file(request, one.photo)
    response.headers["Cache-Control"] = "public, max-age=600"
    return response


@view_config(context=School, name="introduction", permission=NO_PERMISSION_REQUIRED, request_method="GET", renderer="introduction.pt")
def ask(school, request):
    """What I say of myself."""
    return page(request)


def page(request, problem="", given=None):
    if not faculty.may_introduce(request.school, request.aid):
        raise HTTPNotFound()
    said = faculty.introduction(request.school, request.aid)
    return {"said": {**said, **(given or {})}, "problem": problem, "post_max": faculty.POST_MAX, "text_max": faculty.TEXT_MAX,
            "saved": request.GET.get("saved") == "yes", "mb": PHOTO_MB}


@view_config(context=School, name="introduction", permission=NO_PERMISSION_REQUIRED, request_method="POST", renderer="introduction.pt", uploads=True)
def save(school, request):
    """Keep it; it is on the home page at once."""
    if not faculty.may_introduce(school, request.aid):
        raise HTTPNotFound()
    post, text = request.POST.get("post", "").strip(), request.POST.get("text", "").replace("\r\n", "\n").strip()
    said = {"post": post[:faculty.POST_MAX], "text": text[:faculty.TEXT_MAX], "shown": request.POST.get("shown") == "yes"}
    try:
        photo = _photo(request)
    except Refused as refusal:
        request.response.status_int = 422
        return page(request, refusal.message, said)
    faculty.introduce(school, request.aid, photo=photo, **said)
    return HTTPSeeOther("/introduction?saved=yes")


def _photo(request):
    sent = request.POST.get("photo")
    if request.POST.get("photo-gone") == "yes":
        return None
    if isinstance(sent, Upload):
        return take_file(request, sent, types=("image",), limit_mb=PHOTO_MB)
    held = faculty.introduction(request.school, request.aid)["photo"]
    return dict(held) if held else None
