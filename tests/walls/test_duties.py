"""An assistant whom the teachers let do nothing but look is offered nothing that would be refused, by no plugin either."""

from types import SimpleNamespace
from urllib.parse import urljoin, urlsplit

import pytest

from mooctang_core.flows.membership import allow
from mooctang_core.model.base import find
from mooctang_core.testing.campus import ROOM
from mooctang_core.web.duties import duty

DEEP = 3
TO_BE_READ = ("groups",)
"""Pages of a view that also does something: the link to them stays."""


@pytest.fixture
def asked(campus):
    """address, method -> the duty that it asks for; None for none."""

    def of(address):
        path = urlsplit(address).path
        with campus.reading() as school:
            place, view = standing(campus, school, path)
            request = SimpleNamespace(registry=campus.app.registry, context=place)
            return duty(request, view, place) if place is not None else None

    return of


def standing(campus, school, path):
    for where, view in ((path, ""), (path.rpartition("/")[0], path.rpartition("/")[2])):
        try:
            node = find(school, where)
        except KeyError:
            continue
        if node is not None:
            return (campus.host.live(node, school) if hasattr(node, "kind") else node), view
    return None, ""


def said(element):
    """What the element, or what it stands in, says about duties; a form also by all its buttons."""
    own = {word for each in (element, *element.parents) for word in (each.get("data-duty"), each.get("data-duty-link")) if word}
    buttons = element.find_all("button", type=lambda kind: kind != "button") if element.name == "form" else []
    return own | (set.intersection(*(said(button) for button in buttons)) if buttons else set())


def strays(page, url, asked):
    """What a page offers without saying which duty it asks for."""
    for element in page.find_all(("form", "a")):
        address = urljoin(url, element.get("action") or element.get("href") or url)
        wanted = asked(address)
        offered = element.get("method") == "post" or element.name == "a" and not urlsplit(address).path.endswith(TO_BE_READ)
        if wanted and offered and wanted not in said(element):
            yield f"{urlsplit(url).path}: {element.name} {urlsplit(address).path} asks for {wanted}"


def walk(browser, starts):
    """(url, page) of every page of the classroom that can be reached in some steps."""
    seen, left = set(), [(url, 0) for url in starts]
    while left:
        url, deep = left.pop(0)
        if urlsplit(url).path in seen or deep > DEEP:
            continue
        seen.add(urlsplit(url).path)
        answer = browser.app.get(url, status="*")
        if answer.status_int == 200 and answer.content_type == "text/html":
            yield url, answer.html
            links = (urljoin(url, link["href"]).partition("#")[0] for link in answer.html.find_all("a", href=True) if not said(link))
            left += [(to, deep + 1) for to in links if to.startswith(f"{ROOM}/")]


def test_nothing_is_offered_that_would_be_refused(campus, urls, asked):
    with campus.writing() as school:
        allow(find(school, ROOM), campus.aid("assistant"), ())
    found, seen = set(), 0
    for url, page in walk(campus.browser("assistant"), [f"{ROOM}/", *(url for url in urls.values() if url.startswith(ROOM))]):
        assert page.body["data-without"] == "class marks people", url
        found.update(strays(page, url, asked))
        seen += 1
    assert seen > 25 and not found, "\n".join(sorted(found))
