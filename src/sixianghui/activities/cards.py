"""What waits on somebody's desk, for 本周: one form to fill, one thing to do, one look. Reminders come last and ask nothing."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, within
from sixianghui.activities import queries
from sixianghui.activities.actions import Action
from sixianghui.common import time
from sixianghui.ui import public as ui
from sixianghui.ui.public import Card, Link, Whose

#: More would be a list.
SHOWN = 3


def cards(account: Account) -> Iterator[Card]:
    """Resolutions to do, announced activities to record, being named as a partner, what normally comes again."""
    yield from _resolutions(account)
    units = within(account, Action.RECORD).units
    if not units:
        return
    for one in queries.unrecorded(units)[:SHOWN]:
        yield Card(
            eyebrow=one.kind.label,
            title=_("记一下“%(title)s”") % {"title": one.title},
            text=_("预告过的都填好了，补一个人数就行。没办成，点一下“不办了”。"),
            verb=_("去记"),
            url=reverse("activities:record", args=[one.ref]),
            minutes=1,
            since=one.starts_on,
            quiet=Link(_("不办了"), reverse("activities:calling-off", args=[one.ref])),
        )
    for partner in queries.named_lately(account)[:SHOWN]:
        yield Card(
            eyebrow=_("合办"),
            title=_("%(unit)s把你们写成了合办") % {"unit": partner.activity.unit.short_name},
            text=_("“%(title)s”。参加了就不用管；没有参加，可以退出来。") % {"title": partner.activity.title},
            verb=_("看一眼"),
            url=reverse("activities:activity", args=[partner.activity.ref]),
            minutes=1,
            since=partner.named_at.astimezone(time.SHANGHAI).date(),
        )
    yield from _rhythms(account)


def _resolutions(account: Account) -> Iterator[Card]:
    for one in queries.open_for(account)[:SHOWN]:
        yield Card(
            eyebrow=_("会上定的事"),
            title=one.text,
            text=_("“%(title)s”上定的。办好了写一句结果，就不再出现。") % {"title": one.activity.title},
            verb=_("写结果"),
            url=reverse("activities:settlement", args=[one.pk]),
            minutes=2,
            due=one.due_on,
            since=one.at.astimezone(time.SHANGHAI).date(),
            whose=Whose.ORGANISATION if one.post else Whose.YOURS,
        )


def _rhythms(account: Account) -> Iterator[Card]:
    """One card for all of it: a reminder to whoever leads, never a mark against anybody."""
    late = queries.out_of_rhythm(account)
    if not late:
        return
    first = late[0]
    rule = first.kind.rhythm
    assert rule is not None
    names = _("、").join(dict.fromkeys(one.kind.label for one in late))
    query = urlencode({"unit": first.unit.slug, "kind": first.kind.code})
    yield Card(
        eyebrow=_("提醒"),
        title=_("有一阵没记%(kinds)s了") % {"kinds": names},
        text=_("上次是 %(day)s。办了可以补记，没办就当提醒；不记分，别人也看不到。")
        % {"day": ui.long_date(first.last)},
        verb=_("记一次"),
        url=reverse("activities:new") + f"?{query}",
        minutes=1,
        note=f"{rule.cited}：{rule.said}",
        provisional=not rule.confirmed,
        quiet=Link(_("预告一个"), reverse("activities:announce") + f"?{query}"),
    )
