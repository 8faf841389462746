"""Two schools to keep, and one transaction to change them in."""

import io
from contextlib import contextmanager

import transaction

from mooctang_core.model.accounts import Account
from mooctang_core.model.alliance import Alliance
from mooctang_core.model.people import RosterEntry
from mooctang_core.model.schools import School
from mooctang_core.store import files


@contextmanager
def change(store, name="main"):
    """A connection in one transaction."""
    manager, connection = transaction.TransactionManager(explicit=True), None
    try:
        with manager:
            connection = store.connection(name, manager)
            yield connection
    finally:
        if connection is not None:
            connection.close()


def lay_out(store, students=20):
    """Two schools with people, and a file each."""
    with change(store) as connection:
        root = connection.root()
        alliance = root["alliance"] = Alliance("联盟")
        root["schools"] = {}
        for slug in ("east", "west"):
            school = School(slug, slug)
            root["schools"] = {**root["schools"], slug: school}
            connection.add(school)
            alliance.schools[slug] = "main"
            alliance.hosts[f"{slug}.test"] = slug
            alliance.codes[f"CODE{slug}"] = (slug, "/courses/x")
            for number in range(students):
                alliance.add_account(Account(f"{slug}-{number}", "学生"), f"user:{slug}{number}")
                school.people[str(number)] = RosterEntry(str(number), f"学生{number}")
            files.keep(school, io.BytesIO(f"file of {slug}".encode() * 1000))


def slugs(store, name="main"):
    with change(store, name) as connection:
        return sorted(connection.root().get("schools", {}))


def content_of(handle):
    with handle:
        return handle.read()
