"""Everybody in the demo: names and numbers the same each time, passwords new each time, hashed by all cores."""

import os
import secrets
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from ..identity import passwords
from ..model.accounts import Account
from ..model.people import RosterEntry

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


class Person(NamedTuple):
    """One line of accounts.csv, with the account's id."""

    school: str
    role: str
    login: str
    password: str
    name: str
    aid: str
    number: str = ""
    cohort: str = ""


def password():
    """Easy to type on a telephone, and of fifty bits."""
    letters = "".join(secrets.choice(LETTERS) for _letter in range(10))
    return f"{letters[:5]}-{letters[5:]}"


def aid(rng):
    return f"a{rng.getrandbits(64):016x}"


def staff(plan, rng):
    """The teachers and the manager of a school."""
    domain = f"{plan.slug}.example"
    manager = Person(plan.slug, "manager", f"{plan.manager[0]}@{domain}", password(), plan.manager[1], aid(rng))
    return [*(Person(plan.slug, "teacher", f"{word}@{domain}", password(), name, aid(rng)) for word, name in plan.teachers), manager]


def students(plan, names, rng, count, year):
    """The students of a school, with complete numbers and their administrative class."""
    half = (count + 1) // 2
    made = []
    for place in range(count):
        number = f"{plan.unit}{year}{place + 1:05d}"
        made.append(Person(plan.slug, "student", number, password(), names(), aid(rng), number, plan.cohorts[place >= half]))
    return made


def operator(rng):
    return Person("", "operator", "operator@alliance.example", password(), "运营员", aid(rng))


def hashes(people, say):
    """aid -> hash of the password; 17 ms each, so by all cores, saying how far it is."""
    found = {}
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for done, (person, credential) in enumerate(zip(people, pool.map(passwords.hash, [p.password for p in people]), strict=True), 1):
            found[person.aid] = credential
            if done % 500 == 0:
                say(f"{done} / {len(people)} …")
    return found


def admit(alliance, school, person, credential, now):
    """The account, and what the school's books say of it."""
    kind = "email" if "@" in person.login else "user"
    account = alliance.add_account(Account(person.aid, person.name), f"{kind}:{person.login}")
    passwords.set_password(account, credential)
    account.home = school.slug if school is not None else None
    if person.role == "operator":
        alliance.operators.add(person.aid)
    elif person.role == "manager":
        school.managers.add(person.aid)
    elif person.role == "teacher":
        school.teachers.add(person.aid)
        account.verified_teacher = True
    elif person.role != "visitor":
        account.certifications[school.slug] = person.number
        school["people"][person.number] = RosterEntry(person.number, person.name, person.cohort, aid=person.aid)
        school["cohorts"][person.cohort].join(person.number, now)
    return account
