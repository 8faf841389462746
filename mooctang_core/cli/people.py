"""`mooctang account`: the first people of an installation, and help for one who is locked out."""

import click

from .asking import do, with_settings


@click.group()
def account():
    """Accounts, with one-time passwords that are shown once."""


@account.command()
@click.argument("name")
@click.option("--login", required=True, help="An e-mail address, a phone number or a user name.")
@click.option("--school", help="The school in which they play a part.")
@click.option("--role", type=click.Choice(["student", "teacher", "manager"]), help="The part (student when left out).")
@click.option("--number", help="Their number in that school.")
@click.option("--operator", is_flag=True, help="They may run the whole installation.")
@with_settings
def create(settings, **words):
    """Make an account for NAME."""
    said(do(settings, "account_create", **words))


@account.command()
@click.argument("login")
@with_settings
def password(settings, login):
    """A new one-time password; every device is signed out."""
    said(do(settings, "account_password", login=login))


@account.command()
@click.argument("login")
@click.option("--remove", is_flag=True, help="Take it away.")
@with_settings
def operator(settings, login, remove):
    """Make somebody an operator of the installation."""
    do(settings, "account_operator", login=login, remove=remove)
    click.echo(f"{login} is {'no longer ' if remove else ''}an operator.")


@account.command()
@click.argument("login")
@click.argument("new")
@with_settings
def reach(settings, login, new):
    """A NEW phone number or e-mail address for somebody who lost the old one; the account stays the same."""
    done = do(settings, "account_reach", login=login, new=new)
    click.echo(f"{login} logs in with {done['new']} from now on.")


@account.command("second-factor")
@click.argument("login")
@with_settings
def second_factor(settings, login):
    """Take a lost second factor away; every device is signed out."""
    do(settings, "account_second_factor", login=login)
    click.echo(f"{login} has no second factor any more, and can set up another one.")


def said(done):
    click.echo(f"{done['login']} logs in once, within seven days, with {done['password']} and then chooses a password.")
