"""Whoever's account changes hears of it at once."""

from __future__ import annotations

import pytest
from django.db import transaction

from sixianghui.access.commands import accounts
from sixianghui.access.public import Account, security_changed
from sixianghui.notify import security
from sixianghui.notify.models import Delivery, Message, Preference
from tests.factories import an_account

pytestmark = pytest.mark.django_db


def test_password_when_changed_then_its_owner_is_told_at_once_whatever_they_stopped() -> None:
    account = an_account()
    Preference.objects.create(account=account, mute_all=True, muted=[security.KIND])
    accounts.set_password(account, "a long enough secret")
    message = Message.objects.get()
    assert (message.account, message.kind, message.title, message.urgent) == (
        account,
        security.KIND,
        "你的密码改了",
        True,
    )


def test_change_when_undone_then_nobody_is_told() -> None:
    account = an_account()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        accounts.set_password(account, "a long enough secret")
        raise ZeroDivisionError
    assert Message.objects.count() == 0


@pytest.mark.parametrize(
    ("what", "title"),
    [
        ("second-step:remove_passkey", "你的账号去掉了通行密钥"),
        ("identity:connect", "你的账号连上了新的登录方式"),
        ("something-new", "你的账号安全设置变了"),
    ],
)
def test_change_when_known_or_new_then_is_said_in_words(what: str, title: str) -> None:
    account = an_account(is_sample=True)
    security_changed.send(sender=Account, account_id=account.pk, what=what)
    assert [(one.title, one.urgent) for one in Message.objects.all()] == [(title, True)]
    assert Delivery.objects.get().urgent


def test_change_when_the_account_has_gone_then_nobody_is_told() -> None:
    security_changed.send(sender=Account, account_id=10**9, what="password")
    assert Message.objects.count() == 0
