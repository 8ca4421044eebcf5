"""Where the channel leads somebody who is signed in: what readers wrote, what one has sent in."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, may
from sixianghui.channel.actions import Action
from sixianghui.ui.public import About, Mine, Place


def desks(account: Account) -> Iterator[Place]:
    """Where editors find it."""
    if may(account, Action.EDIT_PAGE):
        if may(account, Action.PUBLISH_PAGE):
            yield Place(_("三校的词表"), reverse("channel:words"), _("稿子里一出现就要看过的词"))
        yield Place(_("读者来话"), reverse("channel:notes"), _("说稿子哪里不对、找记者的"))


def mine(account: Account) -> Iterator[Mine]:
    """What one has sent in."""
    if may(account, Action.CONTRIBUTE):
        yield Mine(
            _("给频道投稿"),
            reverse("channel:contributions"),
            _("投过的稿子，审到哪一步"),
            about=About.WRITTEN,
        )
