"""GET <activity>/wall-file/<signature>/<hash>/<name>: a file on the wall of a hall, where nobody is logged in.

What a wall draws names its files by an address that only the drawing knows: signed with the word that was made as the activity
was opened. It is good for that one file, and no longer once the activity is opened anew.
"""

import hmac

from pyramid.httpexceptions import HTTPNotFound
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config

from ...activity import Activity
from ...store import files
from ..furniture import wall_signature
from ..uploads import clean_name
from .files import HASH, answer


@view_config(context=Activity, name="wall-file", permission=NO_PERMISSION_REQUIRED, request_method="GET")
def wall_file(activity, request):
    signature, hash, name = (*request.subpath, "", "", "")[:3]
    if not HASH.match(hash) or not activity.secret or activity.node.for_teachers:
        raise HTTPNotFound()
    if not hmac.compare_digest(signature.encode(), wall_signature(activity, hash).encode()):
        raise HTTPNotFound()
    try:
        return answer(request, files.open(request.school, hash), hash, clean_name(name) if name else "")
    except KeyError:
        raise HTTPNotFound() from None
