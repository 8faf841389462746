"""A server for all tests of a module, or one with settings of its own."""
import pytest

from .running import Running


@pytest.fixture(scope="module")
def shared():
    """One server for all tests of a module that leave it as it was."""
    with Running({}) as running:
        yield running


@pytest.fixture
def start():
    """Start a server with settings of its own."""
    started = []

    def run(**over):
        started.append(Running(over))
        return started[-1]

    yield run
    for running in started:
        running.end()
