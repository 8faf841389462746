"""What stands in every template's room: links, icons, forms, words, and who is reading."""

import hashlib
import hmac
from functools import partial

from .. import charts, words
from ..attached import as_list
from ..permissions import MANAGE, OPERATE, PARTICIPATE, TEACH, VIEW
from .brand_css import brand_css_url, plugins_css_url, theme_css_url
from .cells import square
from .drawings import drawn
from .duties import duty
from .filefield import accepted, row
from .forms import form_key
from .nav import Nav
from .qr import svg as qr
from .rendering import draw
from .statics import asset_url
from .uploads import size_word
from .valve import spread_of

PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")
PICTURE_MAX = 8 << 20
PERMISSIONS = {"VIEW": VIEW, "PARTICIPATE": PARTICIPATE, "TEACH": TEACH, "MANAGE": MANAGE, "OPERATE": OPERATE}


class Html(str):
    """Text that is HTML already; only templates' own output is ever marked so."""

    def __html__(self):
        return str(self)


class Words:
    """Dates, numbers and durations in the reader's language and the school's time zone."""

    def __init__(self, request):
        self.locale, self.now, self.zone = request.locale_name, request.now, request.time_zone

    def when(self, moment):
        return words.when(moment, self.zone, self.locale, self.now) if moment else ""

    def clock(self, moment):
        return words.clock(moment, self.zone) if moment else ""

    def day(self, date):
        return words.day(date, self.locale)

    def duration(self, seconds):
        return words.duration(seconds, self.locale)

    def percent(self, part, digits=0):
        return words.percent(part, self.locale, digits)


def furniture(request):
    """The variables of every template. Made once per request."""
    kept = request.__dict__.get("_furniture")
    if kept is None:
        kept = request.__dict__["_furniture"] = _furniture(request)
    return kept


def _furniture(request):
    return {
        "request": request,
        "school": request.school,
        "alliance": request.alliance,
        "house": request.house,
        "brand": request.house.brand,
        "me": request.account,
        "may": request.may,
        "url": partial(url, request),
        "asset": partial(asset_url, request, "mooctang_core"),
        "icon": partial(icon, request),
        "qr": qr,
        "post": partial(post, request),
        "duty": partial(duty, request),
        "file_url": partial(file_url, request),
        "files": partial(file_list, request),
        "file_input": partial(file_input, request),
        "label_of": partial(label_of, request),
        "hand_over": partial(hand_over, request),
        "timer": partial(timer, request),
        "charts": charts,
        "nav": Nav(request),
        "words": Words(request),
        "_": request.translate,
        "draw": partial(draw_part, request),
        "drawn": drawn,
        "square": partial(square, request.translate, getattr(request.house, "timezone", None)),
        "brand_css_url": brand_css_url(request),
        "theme_css_url": theme_css_url(request),
        "plugins_css_url": plugins_css_url(request),
        "spread": partial(spread_of, request),
        "live_url": None,
        **PERMISSIONS,
    }


def url(request, resource, *elements, **options):
    """A path on this host: school-relative by nature, whatever proxy stands in front."""
    return request.resource_path(resource, *elements, **options)


def file_url(request, activity, file):
    """The address of a file of an activity: `file` is plain data, {"hash", "name", "type", "size"}."""
    return file_at(request, activity, file["hash"], file["name"])


def file_at(request, activity, hash, *name):
    """The address of a stored file by its hash. On a wall nobody is logged in, so the address says itself that it may be read."""
    if vars(request).get("on_wall"):
        return request.resource_path(activity, "wall-file", wall_signature(activity, hash), hash, *name)
    peeked = vars(request).get("peeked")
    if peeked is not None and is_of(peeked[0], activity):
        _node, place, item = peeked
        return request.resource_path(place, "peek-file", item, hash, *name)
    return request.resource_path(activity, "file", hash, *name)


def is_of(node, activity):
    """Whether an activity is the node that is looked at, or the copy that is drawn of it."""
    mine = getattr(activity, "node", activity)
    return (mine.__parent__, mine.__name__) == (node.__parent__, node.__name__)


def wall_signature(activity, hash):
    """What a wall's address of a file carries instead of a login."""
    return hmac.new(activity.secret.encode(), hash.encode(), hashlib.sha256).hexdigest()[:32]


def file_list(request, activity, files):
    """Files of an activity to open or take away, one (a dictionary) or several; pictures are shown."""
    held = [files] if hasattr(files, "keys") else files or ()
    rows = [(file, file_url(request, activity, file), size_word(file["size"]), file["type"] in PICTURES and file["size"] < PICTURE_MAX) for file in held]
    return Html(draw(request, "mooctang_core", "file_list.pt", {"rows": rows})) if rows else ""


def file_input(request, name, held=(), most=1, types=(), limit_mb=None, label=None):
    """The same for a form written by hand: the files that are here with a box each, and a place to choose more."""
    most_mb = request.registry.settings_.upload_mb
    values = {"name": name, "held": [row(request, item) for item in as_list(held)], "limit": min(limit_mb or most_mb, most_mb), "accept": accepted(types),
              "most": most, "label": label}
    return Html(draw(request, "mooctang_core", "file_input.pt", values))


def icon(request, name, label=None, size=""):
    """One symbol of the sprite; with a label it speaks, without it is decoration."""
    sprite = asset_url(request, "vendor", "icons.svg")
    speak = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return Html(f'<svg class="i {size}" {speak}><use href="{sprite}#{escape(name)}"/></svg>')


def escape(text):
    return str(text).replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def post(request, view, label, on=None, look="primary", busy=None, confirm=None, big=False, icon=None, retry=False, tab=False, **fields):
    """A form of one button that posts to a view of `on` (a resource; the context when left out)."""
    target = on if on is not None else request.context
    values = {
        "action": url(request, target, view), "duty": duty(request, view, target), "label": label, "look": look, "busy": busy, "confirm": confirm, "big": big,
        "symbol": icon, "retry": retry, "tab": tab, "fields": fields, "csrf": request.form_token, "idem": form_key(request),
    }
    return Html(draw(request, "mooctang_core", "post.pt", values))


def hand_over(request, activity, people):
    """A button for each other type that takes people: these, at once, while the class runs; nothing where there is none."""
    session = activity.session
    takers = request.plugins.types(request.school, "session") if people and session is not None and session.running else ()
    aids = " ".join(getattr(person, "aid", person) for person in people)
    return Html("".join(
        post(request, "hand", cls.takes_people, on=activity, look="soft", kind=cls.kind, people=aids)
        for cls in takers if cls.takes_people and cls.kind != activity.kind))


def label_of(request, activity):
    """What the button says that takes part with one tap: the type's own word for it, else its title."""
    own = type(activity).one_tap
    return request.translate(own if isinstance(own, str) else activity.title)


def timer(request, ends):
    """A clock that counts down to a moment by itself, on phones and on the wall; nothing when there is no moment."""
    if ends is None:
        return ""
    left = max(0, int((ends - request.now).total_seconds()))
    return Html(draw(request, "mooctang_core", "timer.pt", {"ends": int(ends.timestamp() * 1000), "left": left}))


def draw_part(request, name, package="mooctang_core", **values):
    """Draw another template in place."""
    return Html(draw(request, package, name, values))
