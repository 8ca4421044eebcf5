"""What waits on somebody's desk, for 本周: reviews for those who give them, and what came back to its writer."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, may
from sixianghui.channel import queries
from sixianghui.channel.actions import Action
from sixianghui.channel.rules import Level
from sixianghui.common.time import SHANGHAI
from sixianghui.ui.public import Card, Whose

#: More would be a list; the desk has the whole of it.
SHOWN = 3


def cards(account: Account) -> Iterator[Card]:
    """Reviews to give, drafts that came back, and articles that somebody sent in and got back."""
    if may(account, Action.ENTER_CMS):
        yield from _reviews(account)
        yield from _returned(account)
    elif may(account, Action.CONTRIBUTE):
        for found in queries.returned_to(account)[:SHOWN]:
            yield Card(
                eyebrow=_("投稿"),
                title=_("改一改《%(title)s》") % {"title": found.page.draft_title},
                text=found.reason,
                verb=_("去改"),
                url=reverse("channel:contribution", args=[found.page.pk]),
                minutes=10,
            )


def _reviews(account: Account) -> Iterator[Card]:
    words = {Level.FIRST: _("一审"), Level.SECOND: _("二审"), Level.FINAL: _("终审")}
    for waiting in queries.reviews_for(account)[:SHOWN]:
        sent = _("%(unit)s送来。") % {"unit": waiting.piece.source} if waiting.piece.source else ""
        yield Card(
            eyebrow=words[waiting.level],
            title=_("审《%(title)s》") % {"title": waiting.piece.draft_title},
            text=sent + _("看一遍事实、名字和数字，通过，或写明理由退回。"),
            verb=_("去审"),
            url=waiting.url,
            minutes=10,
            since=waiting.since.astimezone(SHANGHAI).date(),
            whose=Whose.ORGANISATION,
        )


def _returned(account: Account) -> Iterator[Card]:
    for piece, reason in queries.returned_drafts_of(account)[:SHOWN]:
        yield Card(
            eyebrow=_("退回的稿子"),
            title=_("改一改《%(title)s》") % {"title": piece.draft_title},
            text=reason,
            verb=_("去改"),
            url=reverse("wagtailadmin_pages:edit", args=[piece.pk]),
            minutes=10,
        )
