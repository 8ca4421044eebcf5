"""Signing in by WeChat, WeCom, DingTalk and Feishu, against the stand-in, over real sockets."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from sixianghui.access import commands
from sixianghui.access.models import Account
from sixianghui.audit.public import AuditEvent
from tests.adapters.access.conftest import PROVIDERS, Traveller
from tests.factories import an_account

pytestmark = pytest.mark.django_db
IDENTITIES = {
    "weixin": ("weixin", "union-zhang"),
    "weixin_inside": ("weixin", "union-zhang"),
    "wecom": ("wecom", "wwcorp0001:zhang"),
    "dingtalk": ("dingtalk", "du-zhang"),
    "feishu": ("feishu", "on-zhang"),
}


def linked(provider: str, **more: Any) -> Account:
    """An account that signs in as Zhang of this provider."""
    account = an_account(**more)
    commands.connect_identity(account, *IDENTITIES[provider])
    return account


def sentences(client: Client) -> list[str]:
    """What the next page will say."""
    answer = client.get("/sign-in/")
    return [str(one) for one in get_messages(answer.wsgi_request)]


def who(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


@pytest.mark.parametrize("provider", PROVIDERS)
def test_identity_when_linked_then_it_signs_in(traveller: Traveller, provider: str) -> None:
    account = linked(provider)
    answer = traveller.travel(provider)
    assert (answer.status_code, answer["Location"]) == (302, "/week/")
    assert who(traveller.client) == str(account.pk)
    last = AuditEvent.objects.order_by("-seq")[0]
    kept = IDENTITIES[provider][0]
    assert (last.action, last.actor, last.detail) == ("account:enter", account.pk, f'{{"by":"{kept}"}}')
