"""OpenID Connect, the part of it that a login needs: where the server is, a code for a token, and what the token says.

Nothing here knows of a request; `outside` speaks to the server. Authorization code with PKCE, state and nonce.
"""

import hashlib
import time
from base64 import b64encode, urlsafe_b64encode
from threading import Lock
from typing import Any, NamedTuple
from urllib.parse import quote_plus, urlencode

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from mooctang_core.api import Refused, Unreachable, translator

_ = translator("mooctang_oidc")
# Only keys that the server publishes: what is signed with our own secret would be signed by whoever knows it.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519", "EdDSA"]
LEEWAY_S = 60
KNOWN_S = 600
NEEDED = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")


class Client(NamedTuple):
    """Who we are at this server."""

    issuer: str
    id: str
    secret: str
    scopes: str


class Proof(NamedTuple):
    """What only the browser that set out can bring back."""

    verifier: str
    nonce: str

    @property
    def challenge(self):
        return urlsafe_b64encode(hashlib.sha256(self.verifier.encode()).digest()).decode().rstrip("=")


class Servers:
    """What servers say of themselves, and their keys, remembered for ten minutes."""

    def __init__(self, clock=time.monotonic):
        self.clock, self._known, self._lock = clock, {}, Lock()

    def facts(self, outside, issuer):
        """The discovery document, which must speak of the very issuer that was asked."""
        return self._remembered(("facts", issuer), lambda: _discovered(outside, issuer))

    def keys(self, outside, facts, fresh=False):
        return self._remembered(("keys", facts["jwks_uri"]), lambda: _keys(outside, facts), fresh)

    def _remembered(self, name, ask, fresh=False):
        with self._lock:
            kept = self._known.get(name)
        if fresh or kept is None or self.clock() - kept[0] > KNOWN_S:
            kept = (self.clock(), ask())
            with self._lock:
                if len(self._known) > 1000:
                    self._known.clear()
                self._known[name] = kept
        return kept[1]


servers = Servers()


def _discovered(outside, issuer):
    facts = outside.get(issuer.rstrip("/") + "/.well-known/openid-configuration", Accept="application/json").json()
    if any(not isinstance(facts.get(name), str) for name in NEEDED) or facts["issuer"].rstrip("/") != issuer.rstrip("/"):
        raise Unreachable("its discovery document names another issuer, or leaves out an endpoint")
    for name in NEEDED[1:]:
        outside.checked(facts[name])
    return facts


def _keys(outside, facts):
    try:
        return KeySet.import_key_set(outside.get(facts["jwks_uri"], Accept="application/json").json())
    except (JoseError, KeyError, TypeError, ValueError) as error:
        raise Unreachable("its keys cannot be read") from error


def address(facts, client, state, back, proof):
    """Where the browser goes."""
    asked = {"response_type": "code", "client_id": client.id, "redirect_uri": back, "scope": client.scopes, "state": state, "nonce": proof.nonce,
             "code_challenge": proof.challenge, "code_challenge_method": "S256"}
    return facts["authorization_endpoint"] + ("&" if "?" in facts["authorization_endpoint"] else "?") + urlencode(asked)


def login(outside, client, code, back, proof) -> Any:
    """(issuer, subject, claims) for a code that came back."""
    facts = servers.facts(outside, client.issuer)
    tokens = redeemed(outside, facts, client, code, back, proof)
    claims = verified(outside, facts, client, tokens.get("id_token"), proof.nonce)
    return facts["issuer"], claims["sub"], {**_more(outside, facts, claims, tokens), **claims}


def redeemed(outside, facts, client, code, back, proof):
    """The tokens for a code. One that the server does not take is the person's affair; anything else is the server's."""
    fields = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": proof.verifier}
    ways = facts.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    if not client.secret:
        more, fields = {}, {**fields, "client_id": client.id}
    elif "client_secret_basic" in ways:
        more = {"Authorization": "Basic " + b64encode(f"{quote_plus(client.id)}:{quote_plus(client.secret)}".encode()).decode()}
    else:
        more, fields = {}, {**fields, "client_id": client.id, "client_secret": client.secret}
    reply = outside.post(facts["token_endpoint"], fields, Accept="application/json", **more)
    if reply.status == 400 and b"invalid_grant" in reply.body:
        raise Refused(_("这次登录已经用过了，或者过期了。请再试一次。"))
    return reply.json()


def verified(outside, facts, client, token, nonce):
    """What an ID token says, once everything about it is right. With keys that changed meanwhile it is tried once more."""
    if not isinstance(token, str):
        raise Unreachable("it sent no ID token")
    try:
        return _read(token, servers.keys(outside, facts), facts, client, nonce)
    except (JoseError, ValueError):
        try:
            return _read(token, servers.keys(outside, facts, fresh=True), facts, client, nonce)
        except (JoseError, ValueError) as error:
            raise Unreachable(f"its ID token is not good: {error}") from error


def _read(token, keys, facts, client, nonce):
    claims = jwt.decode(token, keys, algorithms=ALGORITHMS).claims
    jwt.JWTClaimsRegistry(
        leeway=LEEWAY_S, iss={"essential": True, "value": facts["issuer"]}, aud={"essential": True, "value": client.id},
        exp={"essential": True}, iat={"essential": True}, sub={"essential": True}, nonce={"essential": True, "value": nonce}).validate(claims)
    many = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if (many or "azp" in claims) and claims.get("azp") != client.id:
        raise ValueError("it was made for another client")
    if not isinstance(claims["sub"], str) or not claims["sub"]:
        raise ValueError("it names nobody")
    return claims


def _more(outside, facts, claims, tokens):
    """The name, where the token leaves it out. Without it the login goes on."""
    if claims.get("name") or not isinstance(facts.get("userinfo_endpoint"), str) or not isinstance(tokens.get("access_token"), str):
        return {}
    try:
        said = outside.get(facts["userinfo_endpoint"], Authorization=f"Bearer {tokens['access_token']}", Accept="application/json").json()
    except Unreachable:
        return {}
    return said if said.get("sub") == claims["sub"] else {}
