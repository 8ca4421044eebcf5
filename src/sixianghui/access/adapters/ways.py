"""The providers there are, and which of them are configured."""

from __future__ import annotations

from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers import registry
from django.conf import settings
from django.http import HttpRequest

from sixianghui.access.adapters.base import Outside
from sixianghui.access.adapters.dingtalk import DingTalk
from sixianghui.access.adapters.feishu import Feishu
from sixianghui.access.adapters.oidc import OpenIDConnect
from sixianghui.access.adapters.wecom import Wecom
from sixianghui.access.adapters.weixin import Weixin, WeixinInside

#: In the order of their buttons.
PROVIDERS: tuple[type[Outside], ...] = (OpenIDConnect, Wecom, Weixin, WeixinInside, DingTalk, Feishu)
BY_ID = {provider.id: provider for provider in PROVIDERS}


def register() -> None:
    """Make allauth know them."""
    for provider in PROVIDERS:
        registry.register(provider)


def provider_of(request: HttpRequest, name: str) -> Outside | None:
    """The provider of this name, if it is configured. Its app comes from the settings, never from a table."""
    known, configured = BY_ID.get(name), settings.SOCIALACCOUNT_PROVIDERS.get(name)
    if known is None or not configured:
        return None
    return known(request, app=SocialApp(provider=name, **configured["APPS"][0]))


def offered(request: HttpRequest) -> list[Outside]:
    """The configured providers that work in this browser."""
    agent = request.headers.get("User-Agent", "")
    found = [provider_of(request, one.id) for one in PROVIDERS if one.is_for(agent)]
    return [one for one in found if one is not None]
