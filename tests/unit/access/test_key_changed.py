"""The key that signs sessions is changed: nobody has to sign in again while the one before is accepted."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings as own

from sixianghui.access.public import Post
from tests.factories import signed_in, someone_with

pytestmark = pytest.mark.django_db
PAGE = "/account/"


def test_session_when_the_key_is_renewed_then_lasts_until_the_old_one_is_forgotten(settings: Any) -> None:
    before, new = own.SECRET_KEY, "n" * 64
    client, absent = (signed_in(someone_with(Post.GUIDE)) for _ in range(2))
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = new, [before]
    assert client.get(PAGE).status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert [one.get(PAGE).status_code for one in (client, absent)] == [200, 302]
