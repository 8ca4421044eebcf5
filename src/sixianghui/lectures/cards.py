"""What waits for whoever holds lectures: one that begins today, and one that nobody ended."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, within
from sixianghui.common import time
from sixianghui.lectures import queries
from sixianghui.lectures.actions import Action
from sixianghui.ui.public import Card, Link

#: More would be a list.
SHOWN = 2


def cards(account: Account) -> Iterator[Card]:
    """Today's lectures, and those that are on air long past their end."""
    units = within(account, Action.RUN).units
    if not units:
        return
    for one in queries.overlong(units)[:SHOWN]:
        yield Card(
            eyebrow=_("党课"),
            title=_("“%(title)s”还没有结束") % {"title": one.activity.title},
            text=_("早过了结束的时间，直播还开着。讲完了就点结束，到场人数、时长会自己记下来。"),
            verb=_("去结束"),
            url=reverse("lectures:moderating", args=[one.ref]),
            minutes=1,
            since=_day(one),
        )
    for one in queries.today_of(units)[:SHOWN]:
        begins = one.activity.starts_at.astimezone(time.SHANGHAI)
        yield Card(
            eyebrow=_("党课"),
            title=_("今天有课：%(title)s") % {"title": one.activity.title},
            text=_("%(at)s开始，%(lecturer)s主讲。到时候在主持台上点开播。")
            % {"at": f"{begins:%H:%M} ", "lecturer": one.lecturer},
            verb=_("去开播"),
            url=reverse("lectures:moderating", args=[one.ref]),
            minutes=1,
            due=_day(one),
            quiet=Link(_("座位、门口的码"), reverse("lectures:organising", args=[one.ref])),
        )


def _day(one: Any) -> Any:
    return one.activity.starts_at.astimezone(time.SHANGHAI).date()
