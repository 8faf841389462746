"""A quiz in a campus, open or with ten minutes."""

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))

from quiz_samples import Sheet  # the samples stand beside this file


@pytest.fixture
def quiz(campus):
    return Sheet(campus)


@pytest.fixture
def timed(campus):
    return Sheet(campus, minutes="10")
