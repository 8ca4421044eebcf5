"""The front page and its columns."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from sixianghui.access.public import Account
from sixianghui.channel.models import ColumnPage, HomePage


def home() -> HomePage | None:
    """The front page, if the channel has been opened."""
    return HomePage.objects.first()


def columns() -> QuerySet[ColumnPage]:
    """The channel's columns in their order."""
    return ColumnPage.objects.live().order_by("path")


def names_of(accounts: Iterable[int]) -> dict[int, str]:
    """Who these accounts are, as people call them."""
    return dict(Account.objects.filter(pk__in=set(accounts)).values_list("pk", "name"))
