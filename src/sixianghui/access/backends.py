"""How Django finds the account behind a session, a name and password, or a one-time link."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from sixianghui.access.models import Account


class Accounts(ModelBackend):
    """Names and passwords. Sample accounts have no password that works, whatever is typed."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> Account | None:
        found = super().authenticate(request, username=username, password=password, **kwargs)
        return found if isinstance(found, Account) and not found.is_sample else None
