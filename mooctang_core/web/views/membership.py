"""Going out of a classroom: by oneself, or taken out by a teacher; and a message to some of its people."""

from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config

from ...activity import Refused
from ...flows import joining, membership
from ...flows.telling import send_notice
from ...model.base import path_of
from ...model.classrooms import Classroom
from ...parts import Notice
from ...permissions import PARTICIPATE, TEACH
from ...words import translator
from ..answers import moved
from ..forms import form_key
from ..submissions import idem

_ = translator("mooctang_core")
TEXT = 500


# Leaving --------------------------------------------------------------------------------------------------------------------

@view_config(context=Classroom, name="leave", permission=PARTICIPATE, request_method="GET", renderer="room_leave.pt")
def leaving(room, request):
    """What leaving means, before it is done."""
    return {"room": room, "running": room["sessions"].running is not None}


@view_config(context=Classroom, name="leave", permission=PARTICIPATE, request_method="POST")
def leave(room, request):
    if room.member(request.aid).simulated:
        raise Refused(_("模拟学生请点“离开”。"))
    joining.leave(room, request.school, request.plugins, request.aid, request.now)
    return moved(request.resource_path(request.school, "my", query={"left": path_of(room)}))


# Taking out -----------------------------------------------------------------------------------------------------------------

def chosen(room, names):
    """The members of today with these ids, in the order of the list."""
    wanted = set(names)
    return [member for member in room.present() if member.aid in wanted]


@view_config(context=Classroom, name="remove", permission=TEACH, request_method="GET", renderer="room_remove.pt")
def removing(room, request):
    """Who is taken out, and whether they may come back with the code."""
    people = chosen(room, request.GET.getall("person"))
    if not people:
        raise Refused(_("请先勾选学生。"))
    return {"room": room, "people": people}


@view_config(context=Classroom, name="remove", permission=TEACH, request_method="POST")
def remove(room, request):
    gone = membership.remove(room, request.school, request.plugins, request.POST.getall("person"), request.POST.get("keep_out") == "yes", request.aid, request.now)
    query = {"done": "removed", "person": gone[0].aid} if len(gone) == 1 else {"done": "removed"}
    return moved(request.resource_path(room, "roster", query=query))


@view_config(context=Classroom, name="put-back", permission=TEACH, request_method="POST")
def put_back(room, request):
    """撤销: as if they had not been taken out."""
    if room.member(request.POST.get("person", "")) is None:
        raise HTTPNotFound()
    membership.put_back(room, request.school, request.plugins, request.POST["person"], request.aid, request.now)
    return moved(request.resource_path(room, "roster", query={"done": "back"}))


@view_config(context=Classroom, name="let-in", permission=TEACH, request_method="POST")
def let_in(room, request):
    """Whoever was kept out may use the code again."""
    membership.let_in(room, request.POST.get("person", ""))
    return moved(request.resource_path(room, "roster", query={"done": "let-in"}, anchor="gone"))


# A message ------------------------------------------------------------------------------------------------------------------

@view_config(context=Classroom, name="write", permission=TEACH, request_method="GET", renderer="room_write.pt")
def writing(room, request):
    """A message to those who are ticked; to the whole class where nobody is."""
    asked = request.GET.getall("person")
    people = chosen(room, asked)
    if asked and not people:
        raise HTTPNotFound()
    return {"room": room, "people": people, "number": len(people) or room.number_present(), "key": form_key(request)}


@view_config(context=Classroom, name="write", permission=TEACH, request_method="POST")
def write(room, request):
    """Into their inbox, and by every way that they want; a second press sends nothing again."""
    asked, text = request.POST.getall("person"), request.POST.get("text", "").strip()
    people = chosen(room, asked) if asked else room.present()
    if not text:
        raise Refused(_("请写下要告诉学生的话。"))
    if len(text) > TEXT:
        raise Refused(_("消息太长了，最多 ${n} 字。", n=TEXT))
    if not people:
        raise HTTPNotFound()
    title = _("${who}（${room}）给你的消息", who=request.account.name, room=room.title)
    key = f"write {path_of(room)} {idem(request) or request.now.isoformat()}"
    send_notice(request.school, request.plugins, Notice(title, text, f"{path_of(room)}/", tuple(person.aid for person in people), "notice", key), request.now)
    return moved(request.resource_path(room, "roster", query={"done": "written", "n": len(people)}))
