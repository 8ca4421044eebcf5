"""OpenID Connect: any provider that publishes its configuration (Keycloak, Authing, a ministry's own).

Stricter than the library's own provider: the token's signature is always checked, and the nonce.
"""

from __future__ import annotations

import secrets
from typing import Any

import jwt
from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sixianghui.access.adapters.base import Outside, Trip, with_query
from sixianghui.access.adapters.fetch import Down, NotAccepted, ask, origin_of

#: Signatures by a key pair only: one by a shared secret, or none, proves nothing about who signed.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
#: Seconds by which two clocks may differ.
LEEWAY = 60


class OpenIDConnect(Outside):
    """The one provider whose issuer is configured."""

    id = "oidc"
    known_by = gettext_lazy("编号（sub）")

    @property
    def name(self) -> str:
        """As the operator calls it."""
        return str(self.app.name)

    @classmethod
    def label(cls) -> str:
        configured = settings.SOCIALACCOUNT_PROVIDERS.get(cls.id)
        return str(configured["APPS"][0]["name"]) if configured else _("统一身份")

    @property
    def issuer(self) -> str:
        """Who signs."""
        return str(self.app.settings["issuer"])

    @property
    def origins(self) -> frozenset[str]:
        """The issuer's own server; its configuration may not send us elsewhere."""
        return frozenset({origin_of(self.issuer)})

    @cached_property
    def configuration(self) -> dict[str, Any]:
        """What the issuer says about itself, asked once for each trip."""
        found = ask("GET", self.issuer.rstrip("/") + "/.well-known/openid-configuration", at=self.origins)
        if found.get("issuer") != self.issuer:
            raise Down("another issuer's configuration")
        return found

    def endpoint(self, name: str) -> str:
        """One of the issuer's addresses."""
        found = self.configuration.get(name)
        if not isinstance(found, str) or origin_of(found) not in self.origins:
            raise Down(f"no {name} of its own")
        return found

    def way_out(self, request: HttpRequest, trip: Trip) -> str:
        query = {
            "client_id": self.app.client_id,
            "redirect_uri": trip.callback,
            "response_type": "code",
            "scope": "openid",
            "state": trip.state,
            "nonce": trip.nonce,
            "code_challenge": trip.challenge,
            "code_challenge_method": "S256",
        }
        return with_query(self.endpoint("authorization_endpoint"), query)

    def identify(self, code: str, trip: Trip) -> tuple[str, ...]:
        data = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": trip.callback,
            "code_verifier": trip.secret,
        }
        what: dict[str, Any] = {"data": data}
        if "client_secret_post" in (self.configuration.get("token_endpoint_auth_methods_supported") or ()):
            data |= {"client_id": self.app.client_id, "client_secret": self.app.secret}
        else:
            what["auth"] = (self.app.client_id, self.app.secret)
        answer = ask("POST", self.endpoint("token_endpoint"), at=self.origins, **what)
        claims = self._checked(answer.get("id_token"))
        if not secrets.compare_digest(str(claims.get("nonce", "")).encode(), trip.nonce.encode()):
            raise NotAccepted("a token for another trip")
        return (self.named(str(claims["sub"])),)

    def named(self, typed: str) -> str:
        """A subject means something only together with who vouches for it."""
        return f"{self.issuer} {typed.strip()}"

    def _checked(self, token: Any) -> dict[str, Any]:
        """The claims of a token that this issuer has signed for us and that holds now."""
        try:
            kid = jwt.get_unverified_header(token).get("kid")
            keys = jwt.PyJWKSet.from_dict(ask("GET", self.endpoint("jwks_uri"), at=self.origins)).keys
            fit = [
                key
                for key in keys
                if key.public_key_use in (None, "sig") and (kid is None or key.key_id == kid)
            ]
            if len(fit) != 1:
                raise NotAccepted("no such key")
            claims: dict[str, Any] = jwt.decode(
                token,
                fit[0],
                algorithms=ALGORITHMS,
                audience=self.app.client_id,
                issuer=self.issuer,
                leeway=LEEWAY,
                options={"require": ["iss", "sub", "aud", "exp", "iat"]},
            )
        except (jwt.PyJWTError, ValueError, TypeError, AttributeError, KeyError) as error:
            raise NotAccepted(type(error).__name__) from None
        if claims.get("azp", self.app.client_id) != self.app.client_id:
            raise NotAccepted("a token for another client")
        return claims
