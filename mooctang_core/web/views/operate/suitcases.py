"""Schools leave and arrive in the browser: packed beside the requests, looked into before anything is unpacked."""

import logging
import secrets
import shutil
import threading
import time
from pathlib import Path
from typing import NamedTuple

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther

from .... import cores
from ....activity import Refused
from ....flows import auditing, suitcases
from ....flows.operating import House
from ....flows.operating.schools import SLUG
from ....store import StoreError
from ....words import translator
from ...downloads import download
from ...multipart import Upload
from ...uploads import size_word
from . import operators, operators_post
from .making import KEPT, base_of

_ = translator("mooctang_core")
log = logging.getLogger("mooctang.web")
SPACE = "suitcase"
KEPT_S = 86_400
"""A packed school holds everything: it lies there for a day."""
BUSY, DONE, FAILED, LOOKED = "busy", "done", "failed", "looked"


class Line(NamedTuple):
    """A school that can be packed, and how far that has come."""

    slug: str
    title: str
    state: str
    size: str
    said: str


@operators("operate_suitcases", renderer="operate_suitcases.pt")
def show(alliance, request):
    """What can be packed, what was, and what arrived."""
    return page(request)


def page(request):
    rows = [_line(request, slug) for slug in request.alliance.schools]
    arrived = [(key.removeprefix("in:"), held) for key, held in request.registry.store.scratch.items(SPACE, "in:")]
    busy = any(row.state == BUSY for row in rows) or any(held["state"] == BUSY for _token, held in arrived)
    return {"rows": rows, "arrived": arrived, "busy": busy, "limit": request.registry.settings_.upload_mb}


def _line(request, slug):
    held, path = request.registry.store.scratch.get(SPACE, f"out:{slug}") or {}, packed(request, slug)
    state = held.get("state", "")
    there = state == DONE and path.is_file()
    return Line(slug, request.open_school(slug).title, state if state != DONE or there else "", size_word(path.stat().st_size) if there else "", held.get("said", ""))


def folder(request):
    made = Path(request.registry.settings_.home) / "suitcases"
    made.mkdir(mode=0o700, parents=True, exist_ok=True)
    return made


def packed(request, slug):
    return folder(request) / f"{slug}.tar"


@operators_post("operate_suitcases", uploads=True)
def act(alliance, request):
    """Pack, unpack, look into what was sent, or throw a file away."""
    step = request.POST.get("step", "")
    if step in STEPS:
        STEPS[step](request)
    return HTTPSeeOther(request.route_path("operate_suitcases"))


@operators("operate_suitcase_file")
def take_away(alliance, request):
    """The packed school as a download."""
    slug = request.matchdict["slug"]
    held = request.registry.store.scratch.get(SPACE, f"out:{slug}") or {}
    if slug not in alliance.schools or held.get("state") != DONE or not packed(request, slug).is_file():
        raise HTTPNotFound()
    return download(request, packed(request, slug).open("rb"), f"{slug}-{request.now:%Y-%m-%d}.tar")


# Out ---------------------------------------------------------------------------------------------------------------------

def _pack(request):
    slug = request.POST.get("slug", "")
    if slug not in request.alliance.schools:
        return
    _throw_old_away(request)
    settings, chain, path = request.registry.settings_, request.registry.themes.chain, packed(request, slug)
    for place in (request.alliance, request.open_school(slug)):
        auditing.log(place, request.aid, "school-packed", slug, request.now)
    _beside(request, f"out:{slug}", lambda: suitcases.pack(settings, slug, path, chain) and {})


def _throw_away(request):
    slug = request.POST.get("slug", "")
    if slug in request.alliance.schools:
        packed(request, slug).unlink(missing_ok=True)
        request.registry.store.scratch.delete(SPACE, f"out:{slug}")


def _throw_old_away(request):
    for path in folder(request).glob("*.tar"):
        if time.time() - path.stat().st_mtime > KEPT_S:
            path.unlink(missing_ok=True)


# In ----------------------------------------------------------------------------------------------------------------------

def _look_into(request):
    sent = request.POST.get("suitcase")
    if not isinstance(sent, Upload):
        raise Refused(_("没有收到文件，请重新选择。"))
    token = secrets.token_hex(8)
    path = arrived_at(request, token)
    sent.file.seek(0)
    with path.open("wb") as target:
        shutil.copyfileobj(sent.file, target, 1 << 20)
    try:
        facts = suitcases.look_into(house_of(request), path)
    except StoreError:
        path.unlink(missing_ok=True)
        raise Refused(_("这不是本系统导出的学校文件，或者已经损坏。没有导入任何内容。")) from None
    request.registry.store.scratch.put(SPACE, f"in:{token}", {"state": LOOKED, "facts": plain(facts), "said": {}}, ttl=KEPT_S)


def plain(facts):
    return {**facts, "missing": [list(one) for one in facts["missing"]]}


def arrived_at(request, token):
    return folder(request) / f"in-{token}.tar"


def _unpack(request):
    token, slug = request.POST.get("box", ""), request.POST.get("slug", "").strip().lower()
    held = request.registry.store.scratch.get(SPACE, f"in:{token}")
    if held is None or held["state"] not in (LOOKED, FAILED):
        return
    if not SLUG.match(slug) or slug in request.alliance.schools or slug in KEPT:
        raise Refused(_("“${slug}”已经有人用了，请换一个。", slug=slug))
    house, path, by, base = house_of(request), arrived_at(request, token), request.aid, base_of(request)

    def work():
        said = suitcases.take_in(house, path, slug, templates=False, by=by, host=f"{slug}.{base}" if base else "")
        path.unlink(missing_ok=True)
        return {"said": {**plain(said), "slug": slug}}

    _beside(request, f"in:{token}", work, held)


def _drop(request):
    token = request.POST.get("box", "")
    if request.registry.store.scratch.take(SPACE, f"in:{token}") is not None:
        arrived_at(request, token).unlink(missing_ok=True)


STEPS = {"pack": _pack, "throw": _throw_away, "look": _look_into, "unpack": _unpack, "drop": _drop}


# Beside ------------------------------------------------------------------------------------------------------------------

def house_of(request):
    registry = request.registry
    return House(registry.store, registry.host, registry.clock, registry.publish)


def _beside(request, key, work, held=None):
    """Do it when this request has committed, on a thread of its own; the page asks how far it has come."""
    scratch, start = request.registry.store.scratch, getattr(request.registry, "beside", _on_a_thread)
    if (scratch.get(SPACE, key) or {}).get("state") == BUSY:
        return
    scratch.put(SPACE, key, {**(held or {}), "state": BUSY}, ttl=KEPT_S)
    request.tm.get().addAfterCommitHook(lambda committed: start(lambda: _run(scratch, key, work, held or {})) if committed else scratch.put(SPACE, key, held or {}))


def _on_a_thread(work):
    with cores.roaming():
        threading.Thread(target=work, name="mooctang-suitcase", daemon=True).start()


def _run(scratch, key, work, held):
    try:
        scratch.put(SPACE, key, {**held, "state": DONE, **work()}, ttl=KEPT_S)
    except Exception as error:
        log.exception("A suitcase could not be done.")
        scratch.put(SPACE, key, {**held, "state": FAILED, "said": str(error) if isinstance(error, StoreError) else type(error).__name__}, ttl=KEPT_S)
