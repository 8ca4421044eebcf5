"""Links of this room on every page."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from sixianghui.ui.public import Link


def foot() -> list[Link]:
    """What was published, and how every number is counted."""
    return [Link(_("成效报告"), reverse("reports:editions")), Link(_("计数方法"), reverse("reports:figures"))]
