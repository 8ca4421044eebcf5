"""This room's places: the desk of those who answer, and what one wrote."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, within
from sixianghui.complaints import queries
from sixianghui.complaints.actions import Action
from sixianghui.ui.public import About, Link, Mine, Place


def desks(account: Account) -> Iterator[Place]:
    """Where letters are answered."""
    if queries.may_handle(account):
        yield Place(_("来信"), reverse("complaints:inbox"), _("写给书记的信、建议、投诉和“要求太多”"))
    if within(account, Action.RELEASE):
        yield Place(_("公开的答复"), reverse("complaints:releases"), _("别人准备的公开稿，看过才放出来"))


def mine(account: Account) -> Iterator[Mine]:
    """What one wrote under one's name."""
    yield Mine(
        _("建议与投诉"),
        reverse("complaints:mine"),
        _("写过的信和答复；不署名的凭回执码看"),
        about=About.WRITTEN,
    )


def foot() -> Iterator[Link]:
    """The letters that everybody may read, at the foot of every page."""
    yield Link(_("书记信箱"), reverse("complaints:letters"))
