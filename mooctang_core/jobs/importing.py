"""Imports beside everything else: one step after the other on a thread of their own, resting so that pages stay quick."""

import time

from ..flows.importing import checking, lifecycle, pieces, working
from ..identity.private import private_of
from ..model.imports import CHECKING, RUNNING, SLICE, UNDOING, WAITING
from ..sheets import read_sheet
from .ground import Stopped

LOOK_EVERY = 30.0
REST_SHARE = 0.2
"""How long it rests after a slice, as a share of what the slice took: a core belongs to those who wait for a page."""


class Importing:
    """Finds the imports that have something to do, school by school, the oldest first."""

    beside = False
    """True in a server: pages are asked for meanwhile, so it rests now and then. Else at once, for a test."""

    def __init__(self, ground):
        self.ground = ground
        self.private = private_of(ground.settings)
        self._looked = None

    def run(self):
        """Do what somebody wants done, if there is anything."""
        for slug, database in self._wanted():
            self.ground.store.scratch.delete(lifecycle.WANTED, slug)
            self.ground.surely(f"importing for {slug}", lambda s=slug, d=database: self._school(s, d))

    def _wanted(self):
        """Schools whose pages asked for work; all of them now and then, in case a process died with the note."""
        noted = {slug for slug, _value in self.ground.store.scratch.items(lifecycle.WANTED)}
        everybody = not self.beside or self._looked is None or time.monotonic() - self._looked > LOOK_EVERY
        if not noted and not everybody:
            return []
        self._looked = time.monotonic() if everybody else self._looked
        return [(slug, database) for slug, database in self.ground.schools() if everybody or slug in noted]

    def _school(self, slug, database):
        while True:
            found = self.ground.read(database, lambda root: next(((batch.name, batch.state) for batch in lifecycle.imports_of(root["schools"][slug]).open()), None))
            if found is None:
                return
            name, state = found
            steps = {WAITING: self._read, CHECKING: self._check, RUNNING: self._take_in, UNDOING: self._take_back}
            steps[state](slug, database, name)

    # -- reading --
    def _read(self, slug, database, name):
        try:
            data = self._of(slug, database, name, lambda batch: working.read(batch, self.private))
            sheet = read_sheet(data, self.ground.settings.import_rows)
        except ValueError:
            self._write(slug, database, name, lambda school, batch: working.refuse(batch, {"word": "lost", "row": 1, "column": 1}))
            return
        if sheet.trouble:
            self._write(slug, database, name, lambda school, batch: working.refuse(batch, sheet.trouble))
        else:
            self._write(slug, database, name, lambda school, batch: working.keep(batch, self.private, sheet) if batch.state == WAITING else None)

    # -- the dry run --
    def _check(self, slug, database, name):
        kind, version, check = self.ground.read(database, lambda root: self._looked_at(root["schools"][slug], name))
        for start in range(0, len(check.fresh), SLICE):
            part = check.fresh[start:start + SLICE]
            for place, problem in self.ground.read("main", lambda root, p=part: working.login_problems(root["alliance"], slug, kind, p)):
                check.refuse(place, problem)
        found = check.found()
        self._write(slug, database, name, lambda school, batch: working.settle(school, batch, found, version))

    def _looked_at(self, school, name):
        batch = school.imports.get(name)
        reader = self._reader(school, batch)
        rows = (row for number in range(-(-batch.rows // SLICE)) for row in pieces.piece(batch, self.private, number))
        check = checking.Check(reader, batch, self.ground.settings.import_leave_percent, self._breathe if self.beside else lambda: None)
        return batch.kind, batch.version, check.run(rows)

    def _reader(self, school, batch):
        return checking.Reader(batch.kind, batch.mapping, pieces.odd_of(batch, self.private), checking.know(school), self.private)

    def _breathe(self):
        if self.ground.stopping.is_set():
            raise Stopped
        time.sleep(0.002)

    # -- taking in --
    def _take_in(self, slug, database, name):
        kind, rows, done, reader = self.ground.read(database, lambda root: self._start(root["schools"][slug], name))
        while done < rows:
            began, start = time.monotonic(), done
            good = self._of(slug, database, name, lambda batch, s=start: working.good_rows(batch, self.private, reader, s))
            done = min(rows, (start // SLICE + 1) * SLICE)
            self._slice(slug, database, name, kind, good, done)
            self._rest(time.monotonic() - began)
        self._write(slug, database, name, lambda school, batch: working.finish(school, batch, self.ground.clock()))

    def _start(self, school, name):
        batch = school.imports.get(name)
        return batch.kind, batch.rows, batch.done, self._reader(school, batch)

    def _slice(self, slug, database, name, kind, good, upto):
        ids = working.new_ids(len(good))
        there = self.ground.read(database, lambda root: working.accounts_there(root["schools"][slug], good))
        aids = self.ground.write_alliance(lambda alliance: working.admit(alliance, slug, kind, good, ids, there)) if len(there) < len(good) else there

        def step(school, batch):
            if batch.state == RUNNING and batch.done < upto:
                working.enter(school, batch, good, aids, ids, upto, self.ground.clock(), self.private)

        self._write(slug, database, name, step)

    def _rest(self, seconds):
        if self.beside:
            self.ground.stopping.wait(seconds * REST_SHARE)

    # -- taking back --
    def _take_back(self, slug, database, name):
        keys = self._of(slug, database, name, lambda batch: sorted(batch.before, reverse=True))
        for key in keys:
            began = time.monotonic()
            ids = self._of(slug, database, name, lambda batch, k=key: [aid for _number, _before, _after, aid in batch.before[k][0] if aid])
            in_use = self.ground.read("main", lambda root, i=ids: working.used(root["alliance"], slug, i))
            gone = self._write(slug, database, name, lambda school, batch, k=key, u=in_use: working.take_back(school, batch, k, u, self.ground.clock()))
            self.ground.write_alliance(lambda alliance, g=gone: working.dissolve(alliance, slug, g))
            self._write(slug, database, name, lambda school, batch, k=key: working.forget_slice(batch, k))
            self._rest(time.monotonic() - began)
        self._write(slug, database, name, lambda school, batch: working.taken_back(school, batch, self.ground.clock()))

    # -- tidying --
    def tidy(self):
        """Files and what is needed for undoing are forgotten after a week."""
        for slug, database in self.ground.schools():
            self.ground.surely(f"forgetting imports of {slug}", lambda s=slug, d=database: self.ground.write(
                s, d, lambda school: lifecycle.forget_old(school, self.ground.clock(), self.ground.settings.import_undo_days)))

    def _of(self, slug, database, name, step):
        return self.ground.read(database, lambda root: step(root["schools"][slug].imports.get(name)))

    def _write(self, slug, database, name, step):
        return self.ground.write(slug, database, lambda school: step(school, school.imports.get(name)))
