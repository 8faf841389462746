"""Two processes on PostgreSQL: what one commits, the pages of the other are told."""
import json

import pytest

from mooctang_core.testing.postgres import postgres_bin, private_postgres

from .running import read_until, until


@pytest.mark.postgres
def test_pages_of_both_processes_are_told_counted_and_revoked(start):
    if postgres_bin() is None:
        pytest.skip("PostgreSQL is not installed")
    with private_postgres() as database:
        server = start(workers=2, store=str(database), bus="auto")
        pages = [server.stream(f"s{n}") for n in range(24)]
        for page in pages:
            read_until(page, b"<p>class")

        def connected():
            return json.loads(server.text("/connected"))

        until(lambda: connected()[1] == {"connected": 24}, 10)
        server.get("/change")
        for page in pages:
            assert b"<p>class" in read_until(page, b"<p>class")
        server.get("/change?k=revoke&a=" + "+".join(f"s{n}" for n in range(24)))
        for page in pages:
            assert b"event: gone" in read_until(page, b"event: gone")
            page.close()
        seconds, code = server.stop()
        assert seconds < 5 and code == 0
