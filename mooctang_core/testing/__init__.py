"""What a plugin's tests may use: a campus of two schools, the conformance kit, and its fixtures (a pytest plugin)."""

from .campus import Campus
from .conformance import ActivityConformance

__all__ = ["ActivityConformance", "Campus"]
