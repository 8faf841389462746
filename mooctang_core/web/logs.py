"""The log: one JSON object a line, without what belongs to people; requests are counted and slow ones named."""

import json
import logging
import re
import threading
import time
import traceback
from datetime import UTC, datetime

from pyramid.tweens import INGRESS

log = logging.getLogger("mooctang.requests")

# A mail address, and a run of digits long enough to be a number of a person or a telephone, or an ID number with its last X.
# It begins where a word begins: tried from every letter, a long word would take the square of its length.
ADDRESS = re.compile(r"(?<![^\s@'\"<>()])[^\s@'\"<>()]+@[^\s@'\"<>()]+\.\w+")
DIGITS = re.compile(r"(?<![\w.:-])\d{7,}[Xx]?(?![\w.:-])", re.ASCII)
BUCKETS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
FIELDS = ("event", "view", "school", "method", "status", "ms")


def masked(text):
    """The text without mail addresses and without long numbers."""
    return DIGITS.sub("…", ADDRESS.sub("…@…", str(text)))


class JsonLines(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record):
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(), "logger": record.name, "message": masked(record.getMessage()),
        }
        line.update({name: getattr(record, name) for name in FIELDS if hasattr(record, name)})
        if record.exc_info and record.exc_info[1] is not None:
            line["trace"] = masked("".join(traceback.format_exception(*record.exc_info)))
        return json.dumps(line, ensure_ascii=False)


def write_json(level="INFO", stream=None):
    """Send the whole log through JsonLines; called once by whoever serves."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)


class Requests:
    """How many requests were answered in this process, with what, and how fast."""

    def __init__(self):
        self._lock = threading.Lock()
        self.by_status = {}
        self.buckets = [0] * (len(BUCKETS) + 1)
        self.seconds = 0.0
        self.slow = 0

    def took(self, status, seconds, slow):
        kind = f"{status // 100}xx"
        with self._lock:
            self.by_status[kind] = self.by_status.get(kind, 0) + 1
            self.buckets[sum(seconds > edge for edge in BUCKETS)] += 1
            self.seconds += seconds
            self.slow += slow


def tween(handler, registry):
    """Time every request; one that took longer than `slow_request_ms` is named by its view, never by its address."""
    limit = registry.settings_.slow_request_ms

    def timed(request):
        started = time.perf_counter()
        response = handler(request)
        seconds = time.perf_counter() - started
        slow = seconds * 1000 > limit
        registry.requests.took(response.status_int, seconds, slow)
        if slow:
            name_slow(request, response, seconds)
        return response

    return timed


def name_slow(request, response, seconds):
    place = type(getattr(request, "context", None)).__name__
    route = getattr(request, "matched_route", None)
    view = route.name if route is not None else f"{place}/{getattr(request, 'view_name', '') or ''}"
    ms = round(seconds * 1000)
    school = request.__dict__.get("school")
    log.warning("slow request: %s took %d ms", view, ms, extra={
        "event": "slow_request", "view": view, "method": request.method, "status": response.status_int, "ms": ms,
        "school": getattr(school, "slug", None),
    })


def furnish(registry):
    registry.requests = Requests()


def includeme(config):
    config.add_tween("mooctang_core.web.logs.tween", under=INGRESS)
