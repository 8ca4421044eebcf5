"""The last way into an account stays, also where two browsers take two away at the same moment."""

from __future__ import annotations

from functools import partial

import pytest
from allauth.socialaccount.models import SocialAccount

from sixianghui.access.commands.identities import disconnect_identity
from sixianghui.access.models import Account
from sixianghui.common.errors import Conflict
from tests.factories import an_account
from tests.together import at_once


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
    acts = [partial(disconnect_identity, Account.objects.get(pk=account.pk), number) for number in numbers]
    done = at_once(*acts)
    assert sum("唯一" in str(one) for one in done) == 1
    assert SocialAccount.objects.filter(user=account).count() == 1
