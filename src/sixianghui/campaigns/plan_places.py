"""Places of plans and practices: a desk, and a link on every page."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, may
from sixianghui.campaigns.actions import Action
from sixianghui.ui.public import Link, Place


def desks(account: Account) -> Iterator[Place]:
    """Plans for whoever writes or guides them."""
    if may(account, Action.SEE):
        yield Place(_("计划"), reverse("campaigns:plans"), _("填的、交的、等回音的"))
    if may(account, Action.SHARE):
        yield Place(_("经验交流"), reverse("campaigns:practices"), _("做成了什么，写给别的支部看"))


def foot() -> Iterator[Link]:
    """Practices are for everybody."""
    yield Link(_("经验交流"), reverse("campaigns:practices"))
