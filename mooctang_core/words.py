"""Words for people: mark a message, find it in a language, and say times and numbers as people say them.

Messages are written in Chinese in the code and the templates; English (and any other language) lives in
`locale/<locale>/LC_MESSAGES/<domain>.po` of each package and is read straight from there.
"""
import functools
import re
from datetime import timedelta
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale, dates, lists, numbers
from babel.messages.pofile import read_po
from translationstring import TranslationString

DOMAIN = "mooctang_core"
DEFAULT_LOCALE = "zh_CN"
LOCALES = ("zh_CN", "en")

# `${n}` is the value; `${n|person|people}` chooses by the value, because English counts and Chinese does not.
_PLACE = re.compile(r"\$\{([A-Za-z_][\w-]*)(?:\|([^|}]*)\|([^}]*))?\}")
_TAG = re.compile(r"<[^<>]*>")


def translator(domain):
    """A `_` for one package: `_("共 ${n} 人", n=3)` makes a message that is translated when it is shown.

    Where one Chinese word is two in English, `context` tells them apart: `_("签到", context="status")`."""

    def mark(msgid, mapping=None, context=None, **values):
        return TranslationString(msgid, domain=domain, mapping={**(mapping or {}), **values} or None, context=context)

    return mark


_ = translator(DOMAIN)


class Catalogues:
    """What each package says in each language."""

    def __init__(self):
        self._messages = {}
        self._domains = []

    def add(self, package, domain=None, path=None):
        """Read `<path>/<locale>/LC_MESSAGES/<domain>.po` for every locale found; `path` defaults to the package's `locale`."""
        domain = domain or package
        folder = Path(path) if path else Path(str(files(package))) / "locale"
        self._domains.append(domain)
        for po in sorted(folder.glob(f"*/LC_MESSAGES/{domain}.po")):
            known = self._messages.setdefault((domain, po.parent.parent.name), {})
            known.update(_read(po, po.stat().st_mtime_ns))
        return self

    def translate(self, message, locale=DEFAULT_LOCALE, domain=None, mapping=None):
        """`message` in the language of `locale`, its `${name}`s filled in. A message nobody translated stays as written."""
        if not isinstance(message, str):
            return "" if message is None else str(message)
        values = {**(getattr(message, "mapping", None) or {}), **(mapping or {})}
        text = self._find(message, locale, getattr(message, "domain", None) or domain)
        return self._fill(text, values, locale) if values else text

    def chameleon(self, msgid, domain=None, mapping=None, context=None, target_language=None, default=None):
        """The `translate` function of a Chameleon template."""
        if not isinstance(msgid, str):
            return msgid if default is None else default
        return self.translate(msgid, target_language or DEFAULT_LOCALE, domain, mapping)

    def speaker(self, locale):
        """A function message -> text in one language, for tables, forms and mails."""
        return functools.partial(self.translate, locale=locale)

    def _find(self, message, locale, domain):
        msgid = in_context(getattr(message, "context", None), str(message))
        # A plugin may use the core's words (姓名); a bare str (a button's label) has no domain and may be anybody's.
        for name in dict.fromkeys((domain, DOMAIN) if domain else (DOMAIN, *self._domains)):
            for spoken in dict.fromkeys((locale, locale.partition("_")[0])):
                found = self._messages.get((name, spoken), {}).get(msgid)
                if found:
                    return found
        return str(getattr(message, "default", None) or message)

    def _fill(self, text, values, locale):
        def fill(match):
            name, one, many = match.groups()
            if name not in values:
                return match.group()
            value = self.translate(values[name], locale)
            return value if one is None else (one if _TAG.sub("", value).strip() == "1" else many)

        return _PLACE.sub(fill, text)


def in_context(context, msgid):
    """The key of a message, as compiled catalogues of gettext have it."""
    return f"{context}\4{msgid}" if context else msgid


as_written = Catalogues().translate
"""What one says where no language is known (a test, a log): the message itself, its places filled in."""


@functools.lru_cache(maxsize=256)
def _read(path, _stamp):
    with open(path, "rb") as po:
        return {in_context(entry.context, entry.id): entry.string for entry in read_po(po)
                if isinstance(entry.id, str) and entry.id and entry.string and not entry.fuzzy}


@functools.cache
def _core():
    return Catalogues().add("mooctang_core")


@functools.cache
def _catalogue(domain):
    return Catalogues().add(DOMAIN).add(domain)


def say_in(locale, message, **values):
    """A message of `_()` in one language, where there is no request to say it for: in a letter, on a channel."""
    return _catalogue(message.domain).translate(message, locale, mapping=values or None)


def places(text):
    """The names of the `${…}` in a message."""
    return {match.group(1) for match in _PLACE.finditer(text)}


# Times and numbers -------------------------------------------------------------------------------------------------

def zone(tz):
    """A time zone, given as such or by its name."""
    return ZoneInfo(tz) if isinstance(tz, str) else tz


def when(dt, tz, locale, now):
    """How a person says it: 今天 09:41, 昨天, 11-18, 2025-11-18. What is still to come always keeps its hour."""
    tz = zone(tz)
    here, today = dt.astimezone(tz), now.astimezone(tz).date()
    if here.date() == today:
        return _core().translate(_("今天 ${time}", time=clock(dt, tz)), locale)
    if dt > now:
        return exact(dt, tz, locale, now)
    if here.date() == today - timedelta(days=1):
        return _core().translate(_("昨天"), locale)
    return day(here.date(), locale, today)


def exact(dt, tz, locale, now):
    """A time that must not be mistaken (a deadline, a record): day and hour."""
    tz = zone(tz)
    here, today = dt.astimezone(tz), now.astimezone(tz).date()
    near = {today: _("今天 ${time}"), today - timedelta(days=1): _("昨天 ${time}"),
            today + timedelta(days=1): _("明天 ${time}")}
    message = near.get(here.date())
    if message is None:
        return f"{day(here.date(), locale, today)} {clock(dt, tz)}"
    return _core().translate(message, locale, mapping={"time": clock(dt, tz)})


def clock(dt, tz):
    return _clock(dt.replace(second=0, microsecond=0), tz)


@functools.lru_cache(maxsize=1024)
def _clock(minute, tz):
    # A hall that signs in does so in a minute or two.
    return minute.astimezone(zone(tz)).strftime("%H:%M")


def day(date, locale, today=None):
    """A date: 11-18 within this year, else 2025-11-18; in English 18 Nov (2025)."""
    near = today is not None and date.year == today.year
    if locale.startswith("zh"):
        return date.strftime("%m-%d" if near else "%Y-%m-%d")
    return dates.format_date(date, "d MMM" if near else "d MMM y", locale=_babel(locale))


def duration(seconds, locale):
    """A length of time in at most two units: 45 秒, 3 分 20 秒, 2 小时 5 分."""
    seconds = int(seconds.total_seconds() if isinstance(seconds, timedelta) else seconds)
    hours, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
    if hours:
        message = _("${h} 小时 ${m} 分", h=hours, m=minutes) if minutes else _("${h} 小时", h=hours)
    elif minutes:
        message = _("${m} 分 ${s} 秒", m=minutes, s=rest) if rest else _("${m} 分钟", m=minutes)
    else:
        message = _("${s} 秒", s=rest)
    return _core().translate(message, locale)


def number(value, locale):
    """1,234.5"""
    return "" if value is None else numbers.format_decimal(value, "#,##0.##", locale=_babel(locale))


def percent(part, locale, digits=0):
    """0.873 -> 87%"""
    if part is None:
        return ""
    return numbers.format_percent(part, "#,##0" + ("." + "0" * digits if digits else "") + "%", locale=_babel(locale))


def both(items, locale):
    """甲、乙和丙 / A, B, and C"""
    return lists.format_list([str(item) for item in items], "standard", locale=_babel(locale))


def either(items, locale):
    """甲、乙或丙 / A, B, or C"""
    return lists.format_list([str(item) for item in items], "or", locale=_babel(locale))


@functools.lru_cache(maxsize=32)
def _babel(locale):
    return Locale.parse(locale)
