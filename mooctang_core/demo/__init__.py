"""The demo: an alliance of two schools with courses, people, past classes and one in session, written into an empty store."""

from .laying import Demo, prepare

__all__ = ["Demo", "prepare"]
