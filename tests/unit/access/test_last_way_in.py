"""The last way into an account stays, also where two browsers take two away at the same moment."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.socialaccount.models import SocialAccount
from django.db import connections

from sixianghui.access.commands.identities import disconnect_identity
from sixianghui.access.models import Account
from sixianghui.common.errors import Conflict
from tests.factories import an_account


def with_two_identities() -> tuple[Account, list[int]]:
    account = an_account()
    account.set_unusable_password()
    account.save()
    made = [
        SocialAccount.objects.create(user=account, provider="openid_connect", uid=f"digest {number}")
        for number in range(2)
    ]
    return account, [one.pk for one in made]


@pytest.mark.django_db
def test_identity_when_it_is_the_last_then_stays() -> None:
    account, (first, last) = with_two_identities()
    disconnect_identity(account, first)
    with pytest.raises(Conflict, match="唯一"):
        disconnect_identity(account, last)
    assert SocialAccount.objects.filter(user=account).count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_time", range(5))
def test_identities_when_both_are_disconnected_at_once_then_one_stays(_time: int) -> None:
    account, numbers = with_two_identities()
    together = threading.Barrier(2)

    def press(number: int) -> bool:
        mine = Account.objects.get(pk=account.pk)
        together.wait()
        try:
            disconnect_identity(mine, number)
        except Conflict:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(press, numbers))
    assert sorted(done) == [False, True]
    assert SocialAccount.objects.filter(user=account).count() == 1
