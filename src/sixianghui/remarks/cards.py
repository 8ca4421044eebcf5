"""What waits for those who moderate, for 本周. Cards hold no words of a remark."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sixianghui.access.public import Account, may
from sixianghui.common import time
from sixianghui.remarks import queries, wording
from sixianghui.remarks.actions import Action
from sixianghui.ui.public import Card, Whose


def cards(account: Account) -> Iterator[Card]:
    """The queue as one card, the appeals as one; for whoever may switch, that remarks are off."""
    if may(account, Action.SWITCH):
        yield from _switch()
    if queries.may_moderate(account):
        yield from _queue(account)
        yield from _appeals(account)


def _queue(account: Account) -> Iterator[Card]:
    number, oldest = queries.oldest_waiting(account)
    if oldest is not None:
        yield Card(
            eyebrow=_("评论审核"),
            title=ngettext("%(many)d 条评论等着看", "%(many)d 条评论等着看", number) % {"many": number},
            text=_("最早一条等了 %(age)s。") % {"age": wording.age(time.now() - oldest)},
            verb=_("去看"),
            url=reverse("remarks:desk"),
            minutes=min(60, number),
            since=_day(oldest),
            whose=Whose.ORGANISATION,
        )


def _appeals(account: Account) -> Iterator[Card]:
    waiting = queries.appeals(account)
    if waiting:
        many = len(waiting)
        yield Card(
            eyebrow=_("评论审核"),
            title=ngettext("%(many)d 件申诉等着答复", "%(many)d 件申诉等着答复", many) % {"many": many},
            text=_("写的人觉得处理得不妥，请你这个没有处理过的人再看一遍。"),
            verb=_("去答复"),
            url=reverse("remarks:appeals"),
            minutes=min(60, 2 * many),
            since=_day(waiting[0].at),
            whose=Whose.ORGANISATION,
        )


def _switch() -> Iterator[Card]:
    off = queries.switched_off_everywhere()
    if off is not None:
        yield Card(
            eyebrow=_("评论审核"),
            title=_("全站的评论关着"),
            text=_("关了 %(age)s，理由是：%(reason)s")
            % {"age": wording.age(time.now() - off.at), "reason": off.reason},
            verb=_("去看看"),
            url=reverse("remarks:switch"),
            minutes=1,
            since=_day(off.at),
            whose=Whose.ORGANISATION,
        )


def _day(moment: dt.datetime) -> dt.date:
    return moment.astimezone(time.SHANGHAI).date()
