"""What a scanned code opens: a signed "seen at" first, the login and the tap after it. Nothing is written here."""

from mooctang_core.api import (
    NO_PERMISSION_REQUIRED,
    PARTICIPATE,
    VIEW,
    Refused,
    claim_for,
    keep_claim,
    not_found,
    see_other,
    translator,
    view_config,
)

from . import rules
from .activity import CheckIn

_ = translator("mooctang_checkin")


@view_config(context=CheckIn, name="claim", permission=NO_PERMISSION_REQUIRED, request_method="GET")
def claim(checkin, request):
    """Where the QR on the wall leads. A word we never made is a page that does not exist."""
    word = request.subpath[0] if request.subpath else ""
    step = rules.step_of_word(checkin.secret, word) if checkin.secret else None
    if step is None:
        raise not_found()
    onwards = see_other(request.resource_path(checkin, "claimed"))
    if claim_for(request, checkin) is None:
        _must_be_good(checkin, step, request.now)
        keep_claim(request, onwards, checkin, age=rules.age(checkin.opened, request.now, step))
    return onwards


def _must_be_good(checkin, step, now):
    if not checkin.open:
        raise Refused(_("这次签到已经结束，二维码不再有效。有疑问请告诉老师。"))
    if not rules.is_fresh(checkin.opened, now, step):
        raise Refused(_("这个二维码已经换了。请扫大屏幕上现在的二维码，拍下来的照片没有用。"))


@view_config(context=CheckIn, name="claimed", permission=NO_PERMISSION_REQUIRED, request_method="GET", renderer="claimed.pt")
def claimed(checkin, request):
    """Course, room, teacher and time before the tap; the way to log in or join for those who have yet to."""
    claim = claim_for(request, checkin)
    takes_part = bool(request.has_permission(PARTICIPATE, checkin))
    if takes_part and checkin.record_of(request.aid).status in rules.HERE:
        return see_other(request.resource_path(checkin))
    if claim is None and not request.has_permission(VIEW, checkin):
        raise not_found()
    if claim is None:
        raise Refused(_("没有找到扫码记录，或者已经过了十分钟。请重新扫大屏幕上的二维码。"))
    return {"checkin": checkin, "claim": claim, "takes_part": takes_part}
