"""One notice as a mail: text and HTML, in the reader's language, with the way to say that one wants no more of the sort."""

from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr, localtime
from html import escape
from urllib.parse import urlsplit

from mooctang_core.api import SORTS, say_in, sign, signed, translator

_ = translator("mooctang_mail")
TITLES = {sort.word: sort.title for sort in SORTS}


def compose(message, address, sender, key):
    """The EmailMessage. ValueError where the address is none."""
    domain = urlsplit(message["base"]).hostname or sender.rpartition("@")[2] or "localhost"
    letter = EmailMessage(policy=SMTP)
    letter["Subject"] = one_line(f"[{message['school']}] {message['title']}")
    letter["From"] = formataddr((one_line(message["school"]), sender or f"no-reply@{domain}"))
    letter["To"] = mailbox(address)
    letter["Date"] = format_datetime(localtime())
    # The same letter carried twice is one message for whoever receives it.
    letter["Message-ID"] = f"<{message['id']}@{domain}>"
    letter["Auto-Submitted"] = "auto-generated"
    stop = stop_url(message, key)
    if stop:
        letter["List-Unsubscribe"] = f"<{stop}>"
        letter["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    letter.set_content(as_text(message, stop))
    letter.add_alternative(as_html(message, stop), subtype="html")
    return letter


def one_line(text):
    """A header ends at a line's end, so there is none in it."""
    return " ".join(str(text).split())[:200]


def mailbox(address):
    name, at, domain = address.partition("@")
    if not (name and at and domain) or any(letter in address for letter in " \r\n\t,;<>()\"\\") or "@" in domain:
        raise ValueError(address)
    return address


def stop_url(message, key):
    """Where this person says that they want no more of the sort; "" for a code, which nobody gets without asking."""
    if message["kind"] == "code" or not message["aid"] or not message["base"]:
        return ""
    return f"{message['base']}/mail/stop/{stop_word(message['aid'], message['sort'], key)}"


def stop_word(aid, sort, key):
    return f"{aid}.{sort}.{sign(key, 'stop', aid, sort)}"


def read_stop(word, key):
    """(account id, sort) of such a word, or None when we did not make it."""
    aid, _dot, rest = word.partition(".")
    sort, _dot, signature = rest.partition(".")
    return (aid, sort) if sort in TITLES and signed(key, signature, "stop", aid, sort) else None


def as_text(message, stop):
    say = speaker(message["locale"])
    parts = [say(_("${name}，你好：", name=message["name"])) if message["name"] else "", message["title"], message["text"], message["place"]]
    if message["kind"] != "code" and message["url"]:
        parts.append(say(_("打开：${url}", url=message["url"])))
    foot = [message["school"]]
    if stop:
        foot += [say(_("不再接收这类邮件（${sort}）：${url}", sort=say(TITLES[message["sort"]]), url=stop)), say(_("消息设置：${url}", url=f"{message['base']}/messages/settings"))]
    return "\n\n".join(part for part in parts if part) + "\n\n-- \n" + "\n".join(foot) + "\n"


def speaker(locale):
    def say(message):
        return say_in(locale, message)

    return say


def as_html(message, stop):
    say, safe = speaker(message["locale"]), escape
    body = [f"<p>{safe(say(_('${name}，你好：', name=message['name'])))}</p>" if message["name"] else "", f"<h1 style=\"font-size:20px;margin:16px 0 8px\">{safe(message['title'])}</h1>"]
    body += [f"<p style=\"white-space:pre-line\">{safe(message['text'])}</p>" if message["text"] else "", f"<p style=\"color:#5b6472\">{safe(message['place'])}</p>" if message["place"] else ""]
    if message["kind"] != "code" and message["url"]:
        body.append(f"<p style=\"margin:20px 0\"><a href=\"{safe(message['url'])}\" style=\"background:#2746b8;color:#fff;padding:12px 20px;border-radius:8px;text-decoration:none\">{safe(say(_('打开看看')))}</a></p>")
    foot = [safe(message["school"])]
    if stop:
        settings = f"{message['base']}/messages/settings"
        foot += [f"<a href=\"{safe(stop)}\">{safe(say(_('不再接收这类邮件（${sort}）', sort=say(TITLES[message['sort']]))))}</a>", f"<a href=\"{safe(settings)}\">{safe(say(_('消息设置')))}</a>"]
    lang = "en" if message["locale"] == "en" else "zh-CN"
    return (f"<!DOCTYPE html><html lang=\"{lang}\"><head><meta charset=\"utf-8\"><title>{safe(message['title'])}</title></head>"
            f"<body style=\"font-family:sans-serif;font-size:16px;line-height:1.6;color:#1d2430;max-width:600px;margin:0 auto;padding:16px\">{''.join(body)}"
            f"<hr style=\"border:0;border-top:1px solid #dfe3ea;margin:24px 0 12px\"><p style=\"font-size:13px;color:#5b6472\">{' · '.join(foot)}</p></body></html>\n")
