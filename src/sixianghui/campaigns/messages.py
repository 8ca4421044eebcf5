"""What people are told about notices. The content comes with the message; nobody has to sign in to read it (D2).

Told are those who write plans in the units that a notice reached. Whether they read it is recorded nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sixianghui.campaigns import holdings, queries
from sixianghui.campaigns.models import Amendment, Ask, Delivery, Notice, Point, Recall, Sending
from sixianghui.campaigns.rules import notices as rules
from sixianghui.notify import public as notify
from sixianghui.tasks import public as tasks
from sixianghui.ui import public as ui

KIND = "campaigns.notice"
#: So many units are told in the sending's own transaction; more are told by a job, which lets others write meanwhile.
AT_ONCE = 60


def register() -> None:
    """Tell `notify` what kind of messages these are."""
    notify.register_kind(
        KIND, gettext_lazy("通知"), gettext_lazy("行业党委或上级组织给你所在的组织发了通知，由你来填计划。")
    )


def tell_sent(sending: Sending) -> None:
    """A notice was sent; in its transaction."""
    if sending.units <= AT_ONCE:
        _tell_sent(sending)
    else:
        tell_addressees.enqueue(sending.pk)


@tasks.job(retries=5, backoff=30, limit=900)
def tell_addressees(sending: int) -> None:
    """Tell many units, some at a time; whoever was told is not told again. Of what was recalled meanwhile nobody hears."""
    found = Sending.objects.standing().filter(pk=sending).select_related("notice").first()
    if found is not None:
        _tell_sent(found)


def _tell_sent(sending: Sending) -> None:
    items = list(sending.notice.items.select_related("carrier"))
    deliveries = list(queries.reached(sending.notice))
    writers = queries.writers_in([one.unit_id for one in deliveries])
    for start in range(0, len(deliveries), AT_ONCE):
        some = deliveries[start : start + AT_ONCE]
        values = holdings.values_of([item.holding for item in items], [one.unit_id for one in some])
        with transaction.atomic():
            # Whoever recalls it at this moment comes before all of these or after them; plans may be begun meanwhile.
            Notice.objects.select_for_update(of=("self",), no_key=True).get(pk=sending.notice_id)
            notice = queries.notices().get(pk=sending.notice_id)
            if notice.recalled:
                return
            for delivery in some:
                for account in writers.get(delivery.unit_id, ()):
                    notify.tell(
                        account,
                        kind=KIND,
                        title=format_lazy(gettext_lazy("来通知了：{title}"), title=notice.title),
                        text=_lazily(_content)(notice, items, delivery, sending, values),
                        url=queries.url_of(notice),
                        once=f"notice:{notice.pk}:{delivery.unit_id}",
                    )


def tell_amended(amendment: Amendment) -> None:
    """A notice was corrected. A new day for plans is only for those who have something to write."""
    title, day, units = gettext_lazy("通知有更正：{title}"), amendment.plan_due_on, _reached(amendment)
    if day is not None:
        asked = queries.asked_for_a_plan(amendment.notice)
        text = format_lazy(
            gettext_lazy("{text}\n计划改到 {day} 前交。"), text=amendment.text, day=_lazily(ui.long_date)(day)
        )
        _tell(amendment, title, text, [unit for unit in units if unit in asked])
        units = [unit for unit in units if unit not in asked]
    _tell(amendment, title, amendment.text, units)


def tell_recalled(recall: Recall) -> None:
    """A notice was withdrawn: whoever began a plan may leave it."""
    text = format_lazy(
        gettext_lazy("原因：{reason}\n不用再填计划；已经填的留在原处，谁也不会来问。"), reason=recall.reason
    )
    _tell(recall, gettext_lazy("通知撤回了：{title}"), text, _reached(recall))


def _reached(fact: Any) -> list[int]:
    return list(queries.reached(fact.notice).values_list("unit_id", flat=True))


def _tell(fact: Any, title: Any, text: Any, units: list[int]) -> None:
    """Tell whoever writes plans in these units; who heard of it for another unit hears nothing more."""
    notice = fact.notice
    told: set[int] = set()
    for accounts in queries.writers_in(units).values():
        for account in accounts:
            if account.pk not in told:
                told.add(account.pk)
                notify.tell(
                    account,
                    kind=KIND,
                    title=format_lazy(title, title=notice.title),
                    text=text,
                    url=queries.url_of(notice),
                    once=f"{type(fact).__name__.lower()}:{fact.pk}",
                )


def _content(
    notice: Any,
    items: Iterable[Point],
    delivery: Delivery,
    sending: Sending,
    values: dict[str, holdings.Values],
) -> str:
    """The notice as one unit reads it: what is asked, why, until when, how long it takes; what is held already.

    Where everything is held there is no day and nothing that takes time.
    """
    items = list(items)
    lines = [f"{notice.unit.name}　{notice.number}", ""]
    if notice.opening:
        lines += [notice.opening, ""]
    for number, item in enumerate(items, 1):
        lines.append(f"{number}. {item.title}")
        if item.pk in delivery.held:
            value = values.get(item.holding, {}).get(delivery.unit_id or 0, "")
            lines.append(_("平台已有：%(value)s。不用再填。") % {"value": value})
        else:
            lines += _asked(item)
        lines.append("")
    if notice.closing:
        lines += [notice.closing, ""]
    if rules.is_answered(delivery.held, (item.pk for item in items if item.ask != Ask.KNOW)):
        lines.append(_("要的平台都有了，你们什么也不用填。"))
    elif (day := queries.due_of(notice)) is not None:
        lines.append(_("计划请在 %(day)s 前交。") % {"day": ui.long_date(day)})
    if delivery.minutes:
        lines.append(
            ngettext("大约要花 %(minutes)d 分钟。", "大约要花 %(minutes)d 分钟。", delivery.minutes)
            % {"minutes": delivery.minutes}
        )
    if sending.reason:
        lines.append(_("这个月超过了每月上限。原因：%(reason)s") % {"reason": sending.reason})
    return "\n".join(lines)


def _asked(item: Point) -> list[str]:
    found = [item.text] if item.text else []
    found.append(_("为什么：%(why)s") % {"why": item.why})
    if item.due_on is not None:
        found.append(_("%(day)s 前。") % {"day": ui.long_date(item.due_on)})
    return found


def _lazily(words: Any) -> Any:
    """Words that are made when they are read, in the language of whoever reads them."""
    return lazy(words, str)
