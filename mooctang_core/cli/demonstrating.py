"""`mooctang demo`: an alliance to look around in, and to measure with."""

import socket
import sys
from pathlib import Path

import click

from .asking import keep_templates, settings_for
from .sentences import Wrong


@click.command()
@click.option("--students", type=click.IntRange(1, 20_000), default=60, show_default=True, help="How many students the class in session has.")
@click.option("--dir", "folder", type=click.Path(path_type=Path, file_okay=False), help="The data folder (the same as --home).")
@click.option("--home", type=click.Path(path_type=Path, file_okay=False), help="The data folder.")
@click.option("--serve", is_flag=True, help="Serve it at once.")
@click.option("--port", type=click.IntRange(1, 65_533), help="The port; the two after it serve telephones.")
@click.option("--phones/--no-phones", default=True, show_default=True, help="Let telephones in the same network in, on the two ports after PORT.")
@click.pass_context
def demo(ctx, students, folder, home, serve, port, phones):
    """Make a demo alliance (or keep the one that is there), and serve it with --serve."""
    if folder and home and folder != home:
        raise Wrong(f"--dir {folder} and --home {home} name two folders: give one of them.")
    settings = settings_for(home=folder or home, port=port)
    make(settings, students, phones)
    if serve:
        ctx.exit(_serve(settings, phones))
    click.echo(f"mooctang demo --serve --home {settings.home} --port {settings.port}")


def make(settings, students, phones):
    keep_templates(settings)
    from ..demo import prepare

    made = prepare(settings, students, settings.port, say, phones)
    for kind, why in made.left_out.items():
        say(f"没有示例 no example: {kind} ({why})")


def say(line):
    click.echo(line)
    sys.stdout.flush()


def _serve(settings, phones):
    from ..demo.plan import SCHOOLS
    from .serving import run

    addresses = [(settings.listen, settings.port)]
    if phones:
        addresses += [("0.0.0.0", port) for port in range(settings.port + 1, settings.port + 1 + len(SCHOOLS)) if is_free(port)]
    return run(settings, addresses, on_ready=lambda bound: greet(settings, phones), level="WARNING")


def is_free(port):
    """A port for telephones that is taken is no reason not to start."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("0.0.0.0", port))
        except OSError:
            say(f"端口 {port} 已被占用，手机暂不能从它进入。 Port {port} is taken: telephones cannot come in by it.")
            return False
    return True


def greet(settings, phones):
    from ..demo.telling import qr, where_to_go

    text, address = where_to_go(settings.home, settings.port, phones)
    say(text)
    if address and sys.stdout.isatty():
        say(qr(address))
    say("\nCtrl+C 停止，数据保留；再次运行即可继续。 Ctrl+C stops it and keeps the data; run it again to go on.")
