"""The alliance: one installation, its accounts, hosts and member schools."""

from BTrees.OOBTree import OOBTree, OOSet
from persistent.mapping import PersistentMapping

from ..permissions import MANAGE, OPERATE, OPERATOR, VIEW
from .base import Folder, Place


class Alliance(Place):
    """A root. Schools are known here by slug and database name only, never by object."""

    rooms = ("accounts", "courses")
    grants = {OPERATOR: {VIEW, MANAGE, OPERATE}}
    # See flows.visiting: every visit by its id, and the one that each operator is on.
    visits = visiting = None
    # See flows.branding.
    look_draft = look_before = None
    # Made with the first deed, see model.audit.
    audit = None
    # slug -> ((when, how many lines, fingerprint), …): how far each school's log had come, hour by hour.
    anchors = None
    # "school/course" -> what became of a recommendation.
    decided = None
    # Letters to accounts, and one-time codes to whoever has none yet; made with the first, see model.outbox.
    outbox = None
    # aid -> since when the account is to be deleted; made with the first.
    leaving = None
    # name -> Merge: accounts that became one, and the names of those that schools still work on.
    merges = None
    merging: tuple = ()

    def __init__(self, title="", short=""):
        super().__init__(accounts=Folder(), courses=Folder())
        self.title = title
        self.brand = PersistentMapping(color="#2746b8", logo=None, short=short or title, slogan="")
        self.theme = "default"
        self.timezone = "Asia/Shanghai"
        self.hosts = OOBTree()
        self.schools = OOBTree()
        self.methods = OOBTree()
        self.codes = OOBTree()
        self.operators = OOSet()
        self.evolved = OOBTree()
        self.settings = PersistentMapping()

    def roles_of(self, aid):
        return (OPERATOR,) if aid in self.operators else ()

    def add_account(self, account, *methods):
        """Take an account in under its id and its ways to log in ("email:a@b.c", "user:1001020230001")."""
        self.accounts[account.aid] = account
        for method in methods:
            self.bind(account, method)
        return account

    def bind(self, account, method):
        if self.methods.get(method, account.aid) != account.aid:
            raise KeyError(method)
        self.methods[method] = account.aid
        account.methods = tuple(dict.fromkeys((*account.methods, method)))

    def unbind(self, account, method):
        """This way to log in is nobody's again."""
        if self.methods.get(method) == account.aid:
            del self.methods[method]
        account.methods = tuple(one for one in account.methods if one != method)

    def account_by(self, method):
        aid = self.methods.get(method)
        return self.accounts.get(aid) if aid else None

    def hosts_of(self, slug):
        """The hosts that lead to a school, the canonical one first."""
        return [host for host, target in sorted(self.hosts.items(), key=lambda item: (":" in item[0], item[0])) if target == slug]
