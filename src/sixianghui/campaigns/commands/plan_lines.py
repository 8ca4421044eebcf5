"""Writing at a plan, line by line and together: whoever comes second sees both versions, and nothing is lost."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from sixianghui.access.public import Account, require
from sixianghui.audit import public as audit
from sixianghui.campaigns.actions import Action
from sixianghui.campaigns.commands.plan_steps import lock, remember, say
from sixianghui.campaigns.models import Audience, Carrier, Goal, LineCover, Plan, PlanLine, Point
from sixianghui.campaigns.queries import proposals
from sixianghui.campaigns.rules import contents
from sixianghui.campaigns.rules import plans as rules
from sixianghui.campaigns.rules.contents import LineFault
from sixianghui.campaigns.rules.plans import Event
from sixianghui.common import time
from sixianghui.common.errors import Conflict, HouseError, NotThere

#: Typing is saved every second. What one person types without a longer pause is one row of the audit chain.
PAUSE = dt.timedelta(minutes=10)


@dataclass(frozen=True)
class Written:
    """A line as somebody wrote it. `month` is its first day; `items` are the ids of items of the notice."""

    text: str = ""
    reason: str = ""
    stance: str = "own"
    carrier: int | None = None
    kind: str = ""
    month: dt.date | None = None
    audience: str = Audience.MEMBERS
    items: tuple[int, ...] = ()


class Clash(Conflict):
    """Somebody changed the line meanwhile: `current` is theirs. Nothing was written; both are to be shown."""

    def __init__(self, current: PlanLine | Goal) -> None:
        super().__init__(_("别人刚改过这一行。两种写法都在，请选一种。"))
        self.current = current


def write_line(
    plan: Plan, ref: str, written: Written, *, version: int, by: Account, tried: str = ""
) -> PlanLine:
    """Write a line, new under the `ref` that the browser chose, or as a change of the line as it was in `version`.

    The same words sent again change nothing. `tried`: the words that this person sent just before and got no answer
    to, so that nobody clashes with themselves on a bad line. Raises `Refused`, `Clash` when somebody changed it
    meanwhile, `Conflict` when the plan may not be edited, `HouseError` for a line that says nothing.
    """
    require(by, Action.WRITE, plan)
    written = _checked(plan, written)
    with transaction.atomic():
        lock(plan, Event.EDIT)
        line = PlanLine.objects.filter(plan=plan, ref=ref).select_related("carrier").first()
        if line is None:
            line = PlanLine(plan=plan, ref=ref, version=0, position=_next_position(plan))
        elif line.removed_at is None and _written(line) == written:
            return line
        elif line.version != version and not _is_own_retry(line, version, tried, by):
            raise Clash(line)
        _note_writing(plan, line, by)
        _put(line, written, by)
        say(plan, line=line.ref, version=line.version)
    return line


def _next_position(plan: Plan) -> int:
    there = PlanLine.objects.filter(plan=plan)
    if there.filter(removed_at__isnull=True).count() >= rules.MOST_LINES:
        raise Conflict(_("一份计划最多 %(most)d 行。先拿掉用不上的，再加新的。") % {"most": rules.MOST_LINES})
    return int(there.aggregate(last=Max("position"))["last"] or 0) + 1


def _checked(plan: Plan, written: Written) -> Written:
    """The line with items and carrier of this notice alone, and the stance that follows. Raises `HouseError`."""
    items = set(Point.objects.filter(notice=plan.notice_id).values_list("pk", flat=True))
    kept = tuple(sorted(point for point in set(written.items) if point in items))
    carrier = written.carrier
    if (
        carrier is not None
        and not Carrier.objects.filter(pk=carrier, campaign=plan.notice.campaign_id).exists()
    ):
        carrier = None
    fault = contents.line_fault(written.stance, text=written.text, reason=written.reason, items=kept)
    if fault is not None:
        raise HouseError(line_sentence(fault))
    return Written(
        text=" ".join(written.text.split())[: rules.TEXT_LENGTH],
        reason=" ".join(written.reason.split())[: rules.REASON_LENGTH],
        stance=contents.settled_stance(written.stance, kept),
        carrier=carrier,
        kind=written.kind,
        month=contents.month_of(written.month) if written.month else None,
        audience=written.audience or Audience.MEMBERS,
        items=kept,
    )


def line_sentence(fault: LineFault) -> str:
    """Why a line cannot be kept, and what is missing."""
    return {
        LineFault.NO_TEXT: _("写一句打算做什么；不做了就拿掉。"),
        LineFault.NO_REASON: _("写一句为什么不适用，看的人就明白了。"),
        LineFault.NO_POINT: _("哪一条不适用，请勾上。"),
    }[fault]


def _written(line: PlanLine) -> Written:
    items = tuple(sorted(line.covers.values_list("point_id", flat=True)))
    return Written(
        line.text,
        line.reason,
        line.stance,
        line.carrier_id,
        line.kind,
        line.month,
        line.audience,
        items,
    )


def _is_own_retry(line: PlanLine | Goal, version: int, tried: str, by: Account) -> bool:
    """Whether the version there is one's own, whose acknowledgement was lost on the way."""
    words = line.text or (line.reason if isinstance(line, PlanLine) else "")
    return bool(tried) and line.edited_by_id == by.pk and line.version == version + 1 and words == tried


def _note_writing(plan: Plan, row: PlanLine | Goal, by: Account) -> None:
    """Remember who writes; one row of the chain for what one person types without a longer pause."""
    remember(plan, by)
    if row.pk is None or row.edited_by_id != by.pk or time.now() - row.edited_at > PAUSE:
        audit.record("plan:write", actor=by, thing=plan)


def _put(line: PlanLine, written: Written, by: Account) -> None:
    line.text, line.reason, line.stance = written.text, written.reason, written.stance
    line.carrier_id, line.kind, line.month = written.carrier, written.kind, written.month
    line.audience, line.removed_at = written.audience, None
    line.version += 1
    line.edited_by, line.edited_at = by, time.now()
    line.save()
    LineCover.objects.filter(line=line).exclude(point__in=written.items).delete()
    LineCover.objects.bulk_create(
        (LineCover(line=line, point_id=point) for point in written.items), ignore_conflicts=True
    )


def remove_line(plan: Plan, ref: str, *, by: Account) -> PlanLine:
    """Take a line out, or leave a proposal where it is so that it does not come again. It may be put back."""
    require(by, Action.WRITE, plan)
    with transaction.atomic():
        lock(plan, Event.EDIT)
        line = PlanLine.objects.filter(plan=plan, ref=ref).first()
        if line is None:
            if ref not in {proposal.ref for proposal in proposals.proposals(plan)}:
                raise NotThere(_("没有这一行。"))
            line = PlanLine(plan=plan, ref=ref, position=_next_position(plan), version=0)
        elif line.removed_at is not None:
            return line
        _note_writing(plan, line, by)
        line.removed_at = line.edited_at = time.now()
        line.edited_by = by
        line.version += 1
        line.save()
        say(plan, line=line.ref, version=line.version)
    return line


def put_back_line(plan: Plan, ref: str, *, by: Account) -> None:
    """Undo `remove_line`: the line is there again; a proposal that was left is proposed again."""
    require(by, Action.WRITE, plan)
    with transaction.atomic():
        lock(plan, Event.EDIT)
        line = PlanLine.objects.filter(plan=plan, ref=ref, removed_at__isnull=False).first()
        if line is None:
            raise NotThere(_("没有这一行。"))
        _note_writing(plan, line, by)
        if not (line.text or line.reason):
            line.delete()
        else:
            line.removed_at, line.edited_by, line.edited_at = None, by, time.now()
            line.version += 1
            line.save()
        say(plan, line=ref, version=line.version)


def write_goal(
    plan: Plan, ref: str, *, audience: str, text: str, model: str, version: int, by: Account, tried: str = ""
) -> Goal:
    """Write a goal; with no words it is none. `model` is by whom or what it measures itself. Versions as of a line."""
    require(by, Action.WRITE, plan)
    text, model = (
        " ".join(text.split())[: rules.GOAL_LENGTH],
        " ".join(model.split())[: rules.MODEL_LENGTH],
    )
    with transaction.atomic():
        lock(plan, Event.EDIT)
        goal = Goal.objects.filter(plan=plan, ref=ref).first()
        if goal is None:
            goal = Goal(plan=plan, ref=ref, version=0)
        elif (goal.audience, goal.text, goal.model) == (audience, text, model):
            return goal
        elif goal.version != version and not _is_own_retry(goal, version, tried, by):
            raise Clash(goal)
        _note_writing(plan, goal, by)
        goal.audience, goal.text, goal.model = audience, text, model
        goal.version += 1
        goal.edited_by, goal.edited_at = by, time.now()
        goal.save()
        say(plan, goal=goal.ref, version=goal.version)
    return goal
