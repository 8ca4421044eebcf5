"""The key that signs sessions is changed: nobody has to sign in again, and nobody's browser gets another cookie."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings as own
from django.contrib.auth.models import AbstractBaseUser
from django.test import Client

from sixianghui.access.models import Account
from sixianghui.access.public import Post, sign_sessions_again
from sixianghui.common import wire
from tests.factories import signed_in, someone_with

pytestmark = pytest.mark.django_db
PAGE = "/account/"
NEW = "n" * 64


def asked_by_a_front(client: Client) -> int:
    """The front asks for a page that was left open, throws away what is said beside the answer; then the page is looked at."""
    cookie = client.cookies[wire.SESSION_COOKIE].value
    client.get(wire.EVENTS, {"topic": "nothing:1"})
    client.cookies[wire.SESSION_COOKIE] = cookie
    return client.get(PAGE).status_code


def test_session_when_the_key_is_renewed_then_goes_on_whoever_asks_first(settings: Any) -> None:
    client = signed_in(someone_with(Post.GUIDE))
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [own.SECRET_KEY]
    assert asked_by_a_front(client) == 200


def test_session_when_what_it_holds_follows_from_the_key_then_is_lost_to_a_front(settings: Any) -> None:
    """The control: what Django does by itself."""
    client = signed_in(someone_with(Post.GUIDE))
    former = [own.SECRET_KEY, own.LASTING_KEY]
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS, settings.LASTING_KEY = NEW, former, NEW
    assert asked_by_a_front(client) == 302


def test_session_when_the_site_is_upgraded_then_holds_what_django_gave_it(settings: Any) -> None:
    settings.LASTING_KEY = own.SECRET_KEY
    account = someone_with(Post.GUIDE)
    assert account.get_session_auth_hash() == AbstractBaseUser.get_session_auth_hash(account)


def test_session_when_the_password_is_another_then_ends() -> None:
    account = someone_with(Post.GUIDE)
    client = signed_in(account)
    assert client.get(PAGE).status_code == 200
    Account.objects.filter(pk=account.pk).update(password="another")
    assert client.get(PAGE).status_code == 302


@pytest.mark.parametrize("again", [True, False])
def test_sessions_when_signed_again_then_outlast_the_key_that_signed_them_and_otherwise_not(
    settings: Any, again: bool
) -> None:
    clients = [signed_in(someone_with(Post.GUIDE)) for _ in range(2)]
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [own.SECRET_KEY]
    if again:
        assert sign_sessions_again() == 2
    settings.SECRET_KEY_FALLBACKS = []
    assert [one.get(PAGE).status_code for one in clients] == [200 if again else 302] * 2
