"""A campus whose plugin can be told to fail, and whose jobs are run by hand."""

import types

import pytest

from mooctang_core.api import Activity, hookimpl
from mooctang_core.plugins import PluginHost
from mooctang_core.testing import Campus


class Timed(Activity):
    """Closes by itself at its deadline; fails when it is told to."""

    kind = "timed"
    title = "限时"
    closes_at_deadline = True
    fails = ()

    def on_close(self, now):
        if "on_close" in self.fails:
            raise RuntimeError("on_close of a plugin with a fault")

    def tidy(self, now):
        if "tidy" in self.fails:
            raise RuntimeError("tidy of a plugin with a fault")
        for aid, record in self.records.items():
            if record.data.get("place"):
                self.records.writable(aid).data = {"place": ""}


class Untimed(Activity):
    kind = "untimed"
    title = "不限时"


def plugin(*classes):
    module = types.ModuleType("timed_plugin")
    module.activity_types = hookimpl(lambda: list(classes))
    return module


TIMED = plugin(Timed, Untimed)


@pytest.fixture
def campus(tmp_path, monkeypatch):
    monkeypatch.setattr(Timed, "fails", ())
    host = PluginHost()
    host.add("timed", TIMED)
    made = Campus(tmp_path, host=host)
    yield made
    made.close()


@pytest.fixture
def jobs(campus):
    return campus.app.registry.jobs
