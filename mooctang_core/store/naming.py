"""Which school lives where: the alliance's list, and the database that holds it."""

from contextlib import contextmanager

import transaction

from mooctang_core.store.errors import StoreError
from mooctang_core.store.places import MAIN
from mooctang_core.store.reading import opened


def known_of(main, slug):
    """(database name, what the alliance knows of the school)."""
    with opened(main) as root:
        alliance = root.get("alliance")
        known = getattr(alliance, "schools", None) or {}
        if slug not in known and slug not in root.get("schools", {}):
            raise StoreError(f"There is no school {slug}: the schools are {', '.join(known) or 'none'}.")
        return known.get(slug, MAIN), _names_of(alliance, slug) if alliance is not None else {"hosts": [], "codes": []}


def _names_of(alliance, slug):
    """Hosts and join codes belong to the alliance; the file remembers them, so that a restored school has them again."""
    return {
        "hosts": [host for host, target in alliance.hosts.items() if target == slug],
        "codes": [[code, list(target)] for code, target in alliance.codes.items() if target[0] == slug],
    }


def hang(connection, slug, oid):
    school = connection.get(oid)
    if getattr(school, "slug", slug) != slug:
        school.slug = slug
    root = connection.root()
    root["schools"] = {**root.get("schools", {}), slug: school}


def take_down(root, slug):
    """The database gives the school up."""
    root["schools"] = {name: school for name, school in root["schools"].items() if name != slug}


def name_in_alliance(root, slug, database, manifest=None):
    """From now on requests for this school go to that database."""
    alliance = root.get("alliance")
    if alliance is None:
        return
    alliance.schools[slug] = database
    if manifest is not None and slug == manifest["school"]:
        _name_again(alliance.hosts, dict.fromkeys(manifest["hosts"], slug))
        _name_again(alliance.codes, {code: tuple(target) for code, target in manifest["codes"]})


def _name_again(names, wanted):
    # What another school took meanwhile stays that school's.
    for name, target in wanted.items():
        if name not in names:
            names[name] = target


@contextmanager
def writing(database):
    """A connection in one transaction on one database, committed at the end."""
    manager, connection = transaction.TransactionManager(explicit=True), None
    try:
        with manager:
            connection = database.open(transaction_manager=manager)
            yield connection
    finally:
        if connection is not None:
            connection.close()
