"""Disabled, demoted, signed out while several clients are open: the next request of each is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from sixianghui.access.commands.accounts import disable_account, set_password
from sixianghui.access.commands.second_steps import take_off
from sixianghui.access.commands.sessions import end_sessions
from sixianghui.access.models import Account
from sixianghui.access.public import Post
from sixianghui.common import time
from sixianghui.directory.public import Appointment
from tests.factories import signed_in, someone_with

pytestmark = pytest.mark.django_db


def demote(account: Account) -> None:
    Appointment.objects.filter(person__account=account).update(until=time.shanghai(2018, 1, 2).date())


ENDS: dict[str, Callable[[Account], object]] = {
    "disabled": lambda account: disable_account(account, by=someone_with(Post.SECURITY_ADMIN)),
    "demoted": demote,
    "signed out everywhere": end_sessions,
    "password changed elsewhere": lambda account: set_password(account, "三个臭皮匠 beat one 诸葛亮"),
    "second step taken off": take_off,
    "account gone": lambda account: Account.objects.filter(pk=account.pk).update(is_active=False),
}


def doors(clients: list[Client]) -> list[int]:
    return [client.get("/cms/").status_code for client in clients]


@pytest.mark.parametrize("end", ENDS)
def test_access_when_it_ends_then_every_open_client_is_refused_with_its_next_request(end: str) -> None:
    account, other = someone_with(Post.EDITOR), signed_in(someone_with(Post.EDITOR))
    clients = [signed_in(account) for _ in range(3)]
    assert doors(clients) == [200] * 3
    ENDS[end](account)
    assert doors(clients) == [403 if end == "demoted" else 302] * 3
    assert doors([other]) == [200]


def test_access_when_sessions_are_not_asked_about_then_it_goes_on(settings: Any) -> None:
    """The control: without the row behind a session, signing out everywhere would end nothing."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.endswith("middleware.Sessions")]
    account = someone_with(Post.EDITOR)
    clients = [signed_in(account) for _ in range(3)]
    end_sessions(account)
    assert doors(clients) == [200] * 3
