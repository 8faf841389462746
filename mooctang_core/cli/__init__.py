"""The command `mooctang`: everything an operator or a plugin author does outside a browser."""

import warnings

import click

from .sentences import Commands

PLACES = {
    "serve": "serving:serve", "settings": "serving:settings",
    "demo": "demonstrating:demo",
    "evolve": "evolution:evolve", "rehearse": "evolution:rehearse",
    "plugins": "plugins:plugins", "hooks": "plugins:hooks",
    "new-plugin": "authoring:new_plugin", "check-plugin": "authoring:check_plugin",
    "school": "schools:school", "host": "schools:host", "account": "people:account",
    "backup": "storing:backup", "restore": "storing:restore", "pack": "storing:pack", "verify": "storing:verify", "convert": "storing:convert",
}


@click.command(cls=Commands, places=PLACES, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="mooctang", prog_name="mooctang")
def mooctang():
    """mooctang 慕堂: run it, look after it, write plugins for it.

    Settings come from mooctang.ini and MOOCTANG_… variables; `mooctang settings` shows what they are here.
    """


def main():
    """The entry point."""
    # Pyramid still asks setuptools for this; the operator can do nothing about it.
    warnings.filterwarnings("ignore", message="pkg_resources is deprecated")
    mooctang(prog_name="mooctang")
