"""Which language, colours and contrast a reader gets."""

from ..identity.cookies import LANGUAGE, MODE
from ..model.base import above
from ..model.classrooms import Classroom

LOCALES = ("zh_CN", "en")
MODES = ("auto", "light", "dark")


def locale_name(request):
    """The person's own choice, the browser's cookie, what the browser accepts, the installation's default."""
    own = request.account.locale if request.account is not None else None
    chosen = own or request.registry.jar.get(request, LANGUAGE)
    if chosen in LOCALES:
        return chosen
    if not request.accept_language:
        return request.registry.settings_.default_locale
    found = request.accept_language.lookup(("zh-CN", "zh", "en"), default="zh-CN")
    return "en" if found == "en" else "zh_CN"


def translate(request, message, **mapping):
    """A message in the reader's language."""
    return request.registry.catalogues.translate(message, request.locale_name, mapping=mapping or None)


def color_mode(request):
    chosen = (request.registry.jar.get(request, MODE) or "").partition("+")[0]
    return chosen if chosen in MODES else "auto"


def contrast(request):
    return (request.registry.jar.get(request, MODE) or "").endswith("+contrast")


def large_print(request):
    """Whether large print was agreed for whoever reads, in the classroom they are in."""
    place = getattr(request, "context", None)
    room = above(getattr(place, "node", place), Classroom) if request.aid is not None else None
    return room is not None and bool(room.care_of(request.aid).get("large"))


def time_zone(request):
    """The zone of a page's times: a person's own on their own pages; in a classroom the school's, so that all read the same."""
    place = getattr(request, "context", None)
    own = request.account.timezone if request.account is not None else None
    return own if own and above(getattr(place, "node", place), Classroom) is None else request.house.timezone


def includeme(config):
    config.add_request_method(translate)
    for function in (locale_name, color_mode, contrast, large_print, time_zone):
        config.add_request_method(function, reify=True)
