"""A small store with one school, and a committer over it."""
import pytest

from .house import House


@pytest.fixture
def house(tmp_path):
    house = House(tmp_path)
    yield house
    house.close()
