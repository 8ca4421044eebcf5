"""Where this room leads: one's messages, how one wants to be told, the outbox."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from sixianghui.access.public import Account
from sixianghui.notify import queries
from sixianghui.ui.public import About, Mine, Tab


def tabs(account: Account) -> Iterator[Tab]:
    """One's messages."""
    yield Tab(
        _("消息"),
        reverse("notify:messages"),
        icon="messages",
        order=30,
        wide=True,
        fresh=queries.has_unread(account),
    )


def mine(account: Account) -> Iterator[Mine]:
    """The messages, the settings, and the outbox for those who may see it."""
    yield Mine(_("消息"), reverse("notify:messages"), _("告诉过你的事，留半年"), about=About.NOTICES)
    yield Mine(
        _("收消息的方式"), reverse("notify:settings"), _("发到哪里、几点发、不要哪些"), about=About.NOTICES
    )
    if queries.may_see_outbox(account):
        yield Mine(
            _("发件箱"), reverse("notify:outbox"), _("留在本机、没有真的发出去的信"), about=About.NOTICES
        )
