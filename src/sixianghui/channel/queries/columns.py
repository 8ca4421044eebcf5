"""The front page and its columns."""

from __future__ import annotations

from django.db.models import QuerySet

from sixianghui.channel.models import ColumnPage, HomePage


def home() -> HomePage | None:
    """The front page, if the channel has been opened."""
    return HomePage.objects.first()


def columns() -> QuerySet[ColumnPage]:
    """The channel's columns in their order."""
    return ColumnPage.objects.live().order_by("path")
