"""This room's desk: reports, for whoever writes and checks them."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, may
from sixianghui.reports.actions import Action
from sixianghui.ui.public import Place


def desks(account: Account) -> Iterator[Place]:
    """The desk of reports."""
    if may(account, Action.WRITE) or may(account, Action.REVIEW):
        yield Place(_("报告"), reverse("reports:drafts"), _("写一份、看一份、公布"))
