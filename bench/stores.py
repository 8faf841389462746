"""Where a bench keeps its store: a folder of its own, and a private PostgreSQL when it is to be on one."""

import contextlib
import shutil
import tempfile
from pathlib import Path

from mooctang_core.testing.postgres import postgres_bin, private_postgres

PG_WORKERS = 2


@contextlib.contextmanager
def folder():
    made = Path(tempfile.mkdtemp(prefix="mooctang-bench-"))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


class Places:
    """Hands out empty stores: `settings()` for a home and a store that nothing was written to."""

    def __init__(self, root, kind, workers=None, postgres=None):
        self.root, self.kind, self.postgres = root, kind, postgres
        self.workers = workers or (PG_WORKERS if kind == "pg" else 1)
        self.count = 0

    def settings(self, **more):
        self.count += 1
        store = self.postgres.database(f"bench{self.count}") if self.postgres is not None else "file"
        return {"home": str(self.root / f"home{self.count}"), "store": store, "workers": self.workers, "port": 1, **more}


@contextlib.contextmanager
def places(kind, workers=None):
    """Places on the embedded store ("fs") or on a PostgreSQL of this bench's own ("pg")."""
    with contextlib.ExitStack() as stack:
        root = stack.enter_context(folder())
        postgres = None
        if kind == "pg":
            if postgres_bin() is None:
                raise SystemExit("There is no PostgreSQL on this machine: install it, or leave --store pg out.")
            postgres = stack.enter_context(private_postgres())
        yield Places(root, kind, workers, postgres)
