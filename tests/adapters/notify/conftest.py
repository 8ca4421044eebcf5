"""One far end after another, and jobs that wait until they are worked off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from sixianghui.access.public import Account
from sixianghui.notify import kinds
from sixianghui.notify.models import Address, Preference
from sixianghui.notify.public import register_kind
from sixianghui.project.config import Config
from sixianghui.vault.public import blind_index
from tests.adapters.notify.far_ends import FarEnd, Gateway, LocalOutbox, MailServer, Page
from tests.factories import an_account

KIND = "tests.notice"


@pytest.fixture(autouse=True)
def _house(settings: Any) -> Iterator[None]:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    before = dict(kinds._kinds)
    register_kind(KIND, "测试通知", "因为这是测试。")
    register_kind("tests.security", "安全提醒", "因为你的账号有变化。", may_unsubscribe=False)
    yield
    kinds._kinds.clear()
    kinds._kinds.update(before)


def configure(settings: Any, **values: Any) -> None:
    """Run on with other settings of the product."""
    names = {name.upper(): value for name, value in values.items()}
    settings.CONFIG = Config({**settings.CONFIG.values, **names})


def use_mail(settings: Any, server: MailServer, monkeypatch: pytest.MonkeyPatch, **values: Any) -> None:
    """Send mail to this server, whose certificate is trusted."""
    monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
    usual = {"mail_host": "127.0.0.1", "mail_port": server.port, "mail_sender": "notice@sxh.example"}
    configure(settings, **{**usual, "site_url": "https://sxh.example", **values})


def reachable(channel: str, value: str) -> Account:
    """Somebody with a proved address who wants the test's messages at once, by day and by night."""
    account = an_account()
    now = timezone.now()
    Address.objects.create(
        account=account,
        channel=channel,
        value=value,
        index=blind_index(channel, value),
        made_at=now,
        proved_at=now,
    )
    Preference.objects.create(account=account, at_once=[KIND], quiet_from="00:00", quiet_until="00:00")
    return account


@pytest.fixture
def mail(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    """A mail server that this installation uses, with STARTTLS."""
    with MailServer(tmp_path / "mail") as server:
        use_mail(settings, server, monkeypatch)
        yield server


@pytest.fixture
def gateway(settings: Any, tmp_path: Path) -> Iterator[Gateway]:
    """A text message gateway that this installation uses."""
    token = tmp_path / "token"
    token.write_text("token-of-the-gateway\n")
    with Gateway() as server:
        configure(settings, sms_url=server.url, sms_token_file=token)
        yield server


@pytest.fixture(params=["in-app", "mail", "sms", "outbox"])
def channel(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def far_end(channel: str, request: pytest.FixtureRequest) -> FarEnd:
    if channel in {"mail", "sms"}:
        end: FarEnd = request.getfixturevalue("mail" if channel == "mail" else "gateway")
        return end
    return Page() if channel == "in-app" else LocalOutbox()


@pytest.fixture
def reader(channel: str, far_end: FarEnd) -> Account:
    """Somebody who is told things by this channel."""
    if channel == "mail":
        return reachable("mail", "zhang@example.org")
    if channel == "sms":
        return reachable("sms", "+8613800001234")
    return an_account(is_sample=channel == "outbox")
