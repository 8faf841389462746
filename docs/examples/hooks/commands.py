"""Commands beside those of `mooctang`: this one is called as `mooctang greet east`."""

import click
from click.testing import CliRunner

from mooctang_core.api import hookimpl


@click.command()
@click.argument("school")
def greet(school):
    """Say good morning to a SCHOOL."""
    click.echo(f"Good morning, {school}.")


@hookimpl
def commands():
    return [greet]


def test_it_speaks(campus):
    assert CliRunner().invoke(greet, ["east"]).output == "Good morning, east.\n"
