"""What staff did is written down in the transaction in which they do it; and read again, checked, and held against what was noted elsewhere."""

from datetime import timedelta
from typing import NamedTuple

from BTrees.OOBTree import OOBTree

from ..model.audit import AuditLog
from ..words import places, translator

_ = translator("mooctang_core")

DEEDS = {
    # plugins
    "plugin-on": _("启用了插件 ${about}"),
    "plugin-off": _("停用了插件 ${about}"),
    "plugin-forgotten": _("删除了插件 ${about} 的数据"),
    "plugin-settings": _("修改了插件 ${about} 的设置（${fields}），现在连接到 ${server}"),
    "plugin-cleared": _("清除了插件 ${about} 的设置"),
    "plugin-secret": _("更换了插件 ${about} 的密钥"),
    # courses
    "course-created": _("创建了课程“${title}”"),
    "course-edited": _("修改了课程“${title}”的资料"),
    "course-submitted": _("提交了课程“${title}”，等待审核"),
    "course-withdrawn": _("撤回了课程“${title}”的审核申请"),
    "course-approved": _("审核通过了课程“${title}”"),
    "course-rejected": _("审核没有通过课程“${title}”：${reason}"),
    "course-online": _("把课程“${title}”上线"),
    "course-offline": _("把课程“${title}”下线"),
    "course-lead": _("任命 ${name} 为课程“${title}”的运行教师"),
    "course-assistant": _("任命 ${name} 为课程“${title}”的助教"),
    "course-teacher-gone": _("把 ${name} 移出了课程“${title}”的课程组"),
    "course-assistant-gone": _("撤销了 ${name} 在课程“${title}”的助教身份"),
    "course-dates": _("设置了课程“${title}”的日期"),
    "course-recommended": _("把课程“${title}”推荐给联盟"),
    "course-unrecommended": _("撤回了课程“${title}”的推荐"),
    # licences
    "course-licensed": _("把课程“${title}”授权给“${school}”"),
    "course-unlicensed": _("收回了“${school}”使用课程“${title}”的授权"),
    "course-taken": _("接受了“${school}”推荐的课程“${title}”"),
    "course-declined": _("没有接受“${school}”推荐的课程“${title}”：${reason}"),
    # people and imports
    "person-created": _("新建了 ${name}（${about}）"),
    "person-edited": _("修改了 ${name}（${about}）的资料：${fields}"),
    "person-disabled": _("停用了 ${name}（${about}）"),
    "person-enabled": _("恢复了 ${name}（${about}）"),
    "person-removed": _("从名单里删除了 ${name}（${about}）"),
    "manager-added": _("让 ${name} 成为学校管理员"),
    "manager-removed": _("撤销了 ${name} 的学校管理员身份"),
    "teacher-removed": _("撤销了 ${name} 的教师身份"),
    "passwords-issued": _("给 ${count} 个人发了一次性密码：${about}"),
    "import-started": _("开始导入“${about}”：${count} 行"),
    "import-done": _("“${about}”导入完成：${count} 行，${gone} 人离开班级"),
    "import-undo": _("撤销导入“${about}”"),
    "import-undone": _("“${about}”已经撤销，${kept} 人因为已经登录或改过而保留"),
    "change-approved": _("同意了 ${about} 修改学籍信息：${fields}"),
    "change-declined": _("没有同意 ${about} 修改学籍信息：${reason}"),
    "class-created": _("创建了班级“${about}”（${code}）"),
    "class-renamed": _("把班级“${before}”改名为“${about}”"),
    "class-deleted": _("删除了班级“${about}”"),
    "class-head": _("任命 ${name} 为班级“${about}”的班主任"),
    "class-joined": _("把 ${count} 名学生加入班级“${about}”"),
    "class-left": _("把 ${count} 名学生移出班级“${about}”"),
    "class-enrolled": _("给班级“${about}”选课《${title}》：${count} 人"),

    # certification and teacher verification
    "certified": _("把学号 ${about}（${name}）认证给了一个账号"),
    "certification-released": _("解除了学号 ${about}（${name}）的认证"),
    "certification-claim-closed": _("处理了学号 ${about} 的认证申诉"),
    "certification-failed": _("认证学号 ${about} 没有成功：${reason}"),
    "certification-on": _("开通了学生认证"),
    "certification-off": _("停用了学生认证"),
    "codes-made": _("给 ${count} 名学生生成了认证码：${about}"),
    "codes-renewed": _("更换了 ${count} 名学生的认证码：${about}"),
    "codes-imported": _("导入了 ${count} 个认证码"),
    "teacher-approved": _("通过了 ${name} 的教师认证（工号 ${about}）"),
    "teacher-rejected": _("没有通过 ${name} 的教师认证（工号 ${about}）：${reason}"),
    "teacher-revoked": _("撤销了 ${name} 的教师认证"),

    # classrooms
    "room-made": _("新建了课堂“${title}”"),
    "room-edited": _("修改了课堂“${before}”的名称、地点或时间，现在叫“${title}”"),
    "room-code": _("更换了课堂“${title}”的课堂码"),
    "room-deleted": _("删除了课堂“${title}”"),
    "room-archived": _("归档了课堂“${title}”"),
    "room-restored": _("恢复了课堂“${title}”"),
    "room-removed": _("把 ${count} 人移出了课堂“${title}”：${names}"),
    "room-put-back": _("把 ${name} 放回了课堂“${title}”"),
    "room-appointed": _("让 ${name} 在课堂“${title}”任教或助教"),
    "room-dismissed": _("让 ${name} 离开了课堂“${title}”的教师名单"),

    # accounts and merging
    "method-replaced": _("把 ${name} 登录用的${kind}换成了 ${contact}：${reason}"),
    "second-removed": _("取消了 ${name} 的两步验证：${reason}"),
    "second-demanded": _("要求管理员开启两步验证"),
    "second-free": _("不再要求管理员开启两步验证"),
    "accounts-merged": _("“${old}”的账号并入了“${new}”，由本人证明"),
    "accounts-unmerged": _("撤销了账号合并：“${old}”和“${new}”又是两个账号"),

    # the alliance, its schools, and operators
    "school-created": _("创建了学校“${title}”（${about}）"),
    "look-published": _("发布了“${title}”新的样子"),
    "look-reverted": _("把“${title}”换回了上一次的样子"),
    "looks-locked": _("修改了学校可以自己改的内容"),
    "school-packed": _("把学校 ${about} 装箱带走"),
    "school-unpacked": _("从箱子里搬来了学校 ${about}"),
    "visit-begun": _("${operator} 开始代 ${name} 查看，原因：${reason}"),
    "visit-ended": _("结束了 ${operator} 代 ${name} 的查看"),
    "visit-wrote": _("代 ${name} 操作：${about}"),
    "host-added": _("给“${school}”加了网址 ${about}"),
    "host-removed": _("去掉了“${school}”的网址 ${about}"),
    "manager-made": _("任命 ${name} 为学校管理员"),
    "manager-gone": _("撤销了 ${name} 的学校管理员身份"),

    # messages
    "notice-retried": _("让 ${count} 条没有送到的消息再发一次"),
    "notice-dropped": _("停止发送 ${count} 条消息"),

}
"""What can be done, each with the sentence that tells it; `about` and the facts fill its places."""


def log(place, by, deed, about, now, **facts):
    """Write down that `by` (an account's id, "" for the machine) did `deed` to `about`; place is the School or the Alliance.

    Facts are plain, free of secrets, and stay for ever: no passwords, codes or ID numbers.
    """
    if place.audit is None:
        place.audit = AuditLog()
    return place.audit.add(now, by or "", deed, str(about or ""), facts)


def sentence(entry):
    """What was done, to be translated; a deed that nobody knows any more is told by its word."""
    message = DEEDS.get(entry.deed)
    if message is None:
        return entry.deed
    values = {name: shown(value) for name, value in entry.facts.items()}
    return message % {**dict.fromkeys(places(message), ""), **values, "about": entry.about}


def shown(value):
    return "、".join(map(str, value)) if isinstance(value, tuple) else "" if value is None else str(value)


SLACK = timedelta(days=7)


class Wanted(NamedTuple):
    """What somebody looks for in the log; what is left empty finds everything."""

    words: str = ""
    by: str = ""
    areas: tuple = ()
    """The first words of the deeds."""
    since: object = None
    until: object = None
    """Moments: from, included, and to, not included."""

    def fits(self, entry, telling):
        """`telling(entry)` is the line as the reader sees it."""
        if self.by and entry.by != self.by or self.areas and entry.deed.partition("-")[0] not in self.areas:
            return False
        if self.until is not None and entry.at >= self.until or self.since is not None and entry.at < self.since:
            return False
        return all(word in telling(entry) for word in self.words.casefold().split())


def find(place, wanted, telling):
    """The lines that fit, the newest first. Lines stand in the order of time, give or take a clock, so what is much too old ends the search."""
    for entry in place.audit.newest() if place.audit is not None else ():
        if wanted.since is not None and entry.at < wanted.since - SLACK:
            return
        if wanted.fits(entry, telling):
            yield entry


class Verdict(NamedTuple):
    """What checking the whole log found."""

    count: int
    head: str
    broken: int | None
    """The first line that was changed, left out or added; None when there is none."""
    anchors: int
    """How many notes at the alliance were held against it."""
    bent: int | None
    """The line that the alliance noted otherwise; None when there is none."""

    @property
    def good(self):
        return self.broken is None and self.bent is None


def check(place, anchors=()):
    """Every fingerprint computed anew, and held against what was noted elsewhere day by day."""
    book = place.audit or AuditLog()
    bent = next((number for _at, number, mark in anchors if not stands(book, number, mark)), None)
    return Verdict(book.count, book.head, book.broken(), len(anchors), bent)


def stands(book, number, mark):
    """Whether the log still holds, at this number, what was once noted as its fingerprint (its beginning is enough)."""
    entry = book.get(number) if book is not None else None
    return entry is not None and len(mark) >= SHORT and entry.mark.startswith(mark.lower())


SHORT = 16
"""So many letters of a fingerprint are enough to write down."""
RECENT = 800
"""So many notes are all kept; of those before, one a day, and of those older than two years, one a month, for ever."""
DAILY = timedelta(days=731)
BENT_MOST = 24


def anchor(alliance, slug, count, head, now, bent=()):
    """Note at the alliance how far a school's log has come: whoever rewrites the school's database does not rewrite this one."""
    if alliance.anchors is None:
        alliance.anchors = OOBTree()
    note_in(alliance.anchors, slug, count, head, now, bent)


def note_in(book, key, count, head, now, bent=()):
    """Add a note to those under this key, and let go of old ones that others stand for; `bent` are those that do not fit the log."""
    notes = book.get(key, ())
    if count and (not notes or notes[-1][1:] != (count, head)):
        book[key] = thinned((*notes, (now, count, head)), bent)


def thinned(notes, bent=()):
    """Fewer notes that find as much: one that fits says no more than a later one that fits, but one that does not is the proof, and stays."""
    old, recent = notes[:-RECENT], notes[-RECENT:]
    last = {period(at, recent[-1][0]): (at, count, mark) for at, count, mark in old}
    kept = {*last.values(), *[note for note in old if note in bent][:BENT_MOST]}
    return (*(note for note in old if note in kept), *recent)


def period(at, now):
    return (at.year, at.month, at.day if now - at < DAILY else 0)


def bent_of(place, notes):
    """Those of the old notes that the log does not bear out: they are never let go."""
    return frozenset(note for note in notes[:max(0, len(notes) + 1 - RECENT)] if not stands(place.audit, *note[1:]))


def anchors_of(alliance, slug):
    """((when, how many lines, fingerprint), …) as they were noted, the oldest first."""
    return (alliance.anchors or {}).get(slug, ())


ALLIANCE = "alliance_anchors"
"""Where, in the root of each database, notes of the alliance's own log lie: a school that moves away does not take them along."""


def anchor_alliance(root, count, head, now, bent=()):
    """Note in the database of a school how far the alliance's own log has come."""
    if ALLIANCE not in root:
        root[ALLIANCE] = OOBTree()
    note_in(root[ALLIANCE], "", count, head, now, bent)


def alliance_anchors(root):
    """The same notes again, the oldest first."""
    return root[ALLIANCE].get("", ()) if ALLIANCE in root else ()
