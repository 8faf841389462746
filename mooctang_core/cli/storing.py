"""`mooctang backup restore pack verify convert`: the store looked after, most of it while the server runs."""

from pathlib import Path

import click

from .asking import must_have_begun, size, table, with_settings

FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command()
@click.argument("folder", type=FOLDER)
@click.option("--full", "full_copy", is_flag=True, help="A whole copy, not only what is new.")
@click.option("--list", "only_list", is_flag=True, help="Only show what the folder holds.")
@with_settings
def backup(settings, folder, full_copy, only_list):
    """Save everything to FOLDER, while the server runs; the second time only what is new."""
    from ..store import maintain

    if only_list:
        return table(["made", "store", "databases"],
                     [(one["made"], one["kind"], " ".join(one["databases"])) for one in maintain.list_backups(folder)])
    must_have_begun(settings)
    done = maintain.backup(settings, folder, full_copy)
    click.echo(f"Saved at {done['made']} in {done['folder']}.")
    table(["database", "copy", "bytes", "files"],
          [(name, one["copy"], size(one["bytes"]), one["files"]) for name, one in done["databases"].items()])


@click.command()
@click.argument("folder", type=FOLDER)
@click.option("--at", help="Which saving, as `mooctang backup --list` names it; the last when left out.")
@click.option("--force", is_flag=True, help="Replace the store that is there; it is moved aside.")
@with_settings
def restore(settings, folder, at, force):
    """Put a backup in the place of the store; the server must be stopped."""
    from ..store import maintain

    done = maintain.restore(settings, folder, at, force)
    aside = f" What was there is in {done['replaced']}." if done["replaced"] else ""
    click.echo(f"The backup of {done['made']} is in place: {' '.join(done['databases'])}.{aside}")


@click.command()
@click.option("--database", help="Only this one.")
@click.option("--days", type=int, default=0, show_default=True, help="Keep old revisions of so many days.")
@with_settings
def pack(settings, database, days):
    """Forget old revisions and what nothing points to, while the server runs. Back up first."""
    from ..store import maintain

    must_have_begun(settings)
    done = maintain.pack(settings, database, days)
    table(["database", "before", "after", "files removed"],
          [(name, size(one["before"]), size(one["after"]), one["files"]) for name, one in done.items()])


@click.command()
@click.option("--database", help="Only this one.")
@with_settings
@click.pass_context
def verify(ctx, settings, database):
    """Read everything there is, while the server runs, and say what is not as it was written."""
    from ..store import maintain

    must_have_begun(settings)
    done = maintain.verify(settings, database)
    table(["database", "objects", "files", "problems"],
          [(name, one["objects"], one["files"], len(one["problems"])) for name, one in done["databases"].items()])
    for name, one in done["databases"].items():
        for line in one["problems"]:
            click.echo(f"{name}: {line}", err=True)
        for line in one["notes"]:
            click.echo(f"{name}: {line}")
    click.echo("All is well." if done["ok"] else "Something is damaged: restore the last good backup.")
    ctx.exit(0 if done["ok"] else 1)


@click.command()
@click.option("--to", required=True, help="'file', a postgresql:// or a zeo:// URI.")
@click.option("--force", is_flag=True, help="Replace what is there.")
@with_settings
def convert(settings, to, force):
    """Move the installation between the embedded store, PostgreSQL and a ZEO server; the server of mooctang must be stopped."""
    from ..store import maintain

    done = maintain.convert(settings, to, force)
    click.echo(f"Moved from {done['from']} to {done['to']}: " + ", ".join(f"{name} {count} objects" for name, count in done["databases"].items())
               + ". Set `store` to the new place before the next start; the old store is as it was.")
