"""Where people of a unit find its ledger, which writes itself."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, may
from sixianghui.reports.actions import Action
from sixianghui.ui.public import Place


def desks(account: Account) -> Iterator[Place]:
    """The ledger, for whoever may see the reports of a unit."""
    if may(account, Action.SEE):
        yield Place(_("组织台账"), reverse("reports:ledgers"), _("一个季度办了什么，自己写好了"))
