"""A small store with one school of plain persistent mappings: the committer needs to know no more."""
import datetime

import transaction
from persistent.mapping import PersistentMapping

from mooctang_core import settings as settings_
from mooctang_core.committer import Command, Committer
from mooctang_core.model.alliance import Alliance
from mooctang_core.store import open_store


class Host:
    def __init__(self):
        self.failures = []

    def failed(self, school, name, where, error):
        self.failures.append((name, where, str(error)))


class House:
    """A store, a committer and what was published, with a node of ten records in the school `pku`."""

    def __init__(self, folder, uri="file", people=10, **over):
        self.settings = settings_.load(environ={}, home=str(folder), store=uri, **over)
        self.store = open_store(self.settings)
        self.host, self.published, self.executors = Host(), [], {}
        self.write(lambda root: self._lay_out(root, people))
        self.committer = Committer(self.store, self.host, self.published.append, now, self.settings, self.executors)

    def _lay_out(self, root, people):
        root["alliance"] = Alliance("Alliance")
        root["schools"] = PersistentMapping()
        for slug in ("pku", "thu"):
            root["alliance"].schools[slug] = "main"
            root["schools"][slug] = school = PersistentMapping(state="open")
            school.slug = slug
            school["records"] = PersistentMapping((f"s{n}", PersistentMapping()) for n in range(people))

    def write(self, change):
        """Change the main database in a transaction of its own, as a request of a teacher does."""
        manager = transaction.TransactionManager(explicit=True)
        manager.begin()
        connection = self.store.connection("main", manager)
        try:
            result = change(connection.root())
            manager.commit()
            return result
        except BaseException:
            manager.abort()
            raise
        finally:
            connection.close()

    def read(self, look):
        return self.write(look)

    def put(self, aid="s1", answer="yes", kind="save", school="pku", plugin="checkin", key="", digest=""):
        return self.committer.put(Command(kind, school, "/r7/1", plugin, aid, answer, now(), key, digest))

    def ask(self, *args, **more):
        return self.put(*args, **more).result(10)

    def records(self, school="pku"):
        return self.read(lambda root: {aid: dict(record) for aid, record in root["schools"][school]["records"].items()})

    def close(self):
        self.committer.close()
        self.store.close()


def now():
    return datetime.datetime.now(datetime.UTC)
