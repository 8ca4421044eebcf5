"""What every step of a plan shares: the lock, the rules' answer as a sentence, who wrote at it, who hears of it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from sixianghui.access.public import Account
from sixianghui.campaigns.models import HandIn, Outcome, Plan, Result, Way, Writer
from sixianghui.campaigns.queries import plans as queries
from sixianghui.campaigns.queries.plans import Standing
from sixianghui.campaigns.rules.plans import Event, Fault, State
from sixianghui.common import time
from sixianghui.common.errors import Conflict
from sixianghui.realtime import public as realtime
from sixianghui.ui import public as ui

#: The kind of topic on which those who write at a plan hear of each other.
TOPIC = "plan"


def lock(plan: Plan, event: Event) -> Standing:
    """Hold the plan until the transaction ends and read what it is now. Raises `Conflict` when `event` may not be."""
    Plan.objects.select_for_update(of=("self",), no_key=True).get(pk=plan.pk)
    standing = queries.standing(plan)
    fault = standing.fault(event)
    if fault is not None:
        raise Conflict(sentence(fault, event, standing.state))
    return standing


def sentence(fault: Fault, event: Event, state: State) -> str:
    """Why a step may not be, and what to do."""
    if fault is Fault.RECALLED:
        return _("这份通知已经撤回，不用再填计划了。写过的都还在。")
    if fault is Fault.CLOSED:
        return _("这个主题活动已经结束，不再收计划。办过的活动照样可以记。")
    if fault is Fault.WAITING:
        if event is Event.EDIT:
            return _("计划已经交上去了。要改，先收回再改。")
        return _("计划已经交上去了，正等着回音。")
    if state.is_settled:
        return _("刚才已经有人看过、定下来了。刷新一下就看得到。")
    if state is State.RETURNED:
        return _("刚才已经有人退回了。刷新一下就看得到。")
    return _("这份计划现在不在等候。刷新一下，看看它到哪一步了。")


def remember(plan: Plan, by: Account) -> None:
    """Whoever writes at a plan is no judge of it."""
    Writer.objects.get_or_create(plan=plan, account=by)


def end(hand_in: HandIn, result: Result, *, way: Way | str, reason: str, by: Account) -> Outcome:
    """Write how a hand-in ended. The constraint has the last word."""
    now = time.now()
    made = Outcome.objects.create(
        hand_in=hand_in,
        result=result,
        way=way,
        reason=reason.strip(),
        at=now,
        actor=by,
        unit_id=hand_in.unit_id,
    )
    HandIn.objects.filter(pk=hand_in.pk).fill_in(ended_at=now)
    return made


def say(plan: Plan, **event: Any) -> None:
    """Tell those who have the plan open."""
    realtime.publish(f"{TOPIC}:{plan.ref}", event)


def purge(plan: Plan) -> None:
    """Take back kept pages with numbers that follow from plans."""
    campaign = plan.notice.campaign_id
    ui.purge("figures", *((f"campaign:{campaign}",) if campaign else ()))
