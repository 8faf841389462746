"""One person speaking to a server, a request at a time."""
import uuid

from bench.client import Answer, Caller, run


def ask(server, data, seconds=30):
    """The Answer; a broken connection is an answer of status 0."""
    async def once():
        caller = Caller(server.port)
        try:
            return await caller.ask(data, seconds)
        except (OSError, TimeoutError):
            return Answer(0, b"", b"")
        finally:
            caller.close()

    return run(once())


def tap(person, url, number, key=None):
    """The bytes of one submit; with the same key it counts once."""
    return person.post(f"{url}/submit", {"n": number, "idem": key or uuid.uuid4().hex})


def kept(place, url, person):
    """The numbers that the store holds for somebody."""
    from mooctang_core.model.base import find

    with place.reading() as school:
        return list(find(school, url).records[person.aid].data.get("kept", ()))
