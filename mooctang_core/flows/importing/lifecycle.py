"""What a person may do with an import: bring a file, say which column is what, mend, let it in, take it back."""

import hashlib
from datetime import timedelta

from ...activity import Refused
from ...model.imports import CHECKING, DONE, DROPPED, OPEN, READY, REFUSED, RUNNING, UNDOING, Imports
from ...words import translator
from .. import auditing
from . import pieces
from .matching import missing

_ = translator("mooctang_core")
KEPT_DAYS = 7
WANTED = "imports"


def imports_of(school):
    return school.imports if school.imports is not None else Imports()


def begin(school, kind, filename, data, by, now, private):
    """(the import of this file, whether it is new). The same file is not taken twice while it counts."""
    if school.imports is None:
        school.imports = Imports()
    mark = private.mark("file", kind, hashlib.sha256(data).hexdigest())
    earlier = school.imports.same(mark)
    if earlier is not None:
        return earlier, False
    batch = school.imports.add(kind, filename, by, now, mark)
    batch.raw = private.close(data)
    return batch, True


def check_again(batch):
    """What was found before is not true any more."""
    batch.version += 1
    batch.state, batch.done, batch.allowed = CHECKING, 0, False


def remap(batch, mapping, whole):
    """Which column is which field, and whether the file is the whole list of its classes."""
    _must_be_open(batch)
    columns = {word: column for word, column in mapping.items() if 0 <= column < len(batch.columns)}
    if len(set(columns.values())) < len(columns):
        raise Refused(_("同一列不能同时是两项。请检查后再保存。"))
    batch.mapping, batch.whole = columns, whole
    check_again(batch)


def mend(batch, private, changes, left_out=()):
    """{place: {field: text}}: cells as somebody wrote them on the page; and rows that shall stay out."""
    _must_be_open(batch)
    mapping = dict(batch.mapping)
    cells = {place: {mapping[word]: text[:2_000] for word, text in row.items() if word in mapping} for place, row in changes.items() if batch.head < place < batch.rows}
    if cells:
        pieces.write(batch, private, cells)
    batch.left_out = tuple(sorted({*batch.left_out, *(place for place in left_out if batch.head < place < batch.rows)}))
    check_again(batch)


def _must_be_open(batch):
    if batch.state not in (READY, DONE) or not batch.rows or batch.raw is not None or not batch.pieces:
        raise Refused(_("这次导入现在不能修改。请刷新页面看看它到了哪一步。"))


def go(school, batch, by, now, allowed=False):
    """Let the good rows in, all of them: the machine does it from here on."""
    if batch.state != READY:
        raise Refused(_("这次导入还不能开始。请刷新页面看看它到了哪一步。"))
    if missing(batch.mapping, batch.kind):
        raise Refused(_("有必填的列还没有对应。请先在“列的对应”里选好。"))
    if batch.turn != school.imports.turn:
        check_again(batch)
        raise Changed(_("检查以后又有别的导入完成了，所以重新检查了一遍。请再看一次结果，然后导入。"))
    if batch.leaving and not allowed:
        raise Refused(_("有班级会少掉太多人。请核对后，勾选“我核对过了”，再导入。什么都没有写入。"))
    if not sum(batch.counts[word] for word in ("new", "changed", "moved", "gone")):
        raise Refused(_("没有可以导入的行：和学校现有的资料一样，或者都还要修改。"))
    batch.state, batch.done, batch.allowed = RUNNING, 0, bool(batch.leaving)
    auditing.log(school, by, "import-started", batch.filename, now, count=sum(batch.counts[word] for word in ("new", "changed", "moved")))


class Changed(Refused):
    """Refused, and what changed on the way is kept all the same."""


def undo(school, batch, by, now, days=KEPT_DAYS):
    """Take everything back that this import wrote, but for what somebody changed or used since."""
    if batch.state not in (DONE, READY) or not batch.before:
        raise Refused(_("这次导入没有可以撤销的内容。"))
    if now > batch.finished + timedelta(days=days):
        raise Refused(_("导入已经超过 ${days} 天，不能再整批撤销。", days=days))
    batch.state, batch.done = UNDOING, 0
    auditing.log(school, by, "import-undo", batch.filename, now)


def drop(batch):
    """Forget a file that was not imported."""
    if batch.state in OPEN and batch.state in (RUNNING, UNDOING) or batch.before:
        raise Refused(_("已经导入的文件不能丢弃，只能撤销。"))
    batch.state = DROPPED
    batch.forget_rows()


def forget_old(school, now, days=KEPT_DAYS):
    """Nobody's data lies about longer than a mistake may be mended. True when something was forgotten."""
    old = [batch for batch in imports_of(school).batches.values() if now - (batch.finished or batch.at) > timedelta(days=days)
           and batch.state not in (RUNNING, UNDOING) and (batch.pieces or batch.raw or batch.before)]
    for batch in old:
        batch.forget_rows()
        batch.before = type(batch.before)()
        batch.state = DROPPED if batch.state in (*OPEN, READY, REFUSED) and not batch.finished else batch.state
    return bool(old)
