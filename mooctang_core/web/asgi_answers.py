"""Call the WSGI application, and what it hands back."""
import http
import logging
import secrets

from transaction.interfaces import TransientError

from mooctang_core.store.errors import trouble

log = logging.getLogger("mooctang.web")

WHOLE = 256 * 1024      # an answer up to this size is handed over in one piece


class Answer:
    """Status, headers and body; `rest` is the iterator of a body too large for one piece."""

    __slots__ = ("status", "headers", "body", "rest", "_close")

    def __init__(self, status, headers, body=b"", rest=None, close=None):
        self.status, self.headers, self.body, self.rest, self._close = status, headers, body, rest, close

    def take(self, name):
        """The value of a header that is for us and must not leave the house."""
        value = None
        for header in [h for h in self.headers if h[0].lower() == name]:
            self.headers.remove(header)
            value = header[1]
        return value

    def more(self, size):
        """The next bytes, at least `size` unless it ends; b"" at the end."""
        pieces, length = [], 0
        for piece in self.rest:
            pieces.append(piece)
            length += len(piece)
            if length >= size:
                break
        return b"".join(pieces)

    def close(self):
        if self._close is not None:
            self._close()


class Answerer:
    """Calls the WSGI application; an error that it let through becomes an answer here."""

    def __init__(self, wsgi):
        self._wsgi, self._corridor = wsgi, getattr(wsgi, "corridor", None)

    def __call__(self, environ):
        """(Answer or None, future or None). A view that queued a command leaves the future of its outcome; its answer comes
        along only when the view says that this is the one to give once the command is done."""
        try:
            return self._call(environ)
        except Exception as error:
            return _failure(environ, error), None

    def may_be_short(self, environ):
        """Whether this looks like one of the taps of a rush."""
        return self._corridor is not None and self._corridor.fits(environ)

    def shortly(self, environ):
        """The same as a call for an ordinary tap; (None, None), and nothing was done, where the application has to be asked."""
        return self._corridor(environ)

    def rest(self):
        """No tap waits: nothing is held for the next one."""
        if self._corridor is not None:
            self._corridor.rest()

    def _call(self, environ):
        started = {}

        def start_response(status, headers, exc_info=None):
            started.update(status=int(status[:3]), headers=[(n.encode("latin-1"), v.encode("latin-1")) for n, v in headers])
            return early.append

        early = []
        body = self._wsgi(environ, start_response)
        close = getattr(body, "close", None)
        pending = environ.get("mooctang.pending")
        if pending is not None and not environ.get("mooctang.when_done"):
            if close is not None:
                close()
            return None, pending
        answer = Answer(200, [], rest=iter(body), close=close)
        answer.body = b"".join(early) + answer.more(WHOLE)
        answer.status, answer.headers = started["status"], started["headers"]
        if len(answer.body) < WHOLE:
            _finish(answer, environ["REQUEST_METHOD"])
        return answer, pending


def _finish(answer, method):
    answer.close()
    answer.rest = None
    if method != "HEAD" and answer.status not in (204, 304) and not _has(answer, b"content-length"):
        answer.headers.append((b"content-length", b"%d" % len(answer.body)))


def _has(answer, name):
    return any(header.lower() == name for header, _ in answer.headers)


def _failure(environ, error):
    if trouble(error) or isinstance(error, TransientError):
        answer = plain_answer(503)
        answer.headers.append((b"retry-after", b"2"))
        log.error("The store could not serve %s: %s", environ.get("PATH_INFO"), error)
        return answer
    incident = secrets.token_hex(4)
    log.error("Incident %s: %s failed.", incident, environ.get("PATH_INFO"), exc_info=error)
    return plain_answer(500, f" ({incident})")


def plain_answer(status, more=""):
    """A short answer in plain text, for what never reaches a view."""
    text = f"{status} {http.HTTPStatus(status).phrase}{more}\n".encode()
    return Answer(status, [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", b"%d" % len(text))], text)
