"""Reads about kinds."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sixianghui.activities.models import Kind
from sixianghui.common.errors import NotThere


def kinds_in_use() -> QuerySet[Kind]:
    """The kinds of which new activities may be, in the committee's order."""
    return Kind.objects.filter(retired_at__isnull=True).select_related("quorum", "rhythm")


def kind_of(code: str) -> Kind:
    """The kind with this code, retired or not. Raises `NotThere`."""
    found = Kind.objects.select_related("quorum", "rhythm").filter(code=code).first()
    if found is None:
        raise NotThere(_("没有这种活动。"))
    return found
