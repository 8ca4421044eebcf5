"""This room's places: what readers wrote about pieces."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, may
from sixianghui.channel.actions import Action
from sixianghui.ui.public import Place


def desks(account: Account) -> Iterator[Place]:
    """Where editors find it."""
    if may(account, Action.EDIT_PAGE):
        yield Place(_("读者来话"), reverse("channel:notes"), _("说稿子哪里不对、找记者的"))
