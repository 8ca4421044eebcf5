"""The directory's links on every page."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from sixianghui.directory import queries
from sixianghui.directory.models import UnitKind
from sixianghui.ui.public import Link


def foot() -> Iterator[Link]:
    """The organisation."""
    yield Link(_("组织架构"), reverse("directory:units"))


def publisher() -> Iterator[Link]:
    """The industry committee publishes the site."""
    for unit in queries.open_units().filter(kind=UnitKind.INDUSTRY_COMMITTEE)[:1]:
        yield Link(unit.name, reverse("directory:unit", args=[unit.slug]), lang="zh-Hans")
