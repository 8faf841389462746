"""`mooctang school` and `mooctang host`."""

from pathlib import Path

import click

from ..flows.operating import Mistake
from .asking import do, size, table, with_settings


@click.group()
def school():
    """The schools of the alliance."""


@school.command("list")
@with_settings
def listing(settings):
    """Every school with its hosts, plugins and sizes."""
    table(["school", "title", "hosts", "database", "theme", "people", "courses", "plugins"],
          [(one["slug"], one["title"], " ".join(one["hosts"]), one["database"], one["theme"], one["people"], one["courses"],
            " ".join(one["plugins"])) for one in do(settings, "school_list")])


@school.command()
@click.argument("slug")
@click.argument("title")
@click.option("--unit", default="10001", show_default=True, help="The five digits its complete student numbers begin with.")
@click.option("--host", "hosts", multiple=True, help="A host that leads to it; may be given several times.")
@click.option("--theme", default="default", show_default=True)
@click.option("--alliance", "alliance_title", default="", help="The alliance's name, when this is the first school.")
@click.option("--alliance-host", default="", help="The alliance's own host, when this is the first school.")
@with_settings
def create(settings, **words):
    """Make a school, and the alliance with the first one."""
    words["hosts"] = list(words["hosts"])
    made = do(settings, "school_create", **words)
    click.echo(f"The school {made['slug']} ({made['title']}) is there"
               + (f", on {' '.join(made['hosts'])}." if made["hosts"] else "; give it a host: `mooctang host add HOST SCHOOL`."))


@school.command()
@click.argument("slug")
@click.option("--database", help="The name of its database; the school's own word when left out.")
@with_settings
def mount(settings, slug, database):
    """Move a school into a database of its own, while people use it."""
    from ..store.maintain import school_mount

    said(school_mount(settings, slug, database))
    evolved(settings, slug)


@school.command()
@click.argument("slug")
@with_settings
def unmount(settings, slug):
    """Move a school back into the main database."""
    from ..store.maintain import school_unmount

    said(school_unmount(settings, slug))


def said(moved):
    click.echo(f"{moved['school']} lives in the database {moved['to']} now ({moved['objects']} objects).")


@school.command()
@click.argument("slug")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--without-passwords", is_flag=True, help="Leave the hashes of passwords out: everybody sets a new one there.")
@with_settings
def export(settings, slug, path, without_passwords):
    """Write one school to a file, while it is used: data, files, theme, plugin list and its people's accounts. Keep the file safe."""
    from ..flows.suitcases import THEMES, pack
    from ..web.themes import Themes

    themes = Themes(settings.themes, Path(settings.home) / THEMES)
    done = pack(settings, slug, path, themes.chain, passwords=not without_passwords)
    click.echo(f"{slug} is in {path}: {done['objects']} objects, {done['files']} files, {size(done['bytes'])}.")


@school.command("import")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--as", "slug", help="Another word for it here.")
@click.option("--database", default="main", show_default=True, help="The database to put it into.")
@click.option("--without-templates", is_flag=True, help="Of its theme take the colours and pictures, but no templates and scripts: those are programs.")
@click.option("--alliance", "alliance_title", default="", help="The alliance's name, when this is the first school here.")
@click.option("--alliance-host", default="", help="The alliance's own host, when this is the first school here.")
@with_settings
def take_in(settings, path, slug, database, without_templates, **alliance):
    """Take a school in from a file, link its people's accounts, and bring it up to this version."""
    if not path.is_file():
        raise Mistake(f"There is no file {path}: name one that `mooctang school export` wrote.")
    done = do(settings, "school_take_in", path=str(path.resolve()), slug=slug, database=database, templates=not without_templates, **alliance)
    click.echo(f"{done['school']} is here now: {done['objects']} objects, {done['files']} files.")
    for line in told(done):
        click.echo(line)
    if done["evolved"]:
        from .evolution import report

        click.get_current_context().exit(report(done["evolved"], "done"))


def told(done):
    """What became of accounts, theme, plugins, codes and secrets, a line each."""
    accounts = done["accounts"]
    yield f"Accounts: {accounts['made']} made, {accounts['linked']} linked to accounts here, {accounts['same']} that were here already."
    if done["left"]:
        yield f"Ways to log in that somebody else has here, left out: {', '.join(done['left'])}."
    if done["theme"]:
        yield f"Its theme lies under home/themes: {', '.join(done['theme'])}."
    for name, version in done["missing"]:
        yield f"missing: the plugin {name} {version} is on in it and not installed here: its activities are read-only until it is."
    if done["renewed"]:
        yield f"{done['renewed']} class codes were taken here and are new."
    if done["locked"]:
        yield "ID numbers and certification codes stay with the other installation's key: enter and print them again."


def evolved(settings, slug):
    """A school from elsewhere may be older: run what it lacks."""
    from .evolution import report

    done = do(settings, "evolve", school=slug)
    if done:
        click.get_current_context().exit(report(done, "done"))


@click.group()
def host():
    """Which host leads to which school."""


@host.command("list")
@with_settings
def hosts(settings):
    """The host table. An entry :PORT stands for any IP number on that port."""
    table(["host", "leads to"], [(one["host"], one["school"] or "(alliance)") for one in do(settings, "host_list")])


@host.command()
@click.argument("name")
@click.argument("school", default="")
@with_settings
def add(settings, name, school):
    """Have a host (name, name:port, or :port) lead to a SCHOOL; to the alliance when none is given."""
    done = do(settings, "host_add", host=name, school=school)
    click.echo(f"{done['host']} leads to {done['school'] or 'the alliance'}.")


@host.command()
@click.argument("name")
@with_settings
def remove(settings, name):
    """Take a host out of the table; who comes by it is refused."""
    done = do(settings, "host_remove", host=name)
    click.echo(f"{done['host']} no longer leads to {done['school'] or 'the alliance'}.")
