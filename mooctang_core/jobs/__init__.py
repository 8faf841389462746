"""What happens by itself: one elected process ends, closes, seals, tidies, sweeps and delivers."""

from .worker import Worker

__all__ = ["Worker"]
