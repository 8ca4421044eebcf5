"""This room's places: its desks, and its links on every page."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, may
from sixianghui.campaigns.actions import Action
from sixianghui.ui.public import Link, Place


def desks(account: Account) -> Iterator[Place]:
    """Notices for whoever sends or answers them; campaigns for whoever runs them."""
    if may(account, Action.SEND) or may(account, Action.WRITE):
        yield Place(_("通知"), reverse("campaigns:notices"), _("发来的和发出的"))
    if may(account, Action.RUN):
        yield Place(_("主题活动"), reverse("campaigns:campaigns"), _("启动、看进展"))


def foot() -> Iterator[Link]:
    """The campaigns."""
    yield Link(_("主题活动"), reverse("campaigns:campaigns"))
