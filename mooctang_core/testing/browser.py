"""One person's browser in a test: gets, posts with the page's token, follows redirects, keeps its cookies."""

from webtest import TestApp

from ..identity.cookies import DEVICE, VISITOR


class Browser:
    """Speaks to the application as one person on one host."""

    def __init__(self, app, host, cookie=None, language=None):
        self.host = host
        self.app = TestApp(app, extra_environ={"HTTP_HOST": host, "REMOTE_ADDR": "127.0.0.1", "webob.is_body_seekable": True})
        self.last, self._kept = None, {}
        if cookie:
            self.app.set_cookie("mooctang", cookie)
        if language:
            self.app.set_cookie("language", language)

    def get(self, url, status=200, **headers):
        """The text of a page."""
        self.last = self.app.get(url, headers=_named(headers), status="*").maybe_follow()
        _check(self.last, status)
        return self.last.text

    def post(self, url, status=200, token=True, page=None, script=False, files=(), **fields):
        """Send a form with this browser's token; a redirect is followed. `script`: as htmx does. `files`: [(field, name, bytes)]."""
        if token:
            fields.setdefault("csrf_token", self.token(page))
        headers = {"HX-Request": "true"} if script else {}
        fields = [(name, one) for name, value in fields.items() for one in (value if isinstance(value, list) else [value])]
        answer = self.app.post(url, fields, headers=headers, status="*", upload_files=files or None)
        self.last = answer.maybe_follow() if answer.status_int < 400 else answer
        _check(self.last, status)
        return self.last.text

    def token(self, page=None):
        """The token any page of this browser carries. It is asked for once as long as the cookies stay, of which it is made."""
        if page or not self._kept.get(self._cookies()):
            found = self.app.get(page or "/", status="*").maybe_follow().html.find("meta", {"name": "csrf-token"})
            self._kept = {self._cookies(): found["content"] if found else ""}
        return self._kept[self._cookies()]

    def keep(self, token):
        """Post with this token from now on, as if a page had brought it."""
        self._kept = {self._cookies(): token}
        return self

    def _cookies(self):
        return tuple(sorted((name, value) for name, value in self.app.cookies.items() if name.endswith((DEVICE, VISITOR))))


def _check(response, status):
    wanted = status if isinstance(status, tuple) else (status,)
    if status is not None and response.status_int not in wanted:
        raise AssertionError(f"{response.request.method} {response.request.path_qs}: {response.status}, not {status}\n{said(response)}")


def said(response):
    """What the page says to its reader: the text of its main part, else the beginning of what came."""
    main = response.html.find("main") if "html" in (response.content_type or "") else None
    return " ".join(main.get_text(" ").split())[:1500] if main else response.text[:1500]


def _named(headers):
    return {name.replace("_", "-"): value for name, value in headers.items()}
