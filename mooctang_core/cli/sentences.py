"""The group of commands: each loaded when it is called for, and every error a person can cause said in one sentence."""

import importlib
import sys

import click


class Wrong(click.ClickException):
    """One sentence with cause and remedy; exit code 2, no traceback."""

    exit_code = 2

    def show(self, file=None):
        click.echo(f"mooctang: {self.message}", file=file or sys.stderr)


class Commands(click.Group):
    """Commands by the place of their code: `mooctang demo` need not wait for the code of `mooctang backup`."""

    def __init__(self, *args, places=None, **words):
        super().__init__(*args, **words)
        self.places = places or {}

    def list_commands(self, ctx):
        return sorted({*self.places, *super().list_commands(ctx), *plugin_commands()})

    def get_command(self, ctx, name):
        if name in self.places:
            module, _colon, attribute = self.places[name].partition(":")
            return getattr(importlib.import_module(f"mooctang_core.cli.{module}"), attribute)
        return super().get_command(ctx, name) or plugin_commands().get(name)

    def invoke(self, ctx):
        try:
            return super().invoke(ctx)
        except OSError as error:
            raise Wrong(of_system(error)) from error
        except known_errors() as error:
            raise Wrong(sentence_of(error)) from error


def known_errors():
    """What a person can cause: our own errors, which carry their sentence."""
    from ..activity import Refused
    from ..flows.evolving import Unfinished
    from ..settings import SettingError
    from ..store import StoreError
    from ..web.serve import CannotServe

    return SettingError, StoreError, Unfinished, CannotServe, Refused


def sentence_of(error):
    """The sentence of one of our errors, in English for the operator."""
    from ..words import Catalogues

    return Catalogues().add("mooctang_core").translate(getattr(error, "message", None) or str(error), "en")


def of_system(error):
    from ..store.errors import trouble

    known = trouble(error)
    if known is not None:
        return str(known)
    what = f"{error.filename}: " if error.filename else ""
    return f"{what}{error.strerror or error}: check the path and who may use it, then try again."


def plugin_commands(host=None):
    """What plugins add to the command line; one that fails is left out, with the reason."""
    from ..plugins import PluginHost

    found = {}
    host = host or PluginHost().load()
    for name in sorted(host.plugins):
        try:
            for implementation in host._implementations("commands", name):
                found.update((command.name, command) for command in implementation.function())
        except Exception as error:  # a stranger's code may raise anything
            click.echo(f"mooctang: the commands of the plugin {name} are left out: {type(error).__name__}: {error}", err=True)
    return found
