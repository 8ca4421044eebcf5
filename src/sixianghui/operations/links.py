"""The room's links: on the desk of whoever runs the installation."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, may
from sixianghui.operations.actions import Action
from sixianghui.ui.public import Place


def desks(account: Account) -> Iterator[Place]:
    """How the installation is; its page leads to the others."""
    if may(account, Action.RUN):
        yield Place(_("运行状况"), reverse("operations:health"), _("服务器、后台任务和备份"))
