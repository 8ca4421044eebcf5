"""Providers on this machine, and a browser without a screen that goes to them and back."""

from __future__ import annotations

import html
import re
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client

from sixianghui.access.adapters import fetch, wecom
from sixianghui.access.commands import identities
from sixianghui.access.models import Account
from sixianghui.project import config
from sixianghui.project.providers import configured
from tests.adapters.access.stand_in import SECRET, StandIn, environ
from tests.factories import an_account

PROVIDERS = ("weixin", "weixin_inside", "wecom", "dingtalk", "feishu")
#: Under which provider the identity of "zhang" is kept, and as what.
IDENTITIES = {
    "weixin": ("weixin", "union-zhang"),
    "weixin_inside": ("weixin", "union-zhang"),
    "wecom": ("wecom", "wwcorp0001:zhang"),
    "dingtalk": ("dingtalk", "du-zhang"),
    "feishu": ("feishu", "on-zhang"),
}
AGENTS = {
    "weixin_inside": "Mozilla/5.0 (iPhone) MicroMessenger/8.0.50",
    "wecom inside": "Mozilla/5.0 (iPhone) MicroMessenger/7.0.1 wxwork/4.1.30",
}
_BUTTON = re.compile(r'<a class="btn main" href="([^"]+)"')


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    started = StandIn().start()
    yield started
    started.stop()


@pytest.fixture
def configured_providers(stand_in: StandIn, tmp_path: Path, settings: Any) -> Iterator[None]:
    """The product's own reading of the settings that name the stand-in."""
    folder = tmp_path / "secrets"
    folder.mkdir()
    for name in PROVIDERS:
        (folder / f"{name}_secret").write_text(SECRET + "\n")
        (folder / f"{name}_secret").chmod(0o600)
    settings.SOCIALACCOUNT_PROVIDERS = configured(
        config.load({"SIXIANGHUI_DATA": str(tmp_path), **environ(stand_in)})
    )
    wecom._tokens.clear()
    yield
    wecom._tokens.clear()


@dataclass
class Traveller:
    """A client that sets out to a provider and comes back."""

    client: Client
    stand_in: StandIn

    def press(self, provider: str, /, *, agent: str = "", **more: str) -> HttpResponse:
        """Press the provider's button."""
        agent = agent or AGENTS.get(provider, "Mozilla/5.0")
        return self.client.post(f"/sign-in/by/{provider}/", more, headers={"user-agent": agent})  # type: ignore[return-value]

    def set_out(self, provider: str, /, **more: str) -> str:
        """Press the button; the address of the provider's page."""
        answer = self.press(provider, **more)
        assert answer.status_code == 200, answer.headers
        found = _BUTTON.search(answer.content.decode())
        assert found is not None
        return html.unescape(found[1])

    def come_back(self, address: str) -> HttpResponse:
        """Follow the way back."""
        return self.client.get(address.removeprefix("http://testserver"))  # type: ignore[return-value]

    def travel(self, provider: str, person: str = "zhang", /, **more: str) -> HttpResponse:
        """There and back, `person` agreeing over there."""
        return self.come_back(self.stand_in.agree(self.set_out(provider, **more), person))

    @property
    def who(self) -> int | None:
        """Whose session it is."""
        found = self.client.session.get("_auth_user_id")
        return int(found) if found else None

    def told(self) -> list[str]:
        """The sentences on the next page."""
        answer = self.client.get("/account/" if self.who else "/sign-in/")
        return [str(one) for one in get_messages(answer.wsgi_request)]

    def forget_proof(self) -> None:
        """As if they had proved who they are a good while ago."""
        session = self.client.session
        session.pop(AUTHENTICATION_METHODS_SESSION_KEY, None)
        session.save()


@pytest.fixture
def traveller(client: Client, stand_in: StandIn, configured_providers: None) -> Traveller:
    return Traveller(client, stand_in)


def linked(provider: str, **more: Any) -> Account:
    """An account that signs in as Zhang of this provider."""
    account = an_account(**more)
    identities.connect_identity(account, *IDENTITIES[provider])
    return account


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nobody waits long in a test."""
    fetch._client.cache_clear()
    monkeypatch.setattr(fetch, "STEP", 0.3)
    yield
    fetch._client.cache_clear()


@dataclass
class Sentinel:
    """Something on this machine that nobody should reach; it counts who does."""

    port: int
    callers: list[bytes] = field(default_factory=list)


@pytest.fixture
def sentinel() -> Iterator[Sentinel]:
    server = socket.create_server(("::", 0), family=socket.AF_INET6, dualstack_ipv6=True)
    server.settimeout(0.05)
    found, stop = Sentinel(server.getsockname()[1]), threading.Event()

    def listen() -> None:
        while not stop.is_set():
            try:
                caller, _address = server.accept()
            except TimeoutError:
                continue
            with caller:
                caller.settimeout(1)
                found.callers.append(caller.recv(64))
                caller.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    yield found
    stop.set()
    thread.join(2)
    server.close()
