"""Wagtail's screens for pages, where ours differ."""

from __future__ import annotations

from django.http import HttpRequest

from sixianghui.access.public import Account


def person_of(request: HttpRequest) -> Account:
    """Whoever asks; nobody gets here without having signed in."""
    assert isinstance(request.user, Account)
    return request.user
