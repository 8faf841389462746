"""What the stories of accounts share: a code as it was sent, and the form of a page by what stands in it."""

from mooctang_core.identity import codes
from mooctang_core.model.outbox import Outbox
from mooctang_core.testing.browser import Browser


def sent_to(campus, kind, value):
    """The code that is good now for this number or address; None when none went there."""
    good = {nonce for _key, nonce in campus.store.scratch.items("code")}
    with campus.reading("alliance") as alliance:
        letters = [letter for letter in Outbox(alliance).all() if tuple(letter.notice.get("to", ())) == (kind, value) and letter.notice["nonce"] in good]
        if not letters:
            return None
        youngest = letters[-1]
        return codes.opened(campus.app.registry.secret, youngest.notice, campus.clock())["text"][2]["code"]


def stranger(campus, host="east.test"):
    return Browser(campus.app, host)


def submit(browser, status="*", button=None, has=None, **fields):
    """Send the page's form that has the field `has` (or all of `fields`); the answer is followed when it is a redirect."""
    wanted = {has} if has else set(fields)
    form = next(form for form in browser.last.forms.values() if wanted <= set(form.fields) and (not button or any(
        getattr(field, "_value", None) == button for field in form.fields.get("step", []))))
    for name, value in fields.items():
        form[name] = value
    answer = form.submit("step", value=button, status="*") if button else form.submit(status="*")
    browser.last = answer.maybe_follow() if answer.status_int < 400 else answer
    assert status == "*" or browser.last.status_int == status, browser.last.text[:3000]
    return browser.last


def by_code(campus, browser, url, typed, kind, value):
    """Through the page of codes at `url`: send, read the letter, type it in."""
    browser.get(url)
    submit(browser, button="send", name=typed, status=200)
    return submit(browser, button="check", code=sent_to(campus, kind, value))
