"""What waits for someone here: posts to grant, a post to take over."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, post_words
from sixianghui.common import time
from sixianghui.directory import queries
from sixianghui.ui.public import Card


def cards(account: Account) -> Iterator[Card]:
    """One card for each thing that only this person can do."""
    offers = queries.handovers_of(account).filter(outcome="", appointment__until__isnull=True)
    for offered in offers.filter(successor__account=account):
        unit, post = offered.appointment.unit, post_words(offered.appointment.post)
        yield Card(
            eyebrow=_("交接"),
            title=_("接手%(unit)s%(post)s") % {"unit": unit.short_name, "post": post},
            text=_("%(name)s想把这个职务交给你，没办完的事会一起过来。")
            % {"name": offered.appointment.person.name},
            verb=_("看交接"),
            url=reverse("directory:handover", args=[offered.ref]),
            minutes=1,
            since=offered.offered_at.astimezone(time.SHANGHAI).date(),
        )
    for wanted in queries.open_requests_to_decide(account):
        yield Card(
            eyebrow=_("任职　%(unit)s") % {"unit": wanted.unit.short_name},
            title=_("请%(name)s担任%(post)s") % {"name": wanted.person.name, "post": post_words(wanted.post)},
            text=_("%(who)s提出。依据：%(reason)s") % {"who": wanted.asked_by.name, "reason": wanted.reason},
            verb=_("批一下"),
            url=reverse("directory:requests") + f"#{wanted.ref}",
            minutes=1,
            since=wanted.asked_at.astimezone(time.SHANGHAI).date(),
        )
