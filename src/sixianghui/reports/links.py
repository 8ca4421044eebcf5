"""Links of this room on every page."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from sixianghui.ui.public import Link


def foot() -> list[Link]:
    """How every number is counted."""
    return [Link(_("计数方法"), reverse("reports:figures"))]
