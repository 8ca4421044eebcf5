"""This room's places: the desk of those who record, the kinds for the committee's staff, one's calendar."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, may
from sixianghui.activities.actions import Action
from sixianghui.ui.public import About, Link, Mine, Place


def desks(account: Account) -> Iterator[Place]:
    """Recording, the unit's own ledger, the kinds."""
    if may(account, Action.RECORD):
        yield Place(_("记活动"), reverse("activities:new"), _("一分钟记完；也能先预告"))
    if may(account, Action.SEE):
        yield Place(_("活动台账"), reverse("activities:ledger"), _("一个季度办了什么，自己就写好了"))
    if may(account, Action.KINDS):
        yield Place(_("活动的种类"), reverse("activities:kinds"), _("加一种，改个名，核实背后的规定"))


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
