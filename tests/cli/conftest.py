"""The command line as a person calls it."""

import pytest
from click.testing import CliRunner

from mooctang_core.cli import mooctang


class Said:
    """What a command said and how it ended."""

    def __init__(self, result):
        self.code, self.text, self.error = result.exit_code, result.stdout, result.stderr
        self.result = result


@pytest.fixture
def call(tmp_path, monkeypatch):
    """call("school", "list") with a home of its own; variables as keywords."""
    monkeypatch.chdir(tmp_path)

    def run(*words, code=0, home=tmp_path / "home", **environ):
        environ = {**environ, "MOOCTANG_HOME": str(home)}
        said = Said(CliRunner().invoke(mooctang, list(words), env=environ, prog_name="mooctang"))
        assert said.code == code, (said.text, said.error, said.result.exception)
        return said

    return run
