"""What a unit does with its plan as a whole: begin it, hand it in, take it back. Lines are written in `plan_lines`."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, require
from sixianghui.audit import public as audit
from sixianghui.campaigns.actions import Action
from sixianghui.campaigns.commands.plan_steps import end, lock, remember, say
from sixianghui.campaigns.models import Advice, Delivery, HandIn, Notice, Outcome, Plan, Result
from sixianghui.campaigns.queries import plans as queries
from sixianghui.campaigns.rules import contents
from sixianghui.campaigns.rules.plans import Event, State
from sixianghui.common import time
from sixianghui.common.errors import Conflict, NotThere
from sixianghui.directory.public import Unit


def begin_plan(notice: Notice, unit: Unit, *, by: Account) -> Plan:
    """The plan of a unit for a notice that it got; made when somebody of the unit first opens it.

    Raises `Refused`; `NotThere` when the notice did not go to the unit; `Conflict` when it takes no plans any more.
    """
    require(by, Action.WRITE, unit)
    if not Delivery.objects.standing().filter(notice=notice, unit=unit).exists():
        raise NotThere(_("没有这份通知。"))
    with transaction.atomic():
        plan, fresh = Plan.objects.get_or_create(notice=notice, unit=unit)
        if fresh:
            lock(plan, Event.EDIT)
            audit.record("plan:begin", actor=by, thing=plan)
    return plan


def hand_in(plan: Plan, *, by: Account) -> HandIn:
    """Hand the plan in as it is now: frozen with its digest. Open items are no fault; no line at all is one.

    Advice on lines that were changed since is settled by that. Handed in twice at once, it is handed in once. Raises
    `Refused`, `Conflict`.
    """
    require(by, Action.HAND_IN, plan)
    try:
        with transaction.atomic():
            standing = lock(plan, Event.HAND_IN)
            content, last = queries.content_now(plan), standing.last
            if not content.lines:
                raise Conflict(_("计划里还没有一行。写一行，或者收下一条提议，再交。"))
            if last is not None and standing.state.is_settled and last.digest == content.digest:
                raise Conflict(_("和定下来的那一份一样，不用再交。"))
            made = HandIn.objects.create(
                plan=plan,
                content=content.as_json(),
                digest=content.digest,
                at=time.now(),
                actor=by,
                unit_id=plan.unit_id,
            )
            remember(plan, by)
            if last is not None:
                _settle_mended(plan, last, content, by)
            audit.record(str(Action.HAND_IN), actor=by, thing=plan, detail={"hand_in": made.pk})
            say(plan, state=str(State.WAITING))
    except (IntegrityError, Conflict):
        waits = HandIn.objects.standing().filter(plan=plan, actor=by, ended_at__isnull=True).first()
        if waits is None:
            raise
        return waits
    return made


def _settle_mended(plan: Plan, last: HandIn, content: contents.Content, by: Account) -> None:
    changed = {one.ref for one in contents.changes(contents.content_of(last.content), content)}
    mended = Advice.objects.standing().filter(plan=plan, line__ref__in=changed)
    mended.fill_in(settled_at=time.now(), settled_by=by)


def take_back(plan: Plan, *, by: Account) -> Outcome:
    """Take a plan back that waits, to go on writing. Raises `Refused`, `Conflict` when it does not wait any more."""
    require(by, Action.HAND_IN, plan)
    with transaction.atomic():
        waits = lock(plan, Event.TAKE_BACK).waiting
        made = end(waits, Result.TAKEN_BACK, way="", reason="", by=by)
        audit.record("plan:take-back", actor=by, thing=plan, detail={"hand_in": waits.pk})
        say(plan, state=str(State.TAKEN_BACK))
    return made
