"""Accounts, as an operator makes them: with a one-time password that is shown once."""

import secrets

from ...activity import Refused
from ...changes import note
from ...identity import devices, passwords, totp
from ...identity.codes import contact_of
from ...identity.login import find_account, methods_for, phone_method
from ...model.accounts import Account
from ...model.people import RosterEntry
from ..rescuing import sign_out_everywhere
from .house import Mistake, alliance_in

ROLES = ("student", "teacher", "manager")


def create(house, name, login, school=None, role=None, number=None, operator=False):
    """An account that logs in as `login`, with a part in a school. Returns {"aid", "login", "password"}."""
    if role and not school:
        raise Mistake("A role is played in a school: add --school SLUG.")
    if number and not school:
        raise Mistake("A number belongs to a school: add --school SLUG.")
    database = house.database_of(school) if school else None
    number = _free_number(house, school, database, number) if number else None
    with house.writing() as root:
        alliance = alliance_in(root)
        _refuse_taken(alliance, login)
        account, password = open_account(alliance, name, login, house.clock())
        aid = account.aid
        if operator:
            alliance.operators.add(aid)
        if number:
            account.certifications[school] = number
    if school:
        _take_part(house, school, database, aid, name, role or "student", number)
    return {"aid": aid, "login": login, "password": password}


def open_account(alliance, name, login, now):
    """(a new account that logs in as `login`, its one-time password); nobody may log in so yet."""
    account = alliance.add_account(Account(f"a{secrets.token_hex(8)}", name), _method_of(login))
    return account, passwords.give_one_time(account, now)


def _method_of(login):
    return phone_method(login) or methods_for(login)[0]


def _refuse_taken(alliance, login):
    if find_account(alliance, None, login) is not None:
        raise Mistake(f"Somebody logs in as {login} already: choose another login, or give that account a new password (`mooctang account password {login}`).")


def _free_number(house, slug, database, number):
    """The complete number, which nobody is certified with yet."""
    with house.reading(database) as root:
        school = root["schools"][slug]
        full = school.full_number(number)
        entry = school["people"].get(full)
    if entry is not None and entry.aid:
        raise Mistake(f"The number {full} belongs to somebody who has an account already: check the number, or give that account a new password.")
    return full


def _take_part(house, slug, database, aid, name, role, number):
    with house.writing(database) as root:
        school = root["schools"][slug]
        if role == "manager":
            school.managers.add(aid)
        elif role == "teacher":
            school.teachers.add(aid)
        if number:
            if number not in school["people"]:
                school["people"][number] = RosterEntry(number, name, role=role)
            school["people"][number].aid = aid


def password(house, login):
    """A new one-time password; every device of the account is signed out. Returns {"login", "password"}."""
    with house.writing() as root:
        account = _known(root, login)
        secret = passwords.give_one_time(account, house.clock())
        note(account, {"s": "", "k": "revoke", "a": [account.aid], "d": devices.close_all(account)})
    return {"login": login, "password": secret}


def reach(house, login, new):
    """A new phone number or e-mail address in place of the old one of its kind, on the same account; every device is signed out."""
    with house.writing() as root:
        account, alliance = _known(root, login), root["alliance"]
        try:
            contact = contact_of(new)
        except Refused:
            raise Mistake(f"{new} is neither a mobile number nor an e-mail address: write one of them.") from None
        if alliance.account_by(contact.method) not in (None, account):
            raise Mistake(f"{new} is bound to another account: unbind it there first, or merge the two accounts.")
        for method in [method for method in account.methods if method.startswith(f"{contact.kind}:") and method != contact.method]:
            alliance.unbind(account, method)
        alliance.bind(account, contact.method)
        sign_out_everywhere(account)
    return {"login": login, "new": contact.value}


def second_factor(house, login):
    """Take a lost second factor away; every device is signed out."""
    with house.writing() as root:
        account = _known(root, login)
        if account.second is None:
            raise Mistake(f"{login} has no second factor: there is nothing to take away.")
        totp.remove(account)
        sign_out_everywhere(account)
    return {"login": login}


def operator(house, login, remove=False):
    """Make somebody an operator of the whole installation, or no longer one."""
    with house.writing() as root:
        account, operators = _known(root, login), root["alliance"].operators
        if not remove:
            operators.add(account.aid)
        elif account.aid not in operators:
            raise Mistake(f"{login} is not an operator: there is nothing to take away.")
        elif len(operators) == 1:
            raise Mistake(f"{login} is the last operator: make somebody else one first.")
        else:
            operators.remove(account.aid)
    return {"login": login, "operator": not remove}


def _known(root, login):
    account = find_account(alliance_in(root), None, login)
    if account is None:
        raise Mistake(f"Nobody logs in as {login}: write the e-mail address, phone number or complete user name.")
    return account
