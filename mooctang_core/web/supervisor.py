"""Keep a number of worker processes running: start, start again with patience, stop together."""
import contextlib
import ctypes
import logging
import os
import random
import select
import signal
import sys
import time
import traceback

log = logging.getLogger("mooctang.serve")

FIRST_PAUSE, LONGEST_PAUSE = 0.2, 10.0
HEALTHY = 30            # seconds of life after which a death is the first one again
STOP_SECONDS = 12       # then a worker that will not stop is killed
PR_SET_PDEATHSIG = 1


class CannotStart(Exception):
    """No worker ever became ready, so starting it again would only repeat the message."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


class Worker:
    """One process: who it is, which place it has among the others, when it began, and the pipe on which it says that it is ready."""

    def __init__(self, pid, place, pipe):
        self.pid, self.place, self.pipe, self.began, self.ready = pid, place, pipe, time.monotonic(), False


def supervise(work, number, on_ready):
    """Run `work(place, ready)` in `number` processes, each at a place of its own from 0, until SIGTERM or SIGINT; 0 when all of them ended well."""
    return _Supervisor(work, number, on_ready).run()


class _Supervisor:
    def __init__(self, work, number, on_ready):
        self.work, self.number, self.on_ready = work, number, on_ready
        self.workers = {}
        self.pause, self.starts = FIRST_PAUSE, []
        self.stopping = self.announced = False
        self.wake_out, self.wake_in = os.pipe()
        os.set_blocking(self.wake_in, False)
        os.set_blocking(self.wake_out, False)

    def run(self):
        before = {number: signal.signal(number, self._on_signal) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD)}
        signal.set_wakeup_fd(self.wake_in)
        try:
            for _ in range(self.number):
                self._start()
            while self.workers or (self.starts and not self.stopping):
                self._wait()
                self._bury()
                self._start_due()
                self._kill_late()
            return 0
        finally:
            signal.set_wakeup_fd(-1)
            for number, handler in before.items():
                signal.signal(number, handler)

    def _on_signal(self, number, frame):
        if number != signal.SIGCHLD and not self.stopping:
            self.stopping = time.monotonic()
            for pid in list(self.workers):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGTERM)

    def _start(self):
        ready_out, ready_in = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        parent = os.getpid()
        place = min(set(range(self.number)) - {worker.place for worker in self.workers.values()})
        # This process has no threads and no open database, so a fork is a clean start that shares the loaded code.
        pid = os.fork()
        if pid == 0:
            os.close(ready_out)
            self._be_worker(parent, place, ready_in)
        os.close(ready_in)
        self.workers[pid] = Worker(pid, place, ready_out)

    def _be_worker(self, parent, place, ready):
        code = 1
        try:
            signal.set_wakeup_fd(-1)
            for number in (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD):
                signal.signal(number, signal.SIG_DFL)
            _die_with(parent)
            code = self.work(place, lambda: os.write(ready, b"!")) or 0
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 1
        except BaseException as error:
            _explain(error)
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)

    def _wait(self):
        pipes = [worker.pipe for worker in self.workers.values() if not worker.ready]
        due = min(self.starts, default=None)
        patience = 1.0 if due is None else max(0.01, min(1.0, due - time.monotonic()))
        readable, _, _ = select.select([self.wake_out, *pipes], [], [], patience)
        with contextlib.suppress(BlockingIOError):
            os.read(self.wake_out, 4096)
        for worker in self.workers.values():
            if worker.pipe in readable and os.read(worker.pipe, 1):
                worker.ready = True
        self._announce()

    def _announce(self):
        if not self.announced and len(self.workers) == self.number and all(w.ready for w in self.workers.values()):
            self.announced = True
            self.on_ready()

    def _bury(self):
        for pid in list(self.workers):
            gone, status = os.waitpid(pid, os.WNOHANG)
            if gone:
                worker = self.workers.pop(pid)
                os.close(worker.pipe)
                self._after(worker, os.waitstatus_to_exitcode(status))

    def _after(self, worker, code):
        if self.stopping:
            return
        if not worker.ready and not self.announced:
            self._on_signal(signal.SIGTERM, None)
            self._let_go()
            raise CannotStart(code if code > 0 else 1)
        if time.monotonic() - worker.began > HEALTHY:
            self.pause = FIRST_PAUSE
        log.error("Worker %d ended with code %d; another starts in %.1f s.", worker.pid, code, self.pause)
        self.starts.append(time.monotonic() + self.pause * (0.5 + random.random() / 2))
        self.pause = min(self.pause * 2, LONGEST_PAUSE)

    def _start_due(self):
        now = time.monotonic()
        due = [at for at in self.starts if at <= now] if not self.stopping else []
        for at in due:
            self.starts.remove(at)
            self._start()

    def _kill_late(self):
        if self.stopping and time.monotonic() - self.stopping > STOP_SECONDS:
            for pid in list(self.workers):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)

    def _let_go(self):
        while self.workers:
            time.sleep(0.05)
            self._kill_late()
            self._bury()


def _die_with(parent):
    # A worker must not go on alone, holding the store, when its supervisor was killed.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


def _explain(error):
    # Our own errors are sentences for people; anything else is a bug and shows where.
    if type(error).__module__.startswith("mooctang_core"):
        print(f"mooctang: {error}", file=sys.stderr)
    else:
        traceback.print_exception(error)
