"""Plans with their state, for the unit whose they are and for those who guide it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import get_language

from sixianghui.access.public import Person, held_by, within
from sixianghui.activities.public import Kind
from sixianghui.campaigns.actions import Action
from sixianghui.campaigns.models import (
    Amendment,
    Ask,
    Campaign,
    Carrier,
    Closing,
    Delivery,
    Goal,
    HandIn,
    Notice,
    Outcome,
    Plan,
    PlanLine,
    Point,
    Recall,
    Way,
    Writer,
)
from sixianghui.campaigns.rules import contents
from sixianghui.campaigns.rules import plans as rules
from sixianghui.campaigns.rules.plans import Barred, Event, State
from sixianghui.common import time


@dataclass(frozen=True)
class Standing:
    """What a plan is now: its hand-ins, the oldest first, each with its outcome, and what stands in the way."""

    state: State
    hand_ins: Sequence[HandIn]
    recalled: bool
    closed: bool

    @property
    def last(self) -> HandIn | None:
        """The last that was handed in."""
        return self.hand_ins[-1] if self.hand_ins else None

    @property
    def end(self) -> Outcome | None:
        """How the last one ended."""
        return outcome_of(self.hand_ins[-1]) if self.hand_ins else None

    @property
    def waiting(self) -> HandIn:
        """The one that waits; only asked of a plan that does."""
        assert self.state is State.WAITING
        return self.hand_ins[-1]

    @property
    def accepted(self) -> HandIn | None:
        """The one that was approved or agreed to last, and stands."""
        settled = (one for one in reversed(self.hand_ins) if (end := outcome_of(one)) and _accepts(end))
        return next(settled, None)

    @property
    def read_by_others(self) -> HandIn | None:
        """What others than the unit itself read: the last; while that is mended, the one that stands, if one does."""
        if self.state.is_settled or self.state is State.WAITING:
            return self.last
        return self.accepted or self.last

    def fault(self, event: Event) -> rules.Fault | None:
        """Why `event` may not happen now."""
        return rules.fault(self.state, event, recalled=self.recalled, closed=self.closed)


def content_in(hand_in: HandIn) -> contents.Content:
    """What was handed in, as it was frozen."""
    return contents.content_of(hand_in.content)


def outcome_of(hand_in: HandIn) -> Outcome | None:
    """How a hand-in that was read by `standing` ended."""
    ends: list[Outcome] = hand_in.ends  # type: ignore[attr-defined]
    return ends[0] if ends else None


def _accepts(outcome: Outcome) -> bool:
    return State(outcome.result).is_settled


def standing(plan: Plan) -> Standing:
    """What a plan is now. Four queries, however often it was handed in."""
    ends = Outcome.objects.standing().select_related("actor", "unit")
    hand_ins = list(
        HandIn.objects.standing()
        .filter(plan=plan)
        .select_related("actor")
        .prefetch_related(Prefetch("outcomes", ends, to_attr="ends"))
        .order_by("at", "pk")
    )
    end = outcome_of(hand_ins[-1]) if hand_ins else None
    return Standing(
        rules.state_of(end.result if end else None, waits=bool(hand_ins) and end is None),
        hand_ins,
        recalled=Recall.objects.standing().filter(notice=plan.notice_id).exists(),
        closed=is_closed(plan.notice.campaign),
    )


def was_handed_in(plan: Plan) -> bool:
    """Whether it ever was."""
    return HandIn.objects.standing().filter(plan=plan).exists()


def is_closed(campaign: Campaign | None) -> bool:
    """Whether a campaign takes no plans any more. A notice without a campaign never closes so."""
    if campaign is None:
        return False
    return time.today() > campaign.ends_on or Closing.objects.standing().filter(campaign=campaign).exists()


# --- who may see and write -------------------------------------------------------------------------------------------


def plans() -> QuerySet[Plan]:
    """Every plan with its notice, campaign and unit."""
    return Plan.objects.select_related("notice__campaign", "notice__unit", "unit")


def visible_to(person: Person) -> QuerySet[Plan]:
    """The plans of one's own unit; those handed in by units that one guides or that stand below. No draft of others."""
    own = within(person, Action.WRITE).units
    reach = within(person, Action.SEE).units
    handed_in = HandIn.objects.standing().filter(plan=OuterRef("pk"))
    if not reach - own:
        return plans().filter(unit__in=own)
    others = Q(Exists(handed_in), unit__in=reach - own)
    return plans().filter(Q(unit__in=own) | others if own else others)


def plan_for(person: Person, ref: str) -> Plan | None:
    """The plan at this address, as far as this person may know of it."""
    return visible_to(person).filter(ref=ref).first()


def own_plan(person: Person, ref: str) -> Plan | None:
    """The plan at this address, if this person may write at it."""
    return plans().filter(unit__in=within(person, Action.WRITE).units, ref=ref).first()


def may_write_at(person: Any, ref: str) -> bool:
    """Whether this person may hear what others write at a plan."""
    return own_plan(person, ref) is not None


def notices_to_plan(person: Person, ref: str) -> list[Delivery]:
    """The deliveries of a sent notice to units for which this person writes; empty for a notice they may not know."""
    own = within(person, Action.WRITE).units
    rows = Delivery.objects.standing().filter(notice__ref=ref, unit__in=own)
    return list(rows.select_related("notice__campaign", "notice__unit", "unit").order_by("unit__name"))


# --- who may decide --------------------------------------------------------------------------------------------------


def wrote(plan: Plan, account: Person) -> bool:
    """Whether somebody ever wrote at a plan or handed it in."""
    return (
        Writer.objects.filter(plan=plan, account=account.pk or 0).exists()
        or HandIn.objects.filter(plan=plan, actor=account.pk or 0).exists()
    )


@dataclass(frozen=True)
class Decider:
    """Whether somebody may settle a plan, and along which line. `why_not` is None when they may."""

    way: Way | None
    event: Event
    why_not: Barred | None


def decider(plan: Plan, person: Person) -> Decider:
    """How somebody may say yes to a plan: subordination approves, guidance agrees. Two queries at most."""
    approves = plan.unit_id in within(person, Action.APPROVE).units
    agrees = plan.unit_id in within(person, Action.AGREE).units
    event = Event.APPROVE if approves else Event.AGREE
    why_not = rules.barred(
        event,
        units=(held.unit for held in held_by(person)),
        unit=plan.unit_id,
        wrote=(approves or agrees) and wrote(plan, person),
        approves=approves,
        agrees=agrees,
    )
    ways = {Event.APPROVE: Way.SUBORDINATION, Event.AGREE: Way.GUIDANCE}
    return Decider(ways[event] if approves or agrees else None, event, why_not)


# --- what it says ----------------------------------------------------------------------------------------------------


def lines_of(plan: Plan) -> list[PlanLine]:
    """The lines as they are now, with what they cover. Two queries."""
    rows = PlanLine.objects.filter(plan=plan, removed_at__isnull=True)
    return list(
        rows.select_related("carrier", "edited_by").prefetch_related("covers").order_by("position", "pk")
    )


def all_goals_of(plan: Plan) -> list[Goal]:
    """The goals as they are now, emptied ones too."""
    return list(Goal.objects.filter(plan=plan).select_related("edited_by"))


def goals_of(plan: Plan) -> list[Goal]:
    """The goals as they are now."""
    return [goal for goal in all_goals_of(plan) if goal.text]


def kind_names() -> dict[str, str]:
    """By code, what kinds of activity are called in the reader's language; those no longer in use as well."""
    return {kind.code: kind.label for kind in Kind.objects.all()}


def line_as_written(line: PlanLine, kinds: dict[str, str]) -> contents.Line:
    """A line as the rules see it."""
    return contents.Line(
        ref=line.ref,
        stance=line.stance,
        text=line.text,
        reason=line.reason,
        carrier=line.carrier_id,
        carrier_name=line.carrier.name if line.carrier else "",
        kind=line.kind,
        kind_name=kinds.get(line.kind, ""),
        month=line.month.isoformat() if line.month else "",
        audience=line.audience,
        items=tuple(sorted(cover.point_id for cover in line.covers.all())),
    )


def content_now(plan: Plan) -> contents.Content:
    """Everything the plan says now. Four queries."""
    # By their own names: what was handed in is compared with what is written, whoever reads it in whatever language.
    kinds = dict(Kind.objects.values_list("code", "name"))
    return contents.Content(
        tuple(line_as_written(line, kinds) for line in lines_of(plan)),
        tuple(contents.Goal(one.ref, one.audience, one.text, one.model) for one in goals_of(plan)),
    )


def items_of(plan: Plan) -> list[Point]:
    """The items that this unit answers in its plan, in the notice's order; what the platform holds is answered already."""
    delivery = Delivery.objects.standing().filter(notice=plan.notice_id, unit=plan.unit_id).first()
    held = getattr(delivery, "held", None) or []
    rows = Point.objects.filter(notice=plan.notice_id, ask__in=(Ask.PLAN, Ask.ANSWER)).exclude(pk__in=held)
    return list(rows.select_related("carrier").order_by("position"))


def due_on(notice: Notice) -> dt.date | None:
    """Until when plans are asked for, as the last correction that names a day has it."""
    rows = Amendment.objects.standing().filter(notice=notice, plan_due_on__isnull=False)
    return rows.order_by("-at", "-pk").values_list("plan_due_on", flat=True).first() or notice.plan_due_on


def carriers_of(notice: Notice) -> list[Carrier]:
    """The carriers under which a line may stand."""
    if notice.campaign_id is None:
        return []
    return list(Carrier.objects.filter(campaign=notice.campaign_id).order_by("position"))


def months_of(notice: Notice, others: Iterable[dt.date] = ()) -> list[dt.date]:
    """The months that a line may name: from when the notice was drafted, or its campaign began, to its end."""
    campaign = notice.campaign
    begins = campaign.begins_on if campaign else time.today()
    begins = max(begins, notice.drafted_at.astimezone(time.SHANGHAI).date())
    ends = campaign.ends_on if campaign else begins + dt.timedelta(days=365)
    known = set(contents.months(begins, max(begins, ends)))
    return sorted(known | set(others))


def plan_url(ref: str) -> str:
    """Where a plan is read."""
    return reverse("campaigns:plan", args=[ref])


def writing_url(ref: str) -> str:
    """Where a plan is written."""
    return reverse("campaigns:plan-writing", args=[ref])


def happening_url(plan: str, line: str) -> str:
    """Where what happened is recorded at a line of a plan."""
    return reverse("campaigns:plan-happening", args=[plan, line])


def month_label(month: dt.date) -> str:
    """6月, or June on an English page."""
    if (get_language() or "").startswith("en"):
        return f"{month:%B}"
    return f"{month.month}月"
