"""A whole school in one file: its data and files, its theme, the list of its plugins, and the accounts of its people.

Out of one installation with `pack`, into another with `unpacker`, which store.importing calls while nobody sees the school yet.
ID numbers and certification codes are kept with the key of one installation and are left behind when the key is another.
"""

import json
import re
import secrets
from importlib.metadata import entry_points
from pathlib import Path

from ..identity.secret import server_secret, sign
from ..model.base import path_of
from ..model.courses import Course
from ..plugins import GROUP
from ..store.errors import StoreError
from ..store.exporting import school_export
from ..store.importing import import_into, opened_suitcase
from ..store.naming import writing
from . import auditing, evolving
from .figures import classrooms
from .linking import linked, write_accounts
from .renaming import rename_all

ACCOUNTS = "accounts.json"
THEMES = "themes"
"""The folder under `home` in which themes lie that came with a school."""
THEME_MAX = 32 << 20
PLAIN = (".css", ".svg", ".png", ".jpg", ".jpeg", ".webp", ".woff2", ".cfg")
"""What of a theme is no program: a template can hold Python, a script runs in everybody's browser."""
FIELDS = ("name", "locale", "mode", "contrast", "credential", "must_change", "verified_teacher", "timezone", "reminders", "dormant", "disabled")
LOCKED = ("id_sealed", "id_hash", "code")
"""What a roster entry holds that can be read with this installation's key only."""
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,80}\Z")


# Out ---------------------------------------------------------------------------------------------------------------------

def pack(settings, slug, path, theme_folders=None, passwords=True):
    """Write a school into one file. `theme_folders(name)` gives the folders of a theme, nearest first."""
    def luggage(alliance, school):
        parts = {ACCOUNTS: json.dumps(passports(alliance, school, passwords), ensure_ascii=False, indent=1).encode()}
        parts |= theme_files(theme_folders(school.theme) if theme_folders is not None else ())
        return {"title": school.title, "unit": school.unit, "theme": school.theme, "plugins": versions(school), "house": house_of(settings)}, parts

    done = school_export(settings, slug, path, luggage)
    # It holds the hashes of passwords.
    Path(path).chmod(0o600)
    return done


def house_of(settings):
    """A word for an installation, from which its key cannot be had."""
    return sign(server_secret(settings.home), "suitcase", "house")[:16]


def versions(school):
    """{plugin that is on: its version here}"""
    here = {point.name: point.dist.version if point.dist else "" for point in entry_points(group=GROUP)}
    return {name: here.get(name, "") for name in school.enabled_plugins}


def passports(alliance, school, passwords=True):
    """What each account of the school's people needs to be itself elsewhere: how it logs in, its password's hash, its number here."""
    return [passport(alliance.accounts[aid], school.slug, passwords) for aid in sorted(people_of(school)) if aid in alliance.accounts]


def passport(account, slug, passwords=True):
    facts = {name: getattr(account, name, None) for name in FIELDS}
    until = getattr(account, "credential_until", None)
    if not passwords:
        facts["credential"] = None
    return {"aid": account.aid, "methods": list(account.methods), "number": account.number_at(slug), "until": until.isoformat() if until else None, **facts}


def people_of(school):
    """The ids of everybody who has a part in the school."""
    found = {entry.aid for entry in school["people"].values() if entry.aid} | set(school.managers) | set(school.teachers) | set(school.places)
    for course in school["courses"].values():
        found |= set(course.team) if isinstance(course, Course) else set()
    for room in classrooms(school):
        found |= set(room.teachers) | set(room.members)
    return found


def theme_files(folders):
    """{name in the file: bytes} of a theme and of those it extends, but for the default, which is everywhere."""
    found, total = {}, 0
    for folder in folders:
        if folder.name == "default":
            continue
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            if path.is_file() and safe(name) and total + path.stat().st_size <= THEME_MAX:
                found[f"theme/{folder.name}/{name}"] = path.read_bytes()
                total += path.stat().st_size
    return found


def safe(name):
    return all(NAME.match(part) for part in name.split("/"))


# In ----------------------------------------------------------------------------------------------------------------------

def look_into(house, path):
    """What would come, and what would become of it, before anything of it is here."""
    with opened_suitcase(path) as suitcase:
        refuse_large(suitcase)
        manifest, people = suitcase.manifest, people_in(suitcase)
        themes = sorted({name.split("/")[1] for name in suitcase.names() if name.startswith("theme/")})
    with house.reading() as root:
        alliance = root.get("alliance")
        found = linked(alliance, people) if alliance is not None else []
        taken = [code for code, _target in manifest["codes"] if alliance is not None and code in alliance.codes]
        here = alliance is not None and manifest["school"] in alliance.schools
    return {
        "slug": manifest["school"], "title": manifest.get("title", manifest["school"]), "made": manifest["made"], "objects": manifest["objects"],
        "files": len(manifest["files"]), "accounts": counted(found), "left": left_out(found), "theme": manifest.get("theme", "default"), "themes": themes,
        "plugins": manifest.get("plugins", {}), "missing": missing_plugins(manifest, house.host), "taken": taken, "here": here,
        "locked": manifest.get("house") != house_of(house.store.settings),
    }


def take_in(house, path, slug=None, database="main", templates=True, by="", host=""):
    """Bring a school here: accounts first, then its objects, last its names; whoever stops in between does it all again."""
    unpacker = Unpacker(house, templates)
    done = import_into(house.store, path, slug, database, unpacker)
    _name(house, done["school"], database, host)
    _note(house, done["school"], database, by)
    steps = evolving.evolve(house.store, house.host, house.clock, only=done["school"])
    return {**done, **unpacker.report, "evolved": [step._asdict() for step in steps]}


class Unpacker:
    """Takes what travelled along out of a suitcase: accounts are linked or made, the theme is laid down, what needs another key is left."""

    def __init__(self, house, templates=True):
        self.house, self.templates, self.report = house, templates, {}

    def __call__(self, suitcase, slug, copied):
        """Called while the school is here and nobody sees it."""
        manifest, host = suitcase.manifest, self.house.host
        refuse_large(suitcase)
        with self.house.reading() as root:
            found = linked(root["alliance"], people_in(suitcase))
            taken = {code for code, _target in manifest["codes"] if code in root["alliance"].codes}
        write_accounts(self.house, slug, found)
        rename_all(copied, {one.person["aid"]: one.aid for one in found if one.aid != one.person["aid"]})
        locked = manifest.get("house") != house_of(self.house.store.settings)
        renewed = _settle(copied, taken, locked)
        self.report = {"accounts": counted(found), "left": left_out(found), "theme": self._theme(suitcase), "missing": missing_plugins(manifest, host),
                       "locked": locked, "renewed": renewed}

    def _theme(self, suitcase):
        """The names of the themes that were laid down under home/themes; one that is there already stays as it is."""
        laid, home = set(), Path(self.house.store.settings.home) / THEMES
        for name in suitcase.names():
            word, _slash, inside = name.removeprefix("theme/").partition("/")
            if not name.startswith("theme/") or not (safe(word) and safe(inside)) or (word not in laid and (home / word).exists()):
                continue
            if self.templates or inside.endswith(PLAIN):
                laid.add(word)
                target = home / word / inside
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(suitcase.part(name))
        return sorted(laid)


def _settle(copied, taken, locked):
    """Class codes that somebody has here are renewed (how many is returned); what only the other installation's key opens is dropped."""
    with writing(copied.database) as connection:
        school, renewed = connection.get(copied.root), 0
        for room in classrooms(school):
            if room.code in taken:
                room.code, renewed = new_code(), renewed + 1
        for entry in school["people"].values() if locked else ():
            if any(word in entry.details for word in LOCKED):
                entry.details = {word: value for word, value in entry.details.items() if word not in LOCKED}
    return renewed


def _name(house, slug, database, host):
    """The codes of its classrooms and one more host lead to it from now on."""
    with house.reading(database) as root:
        codes = {room.code: path_of(room) for room in classrooms(root["schools"][slug])}
    with house.writing() as root:
        alliance = root["alliance"]
        for code, path in codes.items():
            if code not in alliance.codes:
                alliance.codes[code] = (slug, path)
        if host and host not in alliance.hosts:
            alliance.hosts[host] = slug


def _note(house, slug, database, by):
    with house.writing() as root:
        auditing.log(root["alliance"], by, "school-unpacked", slug, house.clock())
    with house.writing(database) as root:
        auditing.log(root["schools"][slug], by, "school-unpacked", slug, house.clock())


def people_in(suitcase):
    return json.loads(suitcase.part(ACCOUNTS) or b"[]")


def refuse_large(suitcase):
    """StoreError when the themes that came along are larger than any that is packed."""
    if sum(suitcase.size(name) for name in suitcase.names() if name.startswith("theme/")) > THEME_MAX:
        raise StoreError(f"The themes of the exported school have more than {THEME_MAX} bytes: nothing was taken in.")


def counted(found):
    return {word: sum(1 for one in found if one.how == word) for word in ("made", "linked", "same")}


def left_out(found):
    """Ways to log in that somebody else has here, named for the operator."""
    return [f"{one.person['name']} ({method.partition(':')[0]})" for one in found for method in one.left]


def missing_plugins(manifest, host):
    """[(plugin that the school has on and nobody has here, the version it had)]"""
    return sorted((name, version) for name, version in manifest.get("plugins", {}).items() if name not in host.plugins)


def new_code():
    return "".join(secrets.choice(LETTERS) for _letter in range(6))
