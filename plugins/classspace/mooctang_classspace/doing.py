"""What people do in the class space: deeds of the committer, each in its savepoint, committed in groups."""

from mooctang_core.api import Notice, Refused, changed, deed, path_of, send_notice, thawed, translator

from . import log, rules
from .people import belongs, name_in, person_in, teaches

_ = translator("mooctang_classspace")
WORD = log.WORD
REMEMBERED, TOUCHED = 12, 8
OUTSIDE = _("只有这个课堂的成员才能在这里发消息。")
GONE = _("这条消息已经不在了。")


# -- saying ------------------------------------------------------------------------------------------------------------------------

@deed
def say(room, values, doing):
    """A message to the room or to one person. The same key again is the same message."""
    other = values["to_person"]
    known = _known(room, doing)
    if known:
        return {"n": known}
    message = _message(room, values, doing, other)
    messages = log.log_of(room, doing.aid, other)
    number = messages.add(message)
    room.shelf(WORD).many("sent")[doing.aid] = [*_sent(room, doing.aid), [doing.key, doing.digest, number, doing.at]][-REMEMBERED:]
    if other:
        _note_talk(room, doing, other, number)
    _tell(room, doing, message, other)
    return {"n": number}


def _message(room, values, doing, other):
    _check_may_write(room, doing, other)
    text = rules.checked_text(values["text"], bool(values["file"]))
    rules.check_pace([one[3] for one in _sent(room, doing.aid)], doing.at)
    quoted = values["quote"]
    if quoted and log.log_of(room, doing.aid, other).get(quoted) is None:
        raise Refused(_("要回复的消息已经不在了。"))
    return {"n": 0, "at": doing.at, "by": doing.aid, "text": text, "to": quoted or None, "file": values["file"], "gone": None, "key": doing.key}


def _sent(room, aid):
    return thawed(room.peek_many(WORD, "sent").get(aid, ()))


def _known(room, doing):
    """The number that this key was given before; Refused when it stood for something else."""
    for key, digest, number, _at in _sent(room, doing.aid):
        if doing.key and key == doing.key:
            if digest != doing.digest:
                raise Refused(_("这次发送的内容和刚才的不一样，没有保存。请再发一次。"))
            return number
    return None


def _check_belongs(room, aid):
    if not belongs(room, aid):
        raise Refused(OUTSIDE)
    person = person_in(room, aid)
    if person is not None and person.simulated:
        raise Refused(_("模拟学生不能在班级空间里发言。"))


def _check_may_write(room, doing, other):
    _check_belongs(room, doing.aid)
    if other and (other == doing.aid or not belongs(room, other)):
        raise Refused(OUTSIDE)
    if teaches(room, doing.aid):
        return
    if log.silenced(room, doing.aid):
        raise Refused(_("老师暂时不让你在班级空间里发言，有问题请直接找老师。"))
    if not other and log.state_of(room)["quiet"]:
        raise Refused(_("现在只有老师可以发言。"))
    if other and doing.aid in log.prefs_of(room, other)["blocked"]:
        raise Refused(_("对方不接收你的私信。"))


def _note_talk(room, doing, other, number):
    for one, with_whom in ((doing.aid, other), (other, doing.aid)):
        talks = thawed(log.talks_of(room, one))
        before = talks.get(with_whom, (0, None, 0))
        # The third says how often something was taken back: open pages look again when the sum changes.
        room.shelf(WORD).many("talks")[one] = {**talks, with_whom: [number or before[0], doing.at, before[2] + (not number)]}


def _tell(room, doing, message, other):
    """Open pages hear of it; who was quoted or written to gets a notice, unless they want their peace."""
    where, name = path_of(room), name_in(room, doing.aid)
    if other:
        changed(doing.school, where, "face:pair", (doing.aid, other))
        return _notice(room, doing, other, _("${name} 给你发了私信", name=name) if name else _("老师给你发了私信"), f"{where}/space-private?with={doing.aid}", f"private:{doing.aid}")
    changed(doing.school, where, "face:chat")
    quoted = log.Log(room).get(message["to"]) if message["to"] else None
    if quoted is not None and quoted["by"] != doing.aid:
        title = _("${name} 在班级空间回复了你", name=name) if name else _("老师在班级空间回复了你")
        _notice(room, doing, quoted["by"], title, f"{where}/space?at={message['n']}", "reply")
    return None


def _notice(room, doing, aid, title, href, key):
    prefs = log.prefs_of(room, aid)
    if prefs["mute"] or doing.aid in prefs["blocked"] or rules.is_quiet(prefs["quiet"], doing.at, doing.school.timezone):
        return
    # One in ten minutes for each sort: a lively talk is no reason to fill somebody's messages.
    key = f"classspace:{path_of(room)}:{key}:{int(doing.at.timestamp()) // 600}"
    send_notice(doing.school, doing.host, Notice(title, href=href, to=(aid,), kind="classspace", key=key), doing.at)


# -- taking back, and keeping order --------------------------------------------------------------------------------------------------

@deed
def act(room, values, doing):
    """One thing done to a message or a person, by its word `do`."""
    _check_belongs(room, doing.aid)
    ACTS[values["do"]](room, values, doing)
    return {}


def _message_of(room, values, doing):
    messages = log.log_of(room, doing.aid, values["to_person"])
    message = messages.get(values["n"])
    if message is None:
        raise Refused(GONE)
    return messages, thawed(message)


def recall(room, values, doing):
    messages, message = _message_of(room, values, doing)
    if message["by"] != doing.aid:
        raise Refused(_("只能撤回自己发的消息。"))
    if message["gone"]:
        return
    if not rules.may_recall(message, doing.aid, doing.at):
        raise Refused(_("发出 7 天以后就不能撤回了。"))
    _put_away(room, messages, message, doing, "recalled", values["to_person"])


def remove(room, values, doing):
    """A teacher takes a message of the room away, or somebody their own file. It stays in the record, with who did it and when."""
    messages, message = _message_of(room, values, doing)
    own_file = message["by"] == doing.aid and message["file"]
    if not own_file and (values["to_person"] or not teaches(room, doing.aid)):
        raise Refused(_("只有老师可以删除别人的消息。"))
    if not message["gone"]:
        _put_away(room, messages, message, doing, "removed", values["to_person"])


def _put_away(room, messages, message, doing, how, other):
    message["gone"] = {"how": how, "by": doing.aid, "at": doing.at}
    messages.put(message)
    if other:
        _note_talk(room, doing, other, 0)
        return changed(doing.school, path_of(room), "face:pair", (doing.aid, other))
    room.shelf(WORD).many("gone")[messages.key(message["n"])] = message["n"]
    return touch(room, message["n"], doing)


def touch(room, number, doing):
    """An older message looks different now: it is drawn once more with the newest."""
    shelf = room.shelf(WORD)
    shelf["touched"] = [*(one for one in shelf.get("touched", ()) if one != number), number][-TOUCHED:]
    changed(doing.school, path_of(room), "face:chat")


def report(room, values, doing):
    """Something that should not stand there: the teachers are told, with the text as it is now."""
    _messages, message = _message_of(room, values, doing)
    if message["by"] == doing.aid:
        raise Refused(_("这是你自己发的消息，不想要可以撤回。"))
    key = f"{values['to_person'] and log.pair_of(doing.aid, values['to_person'])}:{message['n']:09d}:{doing.aid}"
    reports = room.shelf(WORD).many("reports")
    if key in reports:
        return
    reports[key] = {"n": message["n"], "private": bool(values["to_person"]), "by": doing.aid, "about": message["by"], "text": message["text"],
                    "file": (message["file"] or {}).get("name"), "at": doing.at, "done": None}
    notice = Notice(_("班级空间有一条消息被举报"), href=f"{path_of(room)}/space-record", to=tuple(room.teachers), kind="classspace",
                    key=f"classspace:{path_of(room)}:report:{key}")
    send_notice(doing.school, doing.host, notice, doing.at)


def _teachers_only(function):
    def asked(room, values, doing):
        if not teaches(room, doing.aid):
            raise Refused(_("只有老师可以这样做。"))
        function(room, values, doing)

    return asked


@_teachers_only
def settle(room, values, doing):
    """A report was looked at."""
    reports = room.shelf(WORD).many("reports")
    for key in [key for key in reports if key == values["key"]]:
        reports[key] = {**thawed(reports[key]), "done": doing.aid}


@_teachers_only
def pin(room, values, doing):
    if log.Log(room).get(values["n"]) is None:
        raise Refused(GONE)
    room.shelf(WORD)["pinned"] = values["n"]
    changed(doing.school, path_of(room), "face:chat")


@_teachers_only
def unpin(room, values, doing):
    room.shelf(WORD)["pinned"] = 0
    changed(doing.school, path_of(room), "face:chat")


@_teachers_only
def silence(room, values, doing):
    person = person_in(room, values["person"])
    if person is None:
        raise Refused(_("这个课堂里没有这个学生。"))
    room.shelf(WORD).many("silenced")[person.aid] = {"by": doing.aid, "at": doing.at}


@_teachers_only
def unsilence(room, values, doing):
    silenced = room.shelf(WORD).many("silenced")
    if values["person"] in silenced:
        del silenced[values["person"]]


@_teachers_only
def hush(room, values, doing):
    room.shelf(WORD)["quiet"] = True
    changed(doing.school, path_of(room), "face:chat")


@_teachers_only
def unhush(room, values, doing):
    room.shelf(WORD)["quiet"] = False
    changed(doing.school, path_of(room), "face:chat")


# -- one's own choices --------------------------------------------------------------------------------------------------------------

def prefer(room, values, doing):
    _choose(room, doing, **values["prefs"])


def block(room, values, doing):
    if values["person"] == doing.aid or person_in(room, values["person"]) is None:
        raise Refused(_("只能屏蔽这个课堂里的同学。"))
    _choose(room, doing, blocked=sorted({*log.prefs_of(room, doing.aid)["blocked"], values["person"]}))


def unblock(room, values, doing):
    _choose(room, doing, blocked=[one for one in log.prefs_of(room, doing.aid)["blocked"] if one != values["person"]])


def _choose(room, doing, **chosen):
    room.shelf(WORD).many("prefs")[doing.aid] = {**thawed(room.peek_many(WORD, "prefs").get(doing.aid, {})), **chosen}


ACTS = {function.__name__: function for function in (recall, report, prefer, block, unblock)} | {
    "remove": remove, "settle": settle, "pin": pin, "unpin": unpin, "silence": silence, "unsilence": unsilence, "hush": hush, "unhush": unhush}
