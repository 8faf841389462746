"""How much and how fast one person may write, how long they may take it back, and when nobody is disturbed."""

import unicodedata
from datetime import time, timedelta
from zoneinfo import ZoneInfo

from mooctang_core.api import Refused, translator

_ = translator("mooctang_classspace")
TEXT_MOST = 2000
RECALL = timedelta(days=7)
BURST, IN_BURST = timedelta(seconds=5), 8
FILE_MB = 500
QUIET = ("23:00", "07:00")


def tidy_text(text):
    """What is kept of a text: no blank ends, no hidden marks but those of emoji, no gaps of many lines."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    text = "".join(mark for mark in text if mark in "\n\u200d" or unicodedata.category(mark) not in ("Cc", "Cf", "Cs"))
    lines = [line.rstrip() for line in text.split("\n")]
    return "\n".join(line for at, line in enumerate(lines) if line or lines[at - 1])


def checked_text(text, with_file=False):
    """The text as it is kept, or Refused with what to do."""
    text = tidy_text(text)
    if not text and not with_file:
        raise Refused(_("先写点什么再发。"))
    if len(text) > TEXT_MOST:
        raise Refused(_("一条消息最多 ${n} 个字，现在有 ${have} 个。请分成几条，或者作为文件发送。", n=TEXT_MOST, have=len(text)))
    return text


def check_pace(moments, now):
    """Refuse a flood: `moments` are those of this person's last messages."""
    if sum(now - moment < BURST for moment in moments) >= IN_BURST:
        raise Refused(_("发得太快了，请等几秒再发。内容还在。"))


def may_recall(message, aid, now):
    """Whether this person may take the message back now."""
    return message["by"] == aid and not message["gone"] and now - message["at"] <= RECALL


def read_clock(text):
    """A time of day as a form sends it; Refused when it is none."""
    try:
        return time.fromisoformat(text).strftime("%H:%M")
    except ValueError:
        raise Refused(_("请填写时间，例如 22:30。")) from None


def is_quiet(quiet, now, zone):
    """Whether a moment lies in somebody's quiet hours, which may go over midnight."""
    if not quiet:
        return False
    begin, end = quiet
    clock = now.astimezone(ZoneInfo(zone)).strftime("%H:%M")
    return begin <= clock < end if begin <= end else clock >= begin or clock < end
