"""This room's places: its desks, and its links on every page."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, may
from sixianghui.campaigns.actions import Action
from sixianghui.ui.public import Link, Place


def desks(account: Account) -> Iterator[Place]:
    """Plans and practices for whoever works on them, notices for senders and addressees, campaigns for who runs them."""
    if may(account, Action.SEE):
        yield Place(_("计划"), reverse("campaigns:plans"), _("填的、交的、等回音的"))
    if may(account, Action.SHARE):
        yield Place(_("经验交流"), reverse("campaigns:practices"), _("做成了什么，写给别的支部看"))
    if may(account, Action.SEND) or may(account, Action.WRITE):
        yield Place(_("通知"), reverse("campaigns:notices"), _("发来的和发出的"))
    if may(account, Action.RUN):
        yield Place(_("主题活动"), reverse("campaigns:campaigns"), _("启动、看进展"))


def foot() -> Iterator[Link]:
    """Practices and campaigns are for everybody."""
    yield Link(_("经验交流"), reverse("campaigns:practices"))
    yield Link(_("主题活动"), reverse("campaigns:campaigns"))
