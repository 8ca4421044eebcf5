"""What waits of plans, for 本周: one begun, one returned, what came to happen; for those who guide, plans to look at."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sixianghui.access.public import Account, may
from sixianghui.campaigns.actions import Action
from sixianghui.campaigns.queries import plan_lists
from sixianghui.campaigns.queries import plans as queries
from sixianghui.campaigns.queries.plan_lists import Row, ToRecord
from sixianghui.common import time
from sixianghui.ui.public import Card, Whose

#: Cards of one kind that one person gets at most: the rest is on the page of plans.
MOST = 3
#: Reminders of what may be recorded. They are no duty, so there are fewer.
MOST_TO_RECORD = 2


def cards(account: Account) -> Iterator[Card]:
    """Cards of whoever writes plans, and of whoever settles them."""
    if may(account, Action.WRITE):
        for row in plan_lists.unfinished(account)[:MOST]:
            yield _returned(row) if row.is_returned else _begun(row, account)
        for one in plan_lists.to_record(account)[:MOST_TO_RECORD]:
            yield _to_record(one)
    if may(account, Action.APPROVE) or may(account, Action.AGREE):
        yield from _waiting(account)


def _begun(row: Row, account: Account) -> Card:
    may_hand_in = may(account, Action.HAND_IN, row.plan)
    return Card(
        eyebrow=_("计划　%(unit)s") % {"unit": row.plan.unit.short_name},
        title=_("计划写了一半"),
        text=_("《%(title)s》的计划还没有交，写过的都在。") % {"title": row.plan.notice.title},
        verb=_("接着写") if may_hand_in else _("去看看"),
        url=queries.writing_url(row.plan.ref),
        minutes=5,
        due=row.due,
    )


def _returned(row: Row) -> Card:
    many = row.to_mend
    title = ngettext("计划退回来了：改 %(many)d 处", "计划退回来了：改 %(many)d 处", many) % {"many": many}
    return Card(
        eyebrow=_("计划　%(unit)s") % {"unit": row.plan.unit.short_name},
        title=title if many else _("计划退回来了"),
        text=_("《%(title)s》要改：%(reason)s") % {"title": row.plan.notice.title, "reason": row.reason},
        verb=_("去改"),
        url=row.url,
        minutes=max(2, 2 * many),
        since=row.since,
    )


def _to_record(one: ToRecord) -> Card:
    return Card(
        eyebrow=_("计划里写的　%(unit)s") % {"unit": one.plan.unit.short_name},
        title=_("办了的话，记一笔"),
        text=_("%(month)s打算办的：%(text)s") % {"month": one.month, "text": one.line.text},
        verb=_("记一次"),
        url=one.url,
        minutes=1,
        note=_("没有办也没关系，什么都不用填。"),
    )


def _waiting(account: Account) -> Iterator[Card]:
    """One card for each plan, three at most; the page of plans has them all."""
    rows = [plan_lists.row(one) for one in plan_lists.waiting_for(account, MOST + 1)]
    for row in rows[:MOST]:
        yield Card(
            eyebrow=_("计划　%(notice)s") % {"notice": row.plan.notice.title},
            title=_("%(unit)s的计划等你看") % {"unit": row.plan.unit.short_name},
            text=_("还有别的计划也在等。")
            if len(rows) > MOST and row is rows[MOST - 1]
            else _("对方在等回音。"),
            verb=_("去看"),
            url=row.url,
            minutes=4,
            since=row.handed_in_on or time.today(),
            whose=Whose.ORGANISATION,
        )
