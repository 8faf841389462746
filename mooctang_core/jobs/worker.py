"""The worker: a thread in every process, of which one holds the lease and does the jobs."""

import logging
import os
import secrets
import threading
import time
from contextlib import suppress
from typing import Any, NamedTuple

from .anchoring import Anchoring
from .classes import Classes
from .collecting import Collecting
from .delivery import Delivery
from .diaries import Diaries
from .ground import Ground, Stopped
from .importing import Importing
from .leaving import Leaving
from .licences import Licences
from .merging import Merging
from .opening import Opening
from .reminding import Reminding

log = logging.getLogger("mooctang.jobs")
LEASE_SECONDS = 20
BEAT_SECONDS = 1.0


class Job(NamedTuple):
    name: str
    every: float
    """Seconds between two runs."""
    do: Any
    aside: bool = False
    """Speaks to servers of others, which may keep it waiting: in a thread of its own, so that nothing else waits."""


class Worker:
    """`start()` the thread, `close()` it within a second; `run_all()` does everything at once, for a test and for the operator."""

    def __init__(self, store, host, publish, clock, settings, bus=None, catalogues=None, put=None):
        self.ground = Ground(store, host, publish, clock, settings)
        self.classes = Classes(self.ground)
        self.delivery = Delivery(self.ground, catalogues)
        self.collecting = Collecting(self.ground, put)
        self.opening = Opening(self.ground)
        self.reminding = Reminding(self.ground, self.classes)
        self.anchoring = Anchoring(self.ground)
        self.diaries = Diaries(self.ground)
        self.leaving = Leaving(self.ground)
        self.licences = Licences(self.ground)
        self.importing = Importing(self.ground)
        self.name = f"{os.getpid()}-{secrets.token_hex(4)}"
        self.merging = Merging(self.ground)
        self.jobs = (
            Job("find running", 30, self.classes.find_running),
            Job("tend", 2, self.classes.tend),
            Job("collect", 1, self.collecting.run),
            Job("open urns", 2, self.opening.run),
            Job("remind", 60, self.reminding.run),
            Job("merge", 2, self.merging.run),
            Job("deliver", 5, self.delivery.run, aside=True),
            Job("seal", 60, self.classes.seal),
            Job("import", 1, self.importing.run, aside=True),
            Job("forget imports", 6 * 3600, self.importing.tidy),
            Job("sweep", 600, lambda: store.scratch.sweep()),
            Job("tidy", 1800, self.classes.tidy),
            Job("write diaries", 60, self.diaries.run),
            Job("licences", 300, self.licences.run),
            Job("note the logs", 3600, self.anchoring.run),
            Job("erase", 3600, self.leaving.run),
            Job("forget merges", 6 * 3600, self.merging.forget_old),
            Job("forget letters", 6 * 3600, self.delivery.forget_old),
        )
        self._due = {}
        self._renewed = None
        self._thread = None
        self._aside = {}
        if bus is not None:
            bus.subscribe(self.classes.heard)
            bus.subscribe(self.opening.heard)
            bus.on_reconnect(lambda: self._due.pop("find running", None))

    def start(self):
        self.ground.may_go_on, self.importing.beside = self._still_elected, True
        self._thread = threading.Thread(target=self._serve, name="jobs", daemon=True)
        self._thread.start()
        return self

    def close(self, seconds=1.0):
        self.ground.stopping.set()
        if self._thread is not None:
            self._thread.join(seconds)
            self._thread = None
        for thread in self._aside.values():
            thread.join(seconds)

    def run_all(self):
        """Every job once, in order, whoever holds the lease."""
        for job in self.jobs:
            job.do()

    def elected(self):
        """Whether this process does the jobs now. One that dies is followed by another when its lease runs out."""
        self._renewed = time.monotonic()
        return self.ground.store.scratch.hold("jobs", "lease", self.name, LEASE_SECONDS)

    def _still_elected(self):
        # A long job keeps its lease alive, and leaves off when it was lost all the same.
        return time.monotonic() - self._renewed < LEASE_SECONDS / 4 or self.elected()

    def _serve(self):
        while not self.ground.stopping.wait(BEAT_SECONDS):
            try:
                if self.elected():
                    self._run_due()
                else:
                    self._due.clear()  # whoever is elected later begins with everything
            except Stopped:
                self._due.clear()
            except Exception:
                log.exception("The jobs are held up; they go on in a moment.")
                self.ground.stopping.wait(BEAT_SECONDS)
        self._resign()

    def _run_due(self):
        for job in self.jobs:
            if self._due.get(job.name, 0.0) <= time.monotonic():
                self._due[job.name] = time.monotonic() + job.every
                self._run_aside(job) if job.aside else self._run(job)

    def _run_aside(self, job):
        """Begin it, unless the last time goes on still."""
        if job.name not in self._aside or not self._aside[job.name].is_alive():
            self._aside[job.name] = threading.Thread(target=self._run_quietly, args=(job,), name=f"jobs: {job.name}", daemon=True)
            self._aside[job.name].start()

    def _run_quietly(self, job):
        with suppress(Stopped):
            self._run(job)

    def _run(self, job):
        try:
            job.do()
        except Stopped:
            raise
        except Exception:
            # A store that is away, a school that is being moved: the next round finds it again.
            log.exception("The job %s failed.", job.name)

    def _resign(self):
        # Another process need not wait for the lease to run out.
        try:
            if self.elected():
                self.ground.store.scratch.delete("jobs", "lease")
        except Exception as error:
            log.warning("The lease of the jobs could not be given back: %s", error)
