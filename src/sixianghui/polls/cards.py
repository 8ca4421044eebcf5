"""What waits for whoever asked: a word on what came of it. Nobody is ever reminded to answer."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from sixianghui.access.public import Account
from sixianghui.common import time
from sixianghui.polls import queries
from sixianghui.ui.public import Card

#: More would be a list.
SHOWN = 2


def cards(account: Account) -> Iterator[Card]:
    """Polls that were counted and of which nobody has said yet what came of it."""
    for closing in queries.waiting_for_outcome(account)[:SHOWN]:
        yield Card(
            eyebrow=_("小调查"),
            title=_("调查收完了，写一句结果怎么用"),
            text=_("“%(question)s”。答过的人想知道后来怎么样了。") % {"question": closing.poll.question},
            verb=_("写一句"),
            url=reverse("polls:outcomes", args=[closing.poll.ref]),
            minutes=1,
            since=closing.at.astimezone(time.SHANGHAI).date(),
        )
