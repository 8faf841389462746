"""Another way to sign in at a school: its own identity service.

The login page shows a button with the provider's `title`. `begin` returns the address to go to; it finds `request.login_back`
(where to send the person back) and `request.login_state` (a word that is good once, for ten minutes, in this browser), and the
address of the return must carry that word as `state`. `finish` looks at what came back and returns (issuer, subject, claims);
it may raise `Refused` with a sentence for the person. Whoever has `external:<issuer>:<subject>` among their login methods is
signed in; whom nobody knows is asked whether they have an account. What speaks to the other server belongs into a function that
`begin` or `finish` hands back: it is called where it holds up nobody. `outside(request)` speaks for you, to public addresses only.
"""

from urllib.parse import parse_qs, urlencode, urlsplit

from mooctang_core.api import Refused, hookimpl

KNOWN = {"ticket-of-student-1": "2026001"}


class CampusCard:
    word = "card"
    title = "校园卡"

    def begin(self, request):
        service = f"{request.login_back}?state={request.login_state}"
        return f"https://id.example.edu/login?{urlencode({'service': service})}"

    def finish(self, request):
        subject = KNOWN.get(request.GET.get("ticket"))
        if subject is None:
            raise Refused("校园卡系统没有认出这张票据。请再试一次。")
        return "id.example.edu", subject, {}


@hookimpl
def auth_providers(school):
    return [CampusCard()]


def test_there_and_back_again(campus):
    with campus.writing("alliance") as alliance:
        alliance.bind(alliance.accounts[campus.aid("s1")], "external:id.example.edu:2026001")
    browser = campus.browser(None)
    assert "校园卡" in browser.get("/login")
    away = browser.app.get("/login/with/card", {"next": campus.room}).location
    service = parse_qs(urlsplit(away).query)["service"][0]
    browser.get(service + "&ticket=ticket-of-student-1")
    assert "大学物理" in browser.get(campus.room)
