"""`mooctang evolve` and `mooctang rehearse`: the data brought up to this version, or tried on a view of it first."""

import logging

import click

from .asking import do, table, with_settings


@click.command()
@click.option("--dry-run", is_flag=True, help="Do the work and take it back.")
@with_settings
@click.pass_context
def evolve(ctx, settings, dry_run):
    """Run the evolve steps that this installation lacks."""
    ctx.exit(report(do(settings, "evolve", dry_run=dry_run), "would be done" if dry_run else "done"))


def report(done, word):
    """Print what was run; 1 when a step failed."""
    if not done:
        click.echo("Everything is of this version already.")
        return 0
    table(["place", "step", "slices", "result"],
          [(one["place"] or "(alliance)", one["step"], one["slices"] or "", one["problem"] or word) for one in done])
    return 1 if any(one["problem"] for one in done) else 0


@click.command()
@with_settings
@click.pass_context
def rehearse(ctx, settings):
    """Try an upgrade: evolve steps and a look at the pages of every school, on a copy-on-write view of the real data.

    Nothing is written; the server may go on running.
    """
    from .rehearsing import rehearse as run

    logging.basicConfig(level="ERROR")
    found = run(settings)
    code = report(found["steps"], "would be done")
    table(["school", "pages", "result"], [(one["school"] or "(alliance)", one["pages"], one["problem"] or "well") for one in found["looks"]])
    ctx.exit(1 if code or any(one["problem"] for one in found["looks"]) else 0)
