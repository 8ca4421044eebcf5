"""This room's places: the desk of those who record, one's calendar, a link for everybody."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, may
from sixianghui.activities.actions import Action
from sixianghui.ui.public import About, Link, Mine, Place


def desks(account: Account) -> Iterator[Place]:
    """Recording; announcing, the ledger and the kinds are one press further."""
    if may(account, Action.RECORD):
        yield Place(_("记活动"), reverse("activities:new"), _("一分钟记完；也能先预告"))


def mine(account: Account) -> Iterator[Mine]:
    """One's calendar feed."""
    if may(account, Action.SEE):
        yield Mine(
            _("活动进我的日历"),
            reverse("activities:feed"),
            _("手机日历自己来取，不用登录"),
            about=About.NOTICES,
        )


def foot() -> Iterator[Link]:
    """The activities, for everybody."""
    yield Link(_("活动"), reverse("activities:activities"))
