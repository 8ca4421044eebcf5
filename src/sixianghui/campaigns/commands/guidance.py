"""What those do who guide: advise on a line, return a plan with a reason, approve one, agree to one."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sixianghui.access.public import Account, held_by, may, require
from sixianghui.audit import public as audit
from sixianghui.campaigns.actions import Action
from sixianghui.campaigns.commands.plan_steps import end, lock, purge, say, sentence
from sixianghui.campaigns.models import Advice, HandIn, Outcome, Plan, PlanLine, Result
from sixianghui.campaigns.queries import plans as queries
from sixianghui.campaigns.queries.plans import Standing
from sixianghui.campaigns.rules import plans as rules
from sixianghui.campaigns.rules.plans import Barred, Event, Fault, State
from sixianghui.common import time
from sixianghui.common.errors import Conflict, HouseError, NotThere, Refused
from sixianghui.notify import public as notify

#: The kind of message by which a unit hears of its plan.
SETTLED = "campaigns.plan"

_ACTIONS = {Event.APPROVE: Action.APPROVE, Event.AGREE: Action.AGREE, Event.RETURN: Action.ADVISE}
_RESULTS = {Event.APPROVE: Result.APPROVED, Event.AGREE: Result.AGREED, Event.RETURN: Result.RETURNED}


def approve(plan: Plan, *, by: Account, said: str = "", seen: int | None = None) -> Outcome:
    """Approve a plan of a unit that is subordinate. `seen`: how often it had been handed in when it was read. Raises `Refused`,
    `Conflict` when it does not wait any more, `HouseError` when it was handed in anew.
    """
    return _settle(plan, Event.APPROVE, said, by, seen)


def agree(plan: Plan, *, by: Account, said: str = "", seen: int | None = None) -> Outcome:
    """Agree to a plan of a unit that is guided: 指导同意, which is no approval. Raises as `approve` does."""
    return _settle(plan, Event.AGREE, said, by, seen)


def return_plan(plan: Plan, reason: str, *, by: Account, seen: int | None = None) -> Outcome:
    """Return a plan with the reason; what is to be mended stands as advice on its lines. Raises as `approve` does."""
    if len(reason.strip()) < rules.RETURN_AT_LEAST:
        raise HouseError(_("请写一句为什么退回，好让对方知道改哪里。"))
    return _settle(plan, Event.RETURN, reason, by, seen)


def _settle(plan: Plan, event: Event, said: str, by: Account, seen: int | None) -> Outcome:
    require(by, _ACTIONS[event], plan)
    why_not = _barred(plan, event, by)
    if why_not is not None:
        raise Refused(barred_sentence(why_not))
    try:
        with transaction.atomic():
            standing = lock(plan, event)
            waits = standing.waiting
            if seen is not None and seen != len(standing.hand_ins):
                raise HouseError(_("你打开以后，对方收回去又交了一次。请看看新的再定。"))
            way = queries.decider(plan, by).way
            made = end(
                waits, _RESULTS[event], way=way or "", reason=said[: rules.RETURN_LENGTH].strip(), by=by
            )
            audit.record(f"plan:{event.value}", actor=by, thing=plan, detail={"hand_in": waits.pk})
            _tell(plan, waits, made)
            say(plan, state=str(made.result))
            purge(plan)
    except IntegrityError:
        raise Conflict(sentence(Fault.NOT_WAITING, event, State(_RESULTS[event]))) from None
    return made


def _barred(plan: Plan, event: Event, by: Account) -> Barred | None:
    """Why this person may not do that, told by what they hold and wrote."""
    found = queries.decider(plan, by)
    if found.why_not in {Barred.OWN_UNIT, Barred.WROTE_IT}:
        return found.why_not
    if event is Event.RETURN:
        return None if found.way else Barred.NO_LINE
    return None if found.way and event is found.event else Barred.NO_LINE


def barred_sentence(why: Barred) -> str:
    """Why somebody may not decide, and who may."""
    return {
        Barred.OWN_UNIT: _("这是你自己组织的计划，要由别人来看。"),
        Barred.WROTE_IT: _("这份计划你动过笔，要由别人来看。"),
        Barred.NO_LINE: _("批准只能按隶属关系；行业指导可以同意、可以退回，没有审批权。"),
    }[why]


def _tell(plan: Plan, waits: HandIn, outcome: Outcome) -> None:
    """Whoever handed it in hears at once, with the words, so that nobody has to sign in to read them."""
    if waits.actor is None:
        return
    titles: dict[str, Promise] = {
        Result.RETURNED: gettext_lazy("计划退回来了"),
        Result.APPROVED: gettext_lazy("计划批准了"),
        Result.AGREED: gettext_lazy("计划看过了，指导同意"),
    }
    texts: dict[str, Any] = {
        Result.RETURNED: gettext_lazy("“{notice}”的计划退回来改一改。{reason}"),
        Result.APPROVED: gettext_lazy("“{notice}”的计划批准了，可以照着办了。{reason}"),
        Result.AGREED: gettext_lazy("“{notice}”的计划，行业党委看过了，表示同意，可以照着办了。{reason}"),
    }
    notify.tell(
        waits.actor,
        kind=SETTLED,
        title=titles[outcome.result],
        text=format_lazy(texts[outcome.result], notice=plan.notice.title, reason=outcome.reason),
        url=queries.plan_url(plan.ref),
    )


def advise(plan: Plan, text: str, *, by: Account, line: str = "") -> Advice:
    """Say something on a line of a plan that was handed in (`line` is its ref), or on the whole.

    Raises `Refused`, `NotThere`, `HouseError`, `Conflict` for a line that is not in it any more. After the plan was
    settled, whoever handed it in is told.
    """
    require(by, Action.ADVISE, plan)
    said = text.strip()
    if not said:
        raise HouseError(_("写一句建议再存。"))
    with transaction.atomic():
        standing = queries.standing(plan)
        last = standing.last
        if last is None:
            raise NotThere(_("没有这一行。"))
        if plan.unit_id in {held.unit for held in held_by(by)}:
            raise Refused(barred_sentence(Barred.OWN_UNIT))
        found = _line_read(plan, line, standing) if line else None
        made = Advice.objects.create(
            plan=plan,
            line=found,
            text=said[: rules.ADVICE_LENGTH],
            at=time.now(),
            actor=by,
            unit_id=plan.unit_id,
        )
        audit.record(str(Action.ADVISE), actor=by, thing=plan, detail={"advice": made.pk})
        if last.ended_at is not None and last.actor is not None:
            notify.tell(
                last.actor,
                kind=SETTLED,
                title=gettext_lazy("计划有一条建议"),
                text=format_lazy(
                    gettext_lazy("“{notice}”的计划：{advice}"), notice=plan.notice.title, advice=made.text
                ),
                url=queries.plan_url(plan.ref),
            )
        say(plan, advice=made.ref)
    return made


def _line_read(plan: Plan, ref: str, standing: Standing) -> PlanLine:
    """A line that others read now, whatever the unit has made of it since."""
    found = PlanLine.objects.filter(plan=plan, ref=ref).first()
    naming = [one for one in standing.hand_ins if queries.content_in(one).line(ref) is not None]
    if found is None or not naming:
        raise NotThere(_("没有这一行。"))
    if standing.read_by_others not in naming:
        raise Conflict(_("这一行刚才拿掉了。要说的话，可以提在整份计划上。"))
    return found


def settle_advice(plan: Plan, ref: str, *, by: Account) -> Advice:
    """Note that advice is dealt with: by the unit, or by whoever gave it. Raises `NotThere`, `Conflict` when it was."""
    advice = Advice.objects.standing().filter(plan=plan, ref=ref).first()
    if advice is None or not (may(by, Action.WRITE, plan) or advice.actor_id == by.pk):
        raise NotThere(_("没有这条建议。"))
    with transaction.atomic():
        settled = Advice.objects.filter(pk=advice.pk).fill_in(settled_at=time.now(), settled_by=by)
        if not settled:
            raise Conflict(_("这条建议已经处理过了。"))
        audit.record("plan:settle-advice", actor=by, thing=plan, detail={"advice": advice.pk})
        say(plan, advice=advice.ref)
    return advice
