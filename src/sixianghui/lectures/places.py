"""This room's places: the desk of those who hold lectures."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, may
from sixianghui.lectures.actions import Action
from sixianghui.ui.public import Place


def desks(account: Account) -> Iterator[Place]:
    """Where lectures are fixed."""
    if may(account, Action.RUN):
        yield Place(_("办党课"), reverse("lectures:desk"), _("定时间、收报名、开播、管现场"))
