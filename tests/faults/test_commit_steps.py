"""A fault at every step of one commit, by strace: killed, refused by the disk, no room. What was acknowledged is there and whole."""
import os
import random
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import transaction

from bench.servers import ROOT
from mooctang_core.settings import load
from mooctang_core.store import open_store

CALLS = ("write", "fsync", "rename", "link", "ftruncate", "mkdir")
FAULTS = {"kill": "signal=SIGKILL", "eio": "error=EIO", "full": "error=ENOSPC"}
PROGRAM = Path(__file__).with_name("one_commit.py")


@pytest.fixture(scope="module")
def strace(tmp_path_factory):
    """Run the program under strace; skipped where that cannot be."""
    found = shutil.which("strace")
    if found is None:
        pytest.skip("There is no strace: install it (apt-get install strace).")
    tried = subprocess.run([found, "-o", os.devnull, "true"], capture_output=True, text=True, check=False)
    if tried.returncode:
        pytest.skip(f"Processes cannot be traced here ({tried.stderr.strip()[:200]}).")

    def run(home, key, *words, log=os.devnull):
        command = [found, "-f", "-qq", "-e", f"trace={','.join(CALLS)}", *words, "-o", str(log), sys.executable, "-W", "ignore", str(PROGRAM), str(home), key]
        return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, timeout=120, check=False)

    return run


@pytest.fixture(scope="module")
def ready(tmp_path_factory, strace):
    """A home with one commit in it, and [(call, its number)] for every step of the next commit."""
    home = tmp_path_factory.mktemp("steps") / "home"
    assert "acknowledged" in plain(home, "first").stdout
    trial, log = home.with_name("trial"), home.with_name("log")
    shutil.copytree(home, trial, ignore=shutil.ignore_patterns("*.sock"))
    assert "acknowledged" in strace(trial, "second", log=log).stdout
    return home, steps(log.read_text())


def plain(home, key):
    return subprocess.run([sys.executable, "-W", "ignore", str(PROGRAM), str(home), key], capture_output=True, text=True, cwd=ROOT,
                          env={**os.environ, "PYTHONPATH": str(ROOT)}, timeout=120, check=False)


def steps(log):
    """The calls between the program's BEGIN and its answer, each with its number among its kind."""
    counts, found, begun = dict.fromkeys(CALLS, 0), [], False
    for line in log.splitlines():
        call = re.match(r"\d+ +(\w+)\(", line)
        if call is None or call.group(1) not in counts:
            continue
        counts[call.group(1)] += 1
        if '"BEGIN' in line:
            begun = True
        elif '"acknowledged' in line:
            break
        elif begun:
            found.append((call.group(1), counts[call.group(1)]))
    return found


def look(home):
    """What the store holds: (key, times, whether text and blob are whole)."""
    store = open_store(load(environ={}, home=str(home)))
    manager = transaction.TransactionManager(explicit=True)
    manager.begin()
    connection = store.connection("main", manager)
    try:
        root = connection.root()
        with root["blob"].open("r") as file:
            whole = root["text"] == root["key"] * 40 and file.read() == root["key"].encode() * 5000
        return root["key"], root["times"], whole
    finally:
        manager.abort()
        connection.close()
        store.close()


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_at_every_step(ready, strace, sizes, tmp_path, fault):
    home, points = ready
    assert len(points) > 8 and {"write", "fsync"} <= {call for call, _number in points}
    for call, number in random.sample(points, min(len(points), sizes(4, len(points)))):
        trial = tmp_path / f"{call}{number}"
        shutil.copytree(home, trial, ignore=shutil.ignore_patterns("*.sock"))
        said = strace(trial, "second", "-e", f"inject={call}:{FAULTS[fault]}:when={number}").stdout
        key, times, whole = look(trial)
        assert whole and (key, times) in (("first", 1), ("second", 2)), (call, number, said)
        if "acknowledged" in said:
            assert key == "second", (call, number)
        # Whatever the answer was, the same key sent again ends it, and it counts once.
        assert "acknowledged" in plain(trial, "second").stdout, (call, number, said)
        assert look(trial) == ("second", 2, True), (call, number, said)


def test_the_order_on_the_disk_is_the_promise(ready, strace, tmp_path):
    """The blob and its folders, then the data, then the status byte: fsync after fsync."""
    home, _points = ready
    trial, log = tmp_path / "home", tmp_path / "log"
    shutil.copytree(home, trial, ignore=shutil.ignore_patterns("*.sock"))
    strace(trial, "second", "-y", log=log)
    lines = log.read_text().partition('"BEGIN')[2].partition('"acknowledged')[0].splitlines()
    synced = [line for line in lines if re.search(r"\bfsync\(", line)]
    blob = next(n for n, line in enumerate(synced) if ".blob" in line)
    data = [n for n, line in enumerate(synced) if "main.fs>" in line]
    folders = [n for n, line in enumerate(synced) if "blobs/" in line and ".blob" not in line]
    assert folders and blob < min(folders) and max(folders) < data[0] < data[-1], synced
