"""`mooctang plugins` and `mooctang hooks`: what is installed, how it is doing, who implements what."""

import inspect
from pathlib import Path

import click

from .asking import do, table, with_settings


@click.group(invoke_without_command=True)
@click.option("--home", type=click.Path(path_type=Path, file_okay=False), help="The data folder (else the setting home).")
@click.option("--ini", type=click.Path(path_type=Path, dir_okay=False), help="The settings file (else mooctang.ini here).")
@click.pass_context
def plugins(ctx, home, ini):
    """List the plugins with version, schools and health; or switch one for a school."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(listing, home=home, ini=ini)


@plugins.command("list")
@click.option("--trace", is_flag=True, help="Show where a plugin failed to load.")
@with_settings
def listing(settings, trace):
    """What is installed, how it is doing, and what could not be loaded."""
    found = do(settings, "plugins")
    table(["plugin", "version", "kinds", "on in", "health"],
          [(one["name"], one["version"], " ".join(one["kinds"]), " ".join(one["schools"]), health(one["health"])) for one in found["loaded"]])
    for problem in found["quarantined"]:
        click.echo(f"quarantined: {problem['name']} {problem['version']}: {problem['message']}")
        if trace:
            click.echo(problem["trace"])
    for name in found["missing"]:
        click.echo(f"missing: {name} is on in a school but is not loaded: its activities are shown read-only; install it to bring them back.")


def health(schools):
    failed = [f"{slug}: {one['failures']} of {one['calls']} calls failed ({one['last']})" + (", resting" if one["resting"] else "")
              for slug, one in schools.items() if one["failures"]]
    return "; ".join(failed) or "well"


@plugins.command()
@click.argument("name")
@click.option("--school", required=True, help="The school's word.")
@with_settings
def enable(settings, name, school):
    """Switch a plugin on for a school, at once."""
    do(settings, "plugin_switch", school=school, name=name, on=True)
    click.echo(f"{name} is on in {school}.")


@plugins.command()
@click.argument("name")
@click.option("--school", required=True, help="The school's word.")
@with_settings
def disable(settings, name, school):
    """Switch a plugin off for a school, at once; its data stays."""
    do(settings, "plugin_switch", school=school, name=name, on=False)
    click.echo(f"{name} is off in {school}; its data stays.")


@click.command()
@click.argument("hook", required=False)
def hooks(hook):
    """Who implements what; with a name, that hook's contract."""
    from .. import hookspecs
    from ..plugins import PluginHost
    from .sentences import Wrong

    host = PluginHost().load()
    specs = {name: function for name, function in vars(hookspecs).items() if hasattr(function, f"{hookspecs.PROJECT}_spec")}
    if hook and hook not in specs:
        raise Wrong(f"There is no hook {hook}: `mooctang hooks` lists them all.")
    if hook:
        click.echo(f"{hook}{inspect.signature(specs[hook])}\n\n{inspect.getdoc(specs[hook])}\n")
    table(["hook", "implemented by"],
          [(name, " ".join(i.plugin_name for i in host._implementations(name)) or "–") for name in ([hook] if hook else specs)])
