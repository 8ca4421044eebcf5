"""What waits of reports, for 本周: one to check, one returned, one that can be published; a template nobody uses."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sixianghui.access.public import Account, may
from sixianghui.common import time
from sixianghui.reports.actions import Action
from sixianghui.reports.queries import desk as queries
from sixianghui.reports.queries import templates as template_queries
from sixianghui.reports.queries.desk import Row
from sixianghui.ui.public import Card, Link, Whose

#: Cards that one person gets at most: the rest is on the page of reports.
MOST = 3


def cards(account: Account) -> Iterator[Card]:
    """Cards of whoever checks reports, and of whoever writes them."""
    if may(account, Action.WRITE) or may(account, Action.REVIEW):
        to_check, returned, ready = queries.for_me(account)
        found = [*map(_to_check, to_check), *map(_returned, returned), *map(_ready, ready)]
        yield from found[:MOST]
    if may(account, Action.TEMPLATES):
        yield from _unused(account)


def _card(row: Row, title: str, text: str, verb: str, minutes: int, whose: Whose = Whose.YOURS) -> Card:
    day = (row.report.sent_at or row.report.changed_at).astimezone(time.SHANGHAI).date()
    return Card(
        eyebrow=_("报告　%(unit)s") % {"unit": row.report.unit.short_name},
        title=title,
        text=text,
        verb=verb,
        url=reverse("reports:draft", args=[row.report.ref]),
        minutes=minutes,
        since=day,
        whose=whose,
    )


def _to_check(row: Row) -> Card:
    text = _("《%(title)s》写好了，要另一个人看过才能公布。") % {"title": row.report.title}
    return _card(row, _("一份报告等你看"), text, _("去看"), 5, Whose.ORGANISATION)


def _returned(row: Row) -> Card:
    said = {"title": row.report.title, "reason": row.report.reason}
    return _card(row, _("报告退回来了"), _("《%(title)s》要改：%(reason)s") % said, _("去改"), 5)


def _ready(row: Row) -> Card:
    text = _("《%(title)s》有人看过、同意公布了。") % {"title": row.report.title}
    return _card(row, _("报告可以公布了"), text, _("去公布"), 2)


def _unused(account: Account) -> Iterator[Card]:
    """One card for all of them: what nobody uses is put away unless somebody says they need it."""
    found = template_queries.to_close(account)
    if not found:
        return
    names = _("、").join(f"“{one.name}”" for one in found[:MOST])
    many = len(found)
    title = ngettext("%(many)d 个报告模板半年没人用", "%(many)d 个报告模板半年没人用", many)
    yield Card(
        eyebrow=_("报告模板"),
        title=title % {"many": many},
        text=_("%(names)s，收起来，还是还要用？收起来的随时能再拿出来。") % {"names": names},
        verb=_("去看看"),
        url=reverse("reports:templates"),
        minutes=1,
        quiet=Link(_("看列表"), reverse("reports:templates")) if many > MOST else None,
    )
