"""What all providers have in common: a way out to them, and one question on the way back: who is this?"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import urlencode, urlsplit

from allauth.socialaccount.providers.base import Provider
from django.http import HttpRequest

from sixianghui.access.adapters.fetch import NotAccepted, ask, code_of, origin_of


def _digest(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()


@dataclass(frozen=True)
class Trip:
    """One journey to a provider and back: what both halves know of it. `secret` stays in the session."""

    state: str
    callback: str
    secret: str

    @property
    def challenge(self) -> str:
        """PKCE (RFC 7636): whoever brings the code must know the secret of which this is the digest."""
        return _digest(self.secret)

    @property
    def nonce(self) -> str:
        """What an OpenID token must carry to have been made for this trip and no other."""
        return _digest("nonce " + self.secret)


class Outside(Provider):
    """A provider of identities.

    It tells one thing about a person: an identifier. Names, pictures and tokens are neither asked for nor kept.
    """

    #: Its own servers; a configured base address stands in for all of them.
    servers: ClassVar[tuple[str, ...]] = ()
    #: Under which provider its identities are kept, when several share them.
    family: ClassVar[str] = ""
    #: What the code is called in the address that leads back.
    code_name: ClassVar[str] = "code"
    #: What an administrator types to link somebody beforehand; empty where nobody knows their identifier.
    known_by: ClassVar[Any] = ""

    @classmethod
    def kept_as(cls) -> str:
        """The provider under which an identity is kept."""
        return cls.family or cls.id

    @classmethod
    def label(cls) -> str:
        """What it is called where only its kind is known."""
        return str(cls.name)

    @classmethod
    def is_for(cls, agent: str) -> bool:
        """Whether this provider can be used in a browser that calls itself `agent`."""
        return True

    def way_out(self, request: HttpRequest, trip: Trip) -> str:
        """The address of the provider's page that asks the person."""
        raise NotImplementedError

    def identify(self, code: str, trip: Trip) -> tuple[str, ...]:
        """Who brought this code, by the provider's own word: the identifiers it knows them by, the widest first.

        Raises `ProviderProblem`.
        """
        raise NotImplementedError

    def named(self, typed: str) -> str:
        """The identifier of somebody known as `typed` at this provider."""
        raise NotImplementedError

    # --- for the providers ---------------------------------------------------------------------------------------

    def at(self, url: str) -> str:
        """An official address, or its path under the configured base address."""
        base = self.app.settings.get("base_url", "")
        return base.rstrip("/") + urlsplit(url).path if base else url

    @property
    def origins(self) -> frozenset[str]:
        """Where this provider may be asked; nowhere else."""
        return frozenset(origin_of(self.at(server)) for server in self.servers)

    def ask(self, method: str, url: str, **what: Any) -> dict[str, Any]:
        """What the provider answers at an official address. Refuses an answer that carries an error code."""
        answer = ask(method, self.at(url), at=self.origins, **what)
        if answer.get("errcode") not in (None, 0) or answer.get("code") not in (None, 0, "0"):
            raise NotAccepted(code_of(answer))
        return answer

    def identifiers(self, union: Any, own: Any) -> tuple[str, ...]:
        """One that is the same in all apps of an operator, if there is one, and this app's own, marked as such."""
        wide = (union,) if union and isinstance(union, str) else ()
        narrow = (f"{self.app.client_id}:{own}",) if own and isinstance(own, str) else ()
        if not wide + narrow:
            raise NotAccepted("no identifier")
        return wide + narrow


def with_query(url: str, query: dict[str, str], fragment: str = "") -> str:
    """An address with its query; WeChat wants a fragment too."""
    return f"{url}?{urlencode(query)}{fragment}"
