"""What a teacher does to a gradebook: rules, columns of their own, values and corrections with a reason; all of it can be undone."""

import math

from ..activity import Refused
from ..model.gradebook import Gradebook
from ..words import translator
from . import weighing
from .standing import Term

_ = translator("mooctang_core")
COLUMNS_MOST = 40
FULL_MOST = 1000


def book_of(classroom):
    """The teacher's half, made at the first write."""
    if classroom.book is None:
        classroom.book = Gradebook()
    return classroom.book


def keep_rules(classroom, host, school, given, progress, by, now):
    """Weights that are a hundred together, and the attendance policy."""
    term = Term(classroom, host, school, [], progress=progress)
    weights, policy = weighing.weights_from(given, term.words), weighing.policy_from(given)
    weighing.refuse_unless_whole(weights)
    book_of(classroom).lay_down({"weights": weights, "policy": policy._asdict()}, by, now)


def add_column(classroom, title, most, by, now):
    title, book = title.strip()[:60], book_of(classroom)
    if not title:
        raise Refused(_("请给这一列起个名字。"))
    if len(book.columns_at()) >= COLUMNS_MOST:
        raise Refused(_("最多 ${n} 列。", n=COLUMNS_MOST))
    return book.add_column(title, int(number(most, 1, FULL_MOST)), by, now)


def remove_column(classroom, name, by, now):
    """Take a column away; what was in it comes back with an undo. Its weight must be given to others first."""
    book = book_of(classroom)
    if name not in book.columns_at():
        raise Refused(_("没有这一列了。"))
    if (book.rules_at().get("weights") or {}).get(name):
        raise Refused(_("这一列还占着权重。先把它的权重改成 0，再删除。"))
    book.remove_column(name, by, now)


def put(classroom, host, school, column, values, why, by, now):
    """Values of several people in a column of the teacher's, or over a computed one ("=quiz", "=total"); None takes it back."""
    book, members = book_of(classroom), {member.aid for member in classroom.everyone()}
    most = limit(classroom, host, school, book, column)
    if not set(values) <= members:
        raise Refused(_("这个人不在这个课堂里。"))
    if column.startswith("=") and not why.strip():
        raise Refused(_("请写明更正的理由，学生和其他老师会看到。"))
    read = {aid: None if str(value).strip() == "" else number(value, 0, most) for aid, value in values.items()}
    read = {aid: value for aid, value in read.items() if value != book.value(column, aid)}
    if read:
        book.put(column, read, by, now, why.strip()[:200])
    return len(read)


def limit(classroom, host, school, book, column):
    """The most that may stand in a column."""
    if column in book.columns_at():
        return book.columns_at()[column]["most"]
    known = {weighing.ONLINE, "total", *host.kinds, *(node.kind for session in classroom["sessions"].values() for node in session.values())}
    if not column.startswith("=") or column[1:] not in known:
        raise Refused(_("没有这一列了。"))
    return 100


def number(text, low, high):
    try:
        value = float(str(text).strip())
    except ValueError:
        value = math.nan
    if not low <= value <= high:
        raise Refused(_("“${text}”不是 ${low} 到 ${high} 之间的数。", text=str(text)[:20], low=low, high=high))
    return int(value) if value == int(value) else round(value, 2)


def from_lines(classroom, text):
    """({aid: value}, [what cannot be read]) of lines "学号 分数", as they come from a sheet."""
    by_number = {member.number: member.aid for member in classroom.present() if member.number}
    values, wrong = {}, []
    for at, line in enumerate(text.splitlines(), 1):
        parts = line.replace(",", " ").replace("，", " ").split()
        if not parts:
            continue
        if len(parts) < 2 or parts[0] not in by_number:
            wrong.append(_("第 ${n} 行“${line}”：没有这个学号，或者没有分数。", n=at, line=line.strip()[:40]))
        else:
            values[by_number[parts[0]]] = parts[-1]
    return values, wrong


def undo(classroom, name, by, now):
    if classroom.book is None or not classroom.book.undo(name, by, now):
        raise Refused(_("这一步已经撤销过，或者过了一天，不能撤销了。"))
