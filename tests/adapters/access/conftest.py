"""Providers on this machine, and a browser without a screen that goes to them and back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from sixianghui.access.adapters import fetch, wecom
from sixianghui.project import config
from sixianghui.project.providers import configured
from tests.adapters.access.stand_in import SECRET, StandIn, environ

PROVIDERS = ("weixin", "weixin_inside", "wecom", "dingtalk", "feishu")
AGENTS = {
    "weixin_inside": "Mozilla/5.0 (iPhone) MicroMessenger/8.0.50",
    "wecom inside": "Mozilla/5.0 (iPhone) MicroMessenger/7.0.1 wxwork/4.1.30",
}


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    started = StandIn().start()
    yield started
    started.stop()


@pytest.fixture
def configured_providers(stand_in: StandIn, tmp_path: Path, settings: Any) -> Iterator[dict[str, Any]]:
    """The product's own reading of the settings that name the stand-in."""
    folder = tmp_path / "secrets"
    folder.mkdir()
    for name in PROVIDERS:
        (folder / f"{name}_secret").write_text(SECRET + "\n")
        (folder / f"{name}_secret").chmod(0o600)
    found = configured(config.load({"SIXIANGHUI_DATA": str(tmp_path), **environ(stand_in)}))
    settings.SOCIALACCOUNT_PROVIDERS = found
    wecom._tokens.clear()
    yield found
    wecom._tokens.clear()


@dataclass
class Traveller:
    """A client that sets out to a provider and comes back."""

    client: Client
    stand_in: StandIn

    def set_out(self, provider: str, *, process: str = "login", agent: str = "", **more: str) -> str:
        """Press a button; the address of the provider's page."""
        answer = self.client.post(
            f"/sign-in/by/{provider}/",
            {"process": process, **more},
            headers={"user-agent": agent or AGENTS.get(provider, "Mozilla/5.0")},
        )
        assert answer.status_code == 200, answer.headers
        found = re.search(r'<a class="btn main" href="([^"]+)"', answer.content.decode())
        assert found is not None
        return found[1].replace("&amp;", "&")

    def come_back(self, address: str) -> HttpResponse:
        """Follow the way back."""
        return self.client.get(address.removeprefix("http://testserver"))  # type: ignore[return-value]

    def travel(self, provider: str, person: str = "zhang", **more: str) -> HttpResponse:
        """There and back, `person` agreeing over there."""
        return self.come_back(self.stand_in.agree(self.set_out(provider, **more), person))


@pytest.fixture
def traveller(client: Client, stand_in: StandIn, configured_providers: dict[str, Any]) -> Traveller:
    return Traveller(client, stand_in)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nobody waits long in a test."""
    fetch._client.cache_clear()
    monkeypatch.setattr(fetch, "STEP", 0.3)
    yield
    fetch._client.cache_clear()
