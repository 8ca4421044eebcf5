"""Sending a notice, correcting it, withdrawing it. What was sent is never edited."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, require
from sixianghui.audit import public as audit
from sixianghui.campaigns import messages, queries, search, wording
from sixianghui.campaigns.actions import Action
from sixianghui.campaigns.commands.drafts import lock_draft
from sixianghui.campaigns.models import Amendment, Campaign, Delivery, Notice, Recall, Sending
from sixianghui.campaigns.rules import burden, notices
from sixianghui.campaigns.rules.notices import Found, State
from sixianghui.common import time
from sixianghui.common.errors import Conflict, HouseError, NotThere
from sixianghui.directory.public import Unit
from sixianghui.ui import public as ui

AMENDMENT_LENGTH = 600
RECALL_LENGTH = 300


def send_notice(notice: Notice, *, by: Account, reason: str = "") -> Sending:
    """Send a draft: number it, freeze it, deliver it to every unit it is addressed to, and tell who writes plans there.

    What the platform holds of a unit is answered and hidden for it. Raises `Conflict` with a sentence for what is
    missing or asked twice, and when it goes over the month's budget without a reason of ten characters.
    """
    require(by, Action.SEND, notice)
    with transaction.atomic():
        found = lock_draft(notice)
        # Of two notices of a committee the second sees what the first has asked for.
        Unit.objects.select_for_update(of=("self",), no_key=True).get(pk=found.unit_id)
        if found.campaign_id is not None:
            # Whoever closes it waits, or was first.
            Campaign.objects.select_for_update(of=("self",), no_key=True).get(pk=found.campaign_id)
            campaign = queries.campaigns().get(pk=found.campaign_id)
            if not queries.state_of(campaign).takes_notices:
                raise Conflict(
                    _("主题活动没有启动，或者已经结束，不能在它下面发通知。请先启动它，或者另选一个。")
                )
        seen = queries.preview(found)
        titles = {item.pk: item.title for item in seen.items}
        if seen.faults:
            raise Conflict(wording.sentence(seen.faults[0], titles))
        over = burden.needs_reason(seen.meter)
        fault = notices.reason_fault(over=over, reason=reason)
        if fault is not None:
            raise Conflict(wording.sentence(Found(fault), titles))
        made = _number(found, seen.meter, reason.strip() if over else "", by)
        _deliver(found, seen, made)
        audit.record(
            "notice:send", actor=by, thing=found, detail={"units": made.units, "minutes": made.minutes}
        )
        _published(found)
        messages.tell_sent(made)
    return made


def _number(notice: Any, meter: burden.Meter, reason: str, by: Account) -> Sending:
    """The next number of the committee in this year; whoever sends holds its row, so that no two notices get the same."""
    committee = Unit.objects.get(pk=notice.unit_id)
    year = time.today().year
    sequence = queries.next_sequence(committee, year)
    code = queries.letterhead(committee).code
    Notice.objects.filter(pk=notice.pk).update(number=notices.number(code, year, sequence))
    return Sending.objects.create(
        notice=notice,
        unit=committee,
        year=year,
        sequence=sequence,
        units=meter.units,
        minutes=meter.total,
        budget=meter.budget,
        reason=reason,
        at=time.now(),
        actor=by,
    )


def _deliver(notice: Any, seen: queries.Preview, sending: Sending) -> None:
    costs = {cost.unit: cost for cost in seen.meter.costs}
    Delivery.objects.bulk_create(
        [
            Delivery(
                notice=notice,
                unit=one.unit,
                way=one.way,
                minutes=costs[one.unit.pk].minutes,
                held=list(costs[one.unit.pk].held),
                at=sending.at,
                recorded_at=sending.recorded_at,
                actor_id=sending.actor_id,
            )
            for one in seen.addressees
        ],
        batch_size=500,
    )


def amend_notice(notice: Notice, *, text: str, by: Account, plan_due_on: dt.date | None = None) -> Amendment:
    """Correct a notice that was sent: say what changed, in words that stand beside the old ones; perhaps a new day.

    The day may be later or earlier, but not one that has gone by.
    """
    require(by, Action.SEND, notice)
    said = text.strip()
    if not notices.SHORTEST_WORDS <= len(said) <= AMENDMENT_LENGTH:
        raise HouseError(
            _("请写明改了什么，%(least)d 到 %(most)d 个字。")
            % {"least": notices.SHORTEST_WORDS, "most": AMENDMENT_LENGTH}
        )
    if plan_due_on is not None and plan_due_on < time.today():
        raise HouseError(_("新的日子已经过了，请改一个。"))
    with transaction.atomic():
        found = _lock_sent(notice)
        made = Amendment.objects.create(
            notice=found, text=said, plan_due_on=plan_due_on, at=time.now(), actor=by, unit_id=found.unit_id
        )
        audit.record("notice:amend", actor=by, thing=found)
        _published(found)
        messages.tell_amended(made)
    return made


def recall_notice(notice: Notice, *, reason: str, by: Account) -> Recall:
    """Withdraw a notice: it asks for nothing any more, and its minutes go back into the month. It stays legible."""
    require(by, Action.SEND, notice)
    why = reason.strip()
    if not notices.SHORTEST_WORDS <= len(why) <= RECALL_LENGTH:
        raise HouseError(_("请写一句为什么撤回，收到的人看得到。"))
    with transaction.atomic():
        found = _lock_sent(notice)
        made = Recall.objects.create(notice=found, reason=why, at=time.now(), actor=by, unit_id=found.unit_id)
        audit.record("notice:recall", actor=by, thing=found)
        _published(found)
        messages.tell_recalled(made)
    return made


def _lock_sent(notice: Notice) -> Any:
    held = Notice.objects.select_for_update(of=("self",), no_key=True).filter(pk=notice.pk).first()
    if held is None:
        raise NotThere(_("没有这份通知。"))
    found = queries.notices().get(pk=notice.pk)
    state = queries.state_of_notice(found)
    if state is State.DRAFT:
        raise Conflict(_("还没有发出，直接改就行。"))
    if state is State.RECALLED:
        raise Conflict(_("已经撤回了。"))
    return found


def _published(notice: Any) -> None:
    """What everybody sees of a notice has changed, and the numbers with it."""
    tags = [] if notice.campaign_id is None else [queries.tag_of(notice.campaign_id)]
    ui.purge("figures", queries.tag_of_notice(notice), queries.LIST, *tags)
    search.show_notice(notice.pk)
