"""CAS 2.0 and 3.0, the part of them that a login needs: a ticket for a person. Nothing here knows of a request."""

from typing import NamedTuple
from urllib.parse import urlencode
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from mooctang_core.api import Refused, Unreachable, translator

_ = translator("mooctang_cas")
NS = "{http://www.yale.edu/tp/cas}"
VALIDATE = {"3": "/p3/serviceValidate", "2": "/serviceValidate"}
OURS = ("INVALID_SERVICE", "UNAUTHORIZED_SERVICE", "INVALID_REQUEST", "INTERNAL_ERROR")
"""What a server says when it is not the person's ticket that is wrong."""


class Person(NamedTuple):
    user: str
    attributes: dict


def address(server, service):
    """Where the browser goes."""
    return f"{server}/login?{urlencode({'service': service})}"


def person_of(outside, server, version, service, ticket):
    """Who a ticket was given to. It is good once, and for this service only; the server says so."""
    reply = outside.get(f"{server}{VALIDATE[version]}?{urlencode({'service': service, 'ticket': ticket})}", Accept="application/xml")
    if reply.status != 200:
        raise Unreachable(f"it answered {reply.status}")
    return read(reply.body)


def read(text):
    """What a server's answer says. One that is no such answer is the server's trouble; a ticket that is not good, the person's."""
    try:
        root = fromstring(text, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise Unreachable("its answer is no XML that can be read") from error
    found, failed = root.find(f"{NS}authenticationSuccess"), root.find(f"{NS}authenticationFailure")
    if root.tag != f"{NS}serviceResponse" or (found is None) == (failed is None):
        raise Unreachable("its answer is not one of CAS")
    if failed is not None:
        refuse(failed.get("code", ""))
    user = (found.findtext(f"{NS}user") or "").strip()
    if not user:
        raise Unreachable("its answer names nobody")
    return Person(user, attributes(found.find(f"{NS}attributes")))


def refuse(code):
    if code in OURS:
        raise Unreachable(f"it refuses us: {code}")
    raise Refused(_("这次登录已经用过了，或者过期了。请再试一次。"))


def attributes(element):
    """{name: first value} of what else it says."""
    found = {}
    for each in element if element is not None else ():
        found.setdefault(each.tag.removeprefix(NS), (each.text or "").strip())
    return found
