"""The way to log in: off to the school's server, and back with a code."""

from mooctang_core.api import Refused, outside, sign, translator

from . import protocol

_ = translator("mooctang_oidc")


class Provider:
    """What the core asks for: a word, a title, the way there and the way back."""

    word = "oidc"

    def __init__(self, kept):
        self.kept, self.title = kept, kept.title

    def begin(self, request):
        speaker, client, proof = outside(request), self.client(request), proof_of(request)
        state, back = request.login_state, request.login_back
        return lambda: protocol.address(protocol.servers.facts(speaker, client.issuer), client, state, back, proof)

    def finish(self, request):
        said = request.GET
        if said.get("error"):
            raise Refused(_("你没有在“${title}”完成登录。可以再试一次，或者换一种方式。", title=self.title))
        if said.get("iss", self.kept.issuer).rstrip("/") != self.kept.issuer.rstrip("/") or not said.get("code"):
            raise Refused(_("回来的地址不对。请再试一次。"))
        speaker, client, proof = outside(request), self.client(request), proof_of(request)
        code, back = said["code"][:2000], request.login_back
        return lambda: protocol.login(speaker, client, code, back, proof)

    def client(self, request):
        return protocol.Client(self.kept.issuer, self.kept.client, self.kept.secret(request) or "", self.kept.scopes)


def proof_of(request):
    """Made of the word that is good once, in one browser; so nothing more need be kept."""
    secret, state = request.registry.secret, request.login_state
    return protocol.Proof(sign(secret, "oidc verifier", state), sign(secret, "oidc nonce", state))
