"""Addresses of this site as letters write them: whole, and the one that stops letters without signing in."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

GONE = _("这个链接不完整，或者收信人已经不在本站。请从信里重新点一次。")
_SALT = "sixianghui.notify.stop"


def site_url() -> str:
    """Where readers find the site: as set, or by its first host name, or where this server listens."""
    config = settings.CONFIG
    if config.site_url:
        return str(config.site_url)
    if config.allowed_hosts:
        return f"https://{config.allowed_hosts[0]}"
    address = config.run / "address"
    if address.exists():
        return address.read_text(encoding="utf-8").strip().rstrip("/")
    return f"http://localhost:{config.port}"


def whole(path: str) -> str:
    """A path of this site as an address that works anywhere."""
    return site_url() + path


def in_language(path: str) -> str:
    """A path of this site in the language that is being spoken: `/week/` is `/en/week/` to an English reader."""
    one_for_all = path.startswith(("/en/", "/cms/", "/documents/", "/media/"))
    return path if one_for_all or get_language() != "en" else f"/en{path}"


@dataclass(frozen=True)
class Stop:
    """What a link stops: letters of one kind, or of all kinds (an empty name), to whoever has this preference."""

    preference: str
    kind: str = ""

    @property
    def url(self) -> str:
        """The address. Whoever has the letter may press it; it needs no session and never expires."""
        token = _signer().sign_object([self.preference, self.kind])
        return whole(reverse("notify:stop", args=[token]))


def read_stop(token: str) -> Stop | None:
    """What a token stops; None when this site did not make it."""
    try:
        preference, kind = _signer().unsign_object(token)
    except (BadSignature, ValueError):
        return None
    return Stop(preference, kind)


def _signer() -> Signer:
    """Signs with the key that stays, and knows all that were in its place: somebody may press in a letter of years ago."""
    return Signer(key=settings.LASTING_KEY, fallback_keys=[*settings.LASTING_KEY_FALLBACKS], salt=_SALT)
