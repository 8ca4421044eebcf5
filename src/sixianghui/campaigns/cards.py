"""What waits here, for 本周: a notice that came, a notice that is not sent yet, a campaign that ends. Plans have their own."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, may
from sixianghui.campaigns import queries
from sixianghui.campaigns.actions import Action
from sixianghui.common import time
from sixianghui.ui.public import Card

#: Cards of one kind that one person gets at most.
MOST = 3
#: How many days before its end a campaign shows up.
SOON = 7


def cards(account: Account) -> Iterator[Card]:
    """Cards of whoever writes plans, and of whoever sends notices."""
    if may(account, Action.WRITE):
        yield from _came(account)
    if may(account, Action.SEND):
        yield from _drafts(account)
    if may(account, Action.RUN):
        yield from _ending(account)


def _came(account: Account) -> Iterator[Card]:
    for one in queries.notices_to_answer(account, most=MOST):
        yield Card(
            eyebrow=_("通知　%(unit)s") % {"unit": one.notice.unit.short_name},
            title=_("通知到了：看一看，填计划"),
            text=_("《%(title)s》，发给%(unit)s。")
            % {"title": one.notice.title, "unit": one.unit.short_name},
            verb=_("看通知"),
            url=f"{queries.url_of(one.notice)}?unit={one.unit.slug}",
            minutes=one.delivery.minutes,
            due=one.due,
            since=one.delivery.at.astimezone(time.SHANGHAI).date(),
        )


def _drafts(account: Account) -> Iterator[Card]:
    for draft in queries.drafts_of(account)[:MOST]:
        yield Card(
            eyebrow=_("通知"),
            title=_("一份通知还没发出"),
            text=_("《%(title)s》还在起草。") % {"title": draft.title},
            verb=_("接着写"),
            url=reverse("campaigns:draft", args=[draft.ref]),
            minutes=5,
            since=draft.drafted_at.astimezone(time.SHANGHAI).date(),
        )


def _ending(account: Account) -> Iterator[Card]:
    for campaign in queries.ending_within(SOON).filter(
        pk__in=queries.run_by(account).order_by().values("pk")
    ):
        yield Card(
            eyebrow=_("主题活动"),
            title=_("%(title)s这几天结束") % {"title": campaign.title},
            text=_("过了最后一天自己结束，不用做什么。要办久一点，请在那之前改日期。"),
            verb=_("看进展"),
            url=reverse("campaigns:progress", args=[campaign.ref]),
            minutes=2,
            due=campaign.ends_on,
        )
