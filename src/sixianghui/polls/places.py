"""This room's places: the desk of those who ask."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, may
from sixianghui.polls.actions import Action
from sixianghui.ui.public import Place


def desks(account: Account) -> Iterator[Place]:
    """Where polls are written."""
    if may(account, Action.RUN):
        yield Place(_("问一问"), reverse("polls:desk"), _("一个问题，几个选项，问问大家"))
