"""A school's files: by content, streamed, the same after a conflict."""

import hashlib
import io
import os
import resource
import subprocess
import sys

import pytest
import transaction
from ZODB.POSException import ConflictError

from mooctang_core.store import StoreFull, files, open_store
from mooctang_core.store.files import TooLarge

from .ground import change, content_of, lay_out

BIG = 64 << 20
STREAM = """
import io, resource, sys, transaction
from mooctang_core.settings import load
from mooctang_core.store import files, open_store
from mooctang_core.model.schools import School

class Endless(io.RawIOBase):
    left = int(sys.argv[2])
    def read(self, size=-1):
        size = min(size, self.left)
        self.left -= size
        return b'x' * size

store = open_store(load(environ={}, home=sys.argv[1]))
manager = transaction.TransactionManager(explicit=True)
manager.begin()
connection = store.connection('main', manager)
school = connection.root()['school'] = School('east', 'east')
connection.add(school)
start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
hash = files.keep(school, Endless())
manager.commit()
manager.begin()
count = sum(len(piece) for piece in files.chunks(files.open(school, hash), 1000, 10 << 20))
print(count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - start)
"""


@pytest.fixture
def store(either):
    store = open_store(either)
    lay_out(store, students=1)
    yield store
    store.close()


def school_in(connection, slug="east"):
    return connection.root()["schools"][slug]


def test_a_file_is_named_by_what_is_in_it(store):
    content = os.urandom(300_000)
    with change(store) as connection:
        name = files.keep(school_in(connection), io.BytesIO(content))
        assert content_of(files.open(school_in(connection), name)) == content  # at once, in the same transaction
    assert name == hashlib.sha256(content).hexdigest()
    with change(store) as connection:
        assert content_of(files.open(school_in(connection), name)) == content
        assert files.size(school_in(connection), name) == 300_000


def test_the_same_content_is_kept_once(store):
    names = []
    for _ in range(3):
        with change(store) as connection:
            names.append(files.keep(school_in(connection), io.BytesIO(b"same")))
    assert len(set(names)) == 1
    with change(store) as connection:
        assert len(school_in(connection).files) == 2


def test_an_unknown_file_and_another_schools_file_are_both_unknown(store):
    with change(store) as connection:
        theirs = next(iter(school_in(connection, "west").files))
        for name in (theirs, "0" * 64):
            with pytest.raises(KeyError):
                files.open(school_in(connection), name)


def test_a_range_is_read_without_the_rest(store):
    content = bytes(range(256)) * 4000
    with change(store) as connection:
        name = files.keep(school_in(connection), io.BytesIO(content))
    with change(store) as connection:
        handle = files.open(school_in(connection), name)
    # The transaction has ended; the file can still be sent.
    assert b"".join(files.chunks(handle, 1000, 5000)) == content[1000:6000]
    with change(store) as connection:
        assert b"".join(files.chunks(files.open(school_in(connection), name), len(content) - 10)) == content[-10:]


def test_a_conflict_does_not_empty_the_file(store):
    content = os.urandom(100_000)
    stream = io.BytesIO(content)
    manager = transaction.TransactionManager(explicit=True)
    manager.begin()
    connection = store.connection("main", manager)
    files.keep(school_in(connection), stream)
    school_in(connection).title = "mine"
    with change(store) as other:
        school_in(other).title = "theirs"
    with pytest.raises(ConflictError):
        manager.commit()
    manager.abort()
    manager.begin()
    name = files.keep(school_in(connection), stream)
    manager.commit()
    connection.close()
    with change(store) as again:
        assert content_of(files.open(school_in(again), name)) == content


def test_too_large_is_found_out_while_streaming_and_nothing_stays(store):
    with change(store) as connection:
        with pytest.raises(TooLarge, match="more than 1000 bytes"):
            files.keep(school_in(connection), io.BytesIO(b"x" * 5000), limit=1000)
        folder = files.spool_folder(school_in(connection))
    assert not [name for name in os.listdir(folder) if name.startswith(files.SPOOL_PREFIX)]


def test_a_full_disk_says_so(store, monkeypatch):
    real = files._pour

    def pour(stream, target, limit):
        real(stream, target, limit)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "_pour", pour)
    with change(store) as connection, pytest.raises(StoreFull):
        files.keep(school_in(connection), io.BytesIO(b"x"))


def test_memory_stays_flat_whatever_the_size(settings):
    done = subprocess.run([sys.executable, "-c", STREAM, str(settings.home), str(BIG)], capture_output=True, text=True, check=True)
    count, grown = map(int, done.stdout.split())
    assert count == 10 << 20
    assert grown < 30 * 1024, f"{grown} KB for a file of {BIG >> 20} MB (page {resource.getpagesize()})"
