"""After a start every page is compiled by a process of its own, so that nobody who opens one waits for it."""

import os
import subprocess
import sys

from mooctang_core.plugins import PluginHost
from mooctang_core.web import warming


def test_every_page_of_the_core_and_of_each_plugin_is_kept_on_disk(tmp_path):
    packages = {plugin.package for plugin in PluginHost().load().plugins.values()}
    paths = warming.templates(packages)
    assert {"roster.pt", "gradebook.pt", "space.pt"} <= {path.name for path in paths} and len(packages) < len(paths)
    code = "import os; from pathlib import Path; from mooctang_core.web import warming; warming.warm([Path(p) for p in os.environ['PAGES'].split()], os.getppid())"
    some = [str(path) for path in paths if path.name in ("timer.pt", "post.pt", "saved.pt")]
    subprocess.run([sys.executable, "-c", code], env={**os.environ, "CHAMELEON_CACHE": str(tmp_path), "PAGES": " ".join(some)}, check=True)
    assert {name.split("_")[0] for name in os.listdir(tmp_path) if name.endswith(".py")} >= {"timer", "post", "saved"}


def test_the_pages_at_the_door_are_compiled_while_the_server_starts(tmp_path, monkeypatch):
    names = [path.name for path in warming.first()]
    assert names[:3] == ["layout.pt", "macros.pt", "nav.pt"] and {"portal.pt", "login.pt"} <= set(names) and len(names) < 40
    from mooctang_core.cli import serving
    from mooctang_core.settings import load
    from mooctang_core.web import serve

    done = []
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "main.fs").touch()
    monkeypatch.setenv("CHAMELEON_CACHE", str(tmp_path))
    monkeypatch.setattr(warming, "begin", lambda: done.append("warming"))
    monkeypatch.setattr(serve, "serve", lambda *_words: done.append("serving") or 0)
    assert serving.run(load(environ={}, home=tmp_path)) == 0 and done == ["warming", "serving"]


def test_it_ends_when_the_server_has_ended_and_passes_over_a_page_that_cannot_be_compiled(tmp_path):
    broken = tmp_path / "broken.pt"
    broken.write_text("<p tal:repeat='no'>${</p>")
    warming.warm([broken], os.getppid())
    warming.warm([tmp_path / "never-looked-at.pt"], -1)


def test_without_a_place_to_keep_them_nothing_is_started(monkeypatch):
    monkeypatch.delenv("CHAMELEON_CACHE", raising=False)
    before = len(warming.started)
    warming.begin()
    assert len(warming.started) == before
