"""A WSGI environ from an ASGI scope; what a client says about its own address is believed from our proxies only."""
import sys
from urllib.parse import unquote_to_bytes

FORWARDED = frozenset({b"forwarded", b"x-forwarded-for", b"x-forwarded-proto", b"x-forwarded-host", b"x-forwarded-port",
                       b"x-forwarded-prefix", b"x-real-ip", b"x-vhm-root"})
# The body has been read: its length is what came, however it came.
ALREADY_READ = frozenset({b"content-length", b"transfer-encoding", b"expect"})


def environ_of(scope, body, scheme, trusted):
    """`body` has a file and a length."""
    peer = (scope.get("client") or ("", 0))[0]
    host, port = (scope.get("server") or ("localhost", 80))[:2]
    environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": str(host),
        "SERVER_PORT": str(port or 80),
        "REMOTE_ADDR": peer,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scheme,
        "wsgi.input": body.file,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.input_terminated": True,
        "webob.is_body_seekable": True,
        "CONTENT_LENGTH": str(body.length),
        "mooctang.bridge": True,
    }
    forwarded = _headers(environ, scope["headers"])
    if peer in trusted:
        _believe(environ, forwarded, trusted)
    elif forwarded:
        environ["mooctang.forwarded"] = True  # by a proxy that nobody named: who asks is not who it seems to be
    return environ


def is_patient(environ):
    """Whether a page asks for its stream: it shows all it has already, so whoever has nothing yet comes before it."""
    return environ["REQUEST_METHOD"] == "GET" and "text/event-stream" in environ.get("HTTP_ACCEPT", "")


def _headers(environ, headers):
    forwarded = {}
    for name, value in headers:
        if name in FORWARDED:
            forwarded[name] = b",".join(filter(None, (forwarded.get(name), value)))
        elif name in ALREADY_READ or b"_" in name:
            continue  # X_Forwarded_For would be read as X-Forwarded-For
        elif name == b"content-type":
            environ["CONTENT_TYPE"] = value.decode("latin-1")
        else:
            _add(environ, "HTTP_" + name.decode("latin-1").upper().replace("-", "_"), value.decode("latin-1"))
    return forwarded


def _add(environ, key, value):
    if key in environ:
        value = environ[key] + ("; " if key == "HTTP_COOKIE" else ", ") + value
    environ[key] = value


def _believe(environ, forwarded, trusted):
    hops = [hop.strip() for hop in forwarded.get(b"x-forwarded-for", b"").decode("latin-1").split(",") if hop.strip()]
    # From the right, the first address that is not one of our own proxies is the client; left of it anybody can write.
    for hop in reversed(hops):
        environ["REMOTE_ADDR"] = hop
        if hop not in trusted:
            break
    scheme = forwarded.get(b"x-forwarded-proto", b"").decode("latin-1").split(",")[-1].strip().lower()
    if scheme in ("http", "https"):
        environ["wsgi.url_scheme"] = scheme
