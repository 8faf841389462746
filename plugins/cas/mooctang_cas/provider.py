"""The way to log in: off to the school's server, and back with a ticket."""

from urllib.parse import urlencode

from mooctang_core.api import Refused, outside, translator

from . import protocol

_ = translator("mooctang_cas")


class Provider:
    """What the core asks for: a word, a title, the way there and the way back."""

    word = "cas"

    def __init__(self, kept):
        self.kept, self.title = kept, kept.title

    def begin(self, request):
        outside(request).checked(self.kept.server)
        return protocol.address(self.kept.server, service_of(request))

    def finish(self, request):
        ticket = request.GET.get("ticket", "")
        if not ticket or len(ticket) > 300:
            raise Refused(_("你没有在“${title}”完成登录。可以再试一次，或者换一种方式。", title=self.title))
        speaker, service = outside(request), service_of(request)
        return lambda: self.look(speaker, service, ticket)

    def look(self, speaker, service, ticket):
        person = protocol.person_of(speaker, self.kept.server, self.kept.version, service, ticket)
        return self.kept.server, person.user, {"name": person.attributes.get(self.kept.name, "")}


def service_of(request):
    """The address of the return with the word that is good once: the ticket is good for this very address."""
    return f"{request.login_back}?{urlencode({'state': request.login_state})}"
