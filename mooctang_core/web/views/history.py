"""历史课堂: every session that was held, and one session with its activities."""

from pyramid.view import view_config

from ...flows.looking import history, living
from ...model.activities import DRAFT
from ...model.classrooms import Classroom, Sessions
from ...model.sessions import Session
from ...permissions import TEACH, VIEW


@view_config(context=Classroom, name="history", permission=VIEW, request_method="GET", renderer="history.pt")
def sessions(classroom, request):
    """All sessions, newest first; a student sees their own result beside each activity."""
    held = list(history(classroom, request.plugins, request.school))
    return {"room": classroom, "held": held, "as_teacher": request.may(TEACH)}


@view_config(context=Sessions, permission=VIEW, request_method="GET", renderer="history.pt")
def folder(folder, request):
    return sessions(folder.__parent__, request)


@view_config(context=Session, permission=VIEW, request_method="GET", renderer="session.pt")
def session(session, request):
    """One session: each activity with the class's result, or one's own."""
    teaches = request.may(TEACH)
    activities = [a for a in reversed(living(session, request.plugins, request.school)) if teaches or a.state != DRAFT]
    rows = [(a, None if teaches else a.record_of(request.aid)) for a in activities]
    return {"session": session, "room": session.__parent__.__parent__, "rows": rows, "as_teacher": teaches}
