"""Submissions are commands: what waits is grouped into one transaction, and every answer leaves after the commit."""
from mooctang_core.committer.machine import EXECUTORS, Committer
from mooctang_core.committer.outcome import Command, Outcome, digest_of, look_up, remember

__all__ = ["EXECUTORS", "Command", "Committer", "Outcome", "digest_of", "look_up", "remember"]
