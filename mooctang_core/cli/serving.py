"""`mooctang serve` and `mooctang settings`."""

import logging
import sys
from pathlib import Path

import click

from .asking import keep_templates, now, settings_for, with_settings
from .sentences import Wrong, known_errors, of_system, sentence_of


@click.command()
@click.option("--workers", type=int, help="How many processes; more than one needs PostgreSQL or ZEO.")
@click.option("--port", type=int, help="The port to listen on.")
@click.option("--listen", help="The address to listen on.")
@click.option("--home", type=click.Path(file_okay=False), help="The data folder.")
@click.option("--ini", type=click.Path(dir_okay=False), help="The settings file.")
@click.pass_context
def serve(ctx, ini, **over):
    """Run the server until it is told to stop."""
    ctx.exit(run(settings_for(ini, **over)))


def run(settings, addresses=None, on_ready=None, level=None):
    """Serve and return the exit code: 0 stopped as asked, 2 when something a person can mend was in the way."""
    from ..store.places import kind_of, store_folder

    if kind_of(settings) == "file" and not (store_folder(settings) / "main.fs").exists() and not (Path(settings.home) / "store.new").exists():
        raise Wrong(f"There is no store in {settings.home} yet: name another folder with --home, make a school with `mooctang school create`, "
                    "or run `mooctang demo --serve` to look around.")
    keep_templates(settings)
    from ..web import warming
    from ..web.logs import write_json
    from ..web.serve import serve as serve_app

    write_json(level or settings.log_level)
    # Starting and stopping are said by us, in one line.
    logging.getLogger("uvicorn").setLevel(logging.WARNING)

    warming.begin()
    return serve_app(settings, make, addresses, on_ready or say_where)


def say_where(addresses):
    for host, port in addresses:
        click.echo(f"mooctang serves on http://{f'[{host}]' if ':' in host else host}:{port}")
    sys.stdout.flush()


def make(settings):
    """One process's application with its jobs. What a person can mend ends the process with a sentence."""
    from ..web import make_app

    try:
        app = make_app(settings)
        check(app)
    except (OSError, *known_errors()) as error:
        click.echo(f"mooctang: {of_system(error) if isinstance(error, OSError) else sentence_of(error)}", err=True)
        raise SystemExit(2) from None
    app.registry.jobs.start()
    return app


def check(app):
    """An alliance must be there; a theme that is not is said once and the default shown."""
    from ..flows.operating import House, schools

    registry = app.registry
    house = House(registry.store, registry.host, now)
    for slug, theme in schools.without_theme(house, registry.themes.found).items():
        if registry.store.scratch.count("said", f"theme {slug} {theme}", 60) == 1:
            click.echo(f"mooctang: the school {slug} wants the theme {theme}, which is not there: the default is shown; "
                       "put the folder into a place that the setting themes names, or choose another theme.", err=True)


@click.command()
@with_settings
def settings(settings):
    """Print the settings as they are here, the file and the environment read."""
    from ..settings import SETTINGS, without_secrets

    for setting in SETTINGS:
        value = getattr(settings, setting.name)
        mark = "" if value == setting.default else f"    # the default is {shown(setting.default)}"
        click.echo(f"{setting.name} = {without_secrets(shown(value))}{mark}")


def shown(value):
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return " ".join("=".join(part) if isinstance(part, tuple) else part for part in value)
    return "" if value is None else str(value)
