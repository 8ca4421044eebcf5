"""Lists of plans, in a fixed number of queries however many there are."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Case, Count, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery, When

from sixianghui.access.public import Account, Person, held_by, within
from sixianghui.activities.public import ActivityAction
from sixianghui.campaigns.actions import Action
from sixianghui.campaigns.models import (
    Advice,
    Amendment,
    Campaign,
    Closing,
    Delivery,
    HandIn,
    Intention,
    Notice,
    Outcome,
    Plan,
    PlanLine,
    Realisation,
    Recall,
    Result,
    Stance,
    Writer,
)
from sixianghui.campaigns.queries.answered import leaves_something
from sixianghui.campaigns.queries.plans import (
    content_in,
    happening_url,
    month_label,
    plan_url,
    plans,
    visible_to,
)
from sixianghui.campaigns.rules import plans as rules
from sixianghui.campaigns.rules.contents import Line, month_of
from sixianghui.campaigns.rules.notices import is_left, urgency
from sixianghui.campaigns.rules.plans import State
from sixianghui.common import time
from sixianghui.directory.public import Unit


@dataclass(frozen=True)
class Filters:
    """How a list of plans is narrowed."""

    campaign: Campaign | None = None
    notice: Notice | None = None
    unit: Unit | None = None
    state: str = ""
    words: str = ""


@dataclass(frozen=True)
class Row:
    """A plan in a list."""

    plan: Plan
    state: State
    handed_in_on: dt.date | None
    url: str
    due: dt.date | None = None
    reason: str = ""
    to_mend: int = 0
    since: dt.date | None = None

    @property
    def is_returned(self) -> bool:
        return self.state is State.RETURNED


def named(person: Person, *, campaign: str, notice: str, unit: str) -> Filters:
    """The things that a reader names in an address, as far as there are plans of them that they may see."""
    seen = visible_to(person)
    found = Filters()
    if campaign:
        row = seen.filter(notice__campaign__slug=campaign).first()
        found = replace(found, campaign=row.notice.campaign if row else None)
    if notice:
        row = seen.filter(notice__ref=notice).first()
        found = replace(found, notice=row.notice if row else None)
    if unit:
        row = seen.filter(unit__slug=unit).first()
        found = replace(found, unit=row.unit if row else None)
    return found


@dataclass(frozen=True)
class Listed:
    """One page of a list. How many there are in all is not counted: that would cost more than it tells."""

    rows: list[Row]
    number: int
    has_next: bool


#: Plans on one page, and the furthest page that is turned to.
PER_PAGE, LAST_PAGE = 30, 500


def listed(person: Person, filters: Filters, number: int = 1) -> Listed:
    """The plans that somebody may see: the longest waiting first, then the newest. Two queries.

    The first finds the page by what the order needs alone; the second reads those rows.
    """
    number = max(1, min(number, LAST_PAGE))
    start = (number - 1) * PER_PAGE
    waiting = Q(hand_ins__struck_at__isnull=True, hand_ins__ended_at__isnull=True)
    found = _narrowed(
        visible_to(person).annotate(waiting=FilteredRelation("hand_ins", condition=waiting)), filters
    )
    order = (F("waiting__at").asc(nulls_last=True), "-pk")
    refs = list(found.order_by(*order).values_list("pk", flat=True)[start : start + PER_PAGE + 1])
    plans_here = {plan.pk: plan for plan in with_state(plans().filter(pk__in=refs[:PER_PAGE]))}
    rows = [row(plans_here[pk]) for pk in refs[:PER_PAGE] if pk in plans_here]
    return Listed(rows, number, has_next=len(refs) > PER_PAGE)


def _narrowed(rows: QuerySet[Any], filters: Filters) -> QuerySet[Any]:
    if filters.campaign is not None:
        rows = rows.filter(notice__campaign=filters.campaign)
    if filters.notice is not None:
        rows = rows.filter(notice=filters.notice)
    if filters.unit is not None:
        rows = rows.filter(unit=filters.unit)
    if filters.words:
        rows = rows.filter(
            Q(unit__name__icontains=filters.words) | Q(unit__short_name__icontains=filters.words)
        )
    if filters.state == State.WAITING:
        return rows.filter(waiting__isnull=False)
    if filters.state == State.DRAFT:
        return rows.filter(~Exists(HandIn.objects.standing().filter(plan=OuterRef("pk"))))
    if filters.state:
        ends = Outcome.objects.standing().filter(
            hand_in__plan=OuterRef("pk"), hand_in__struck_at__isnull=True
        )
        last = Subquery(ends.order_by("-at", "-pk").values("result")[:1])
        return rows.filter(waiting__isnull=True).annotate(result=last).filter(result=filters.state)
    return rows


def campaigns_of(person: Person) -> list[Campaign]:
    """The campaigns for which units within one's reach have plans, the latest first. One query."""
    units = within(person, Action.SEE).units | within(person, Action.WRITE).units
    there = Plan.objects.filter(notice__campaign=OuterRef("pk"), unit__in=units)
    return list(Campaign.objects.filter(Exists(there))[:20])


def with_state(rows: QuerySet[Plan]) -> QuerySet[Any]:
    """Plans with what their state follows from."""
    hand_ins = HandIn.objects.standing().filter(plan=OuterRef("pk"))
    ends = Outcome.objects.standing().filter(hand_in__plan=OuterRef("pk"), hand_in__struck_at__isnull=True)
    return rows.annotate(
        waits=Exists(hand_ins.filter(ended_at__isnull=True)),
        result=Subquery(ends.order_by("-at", "-pk").values("result")[:1]),
        handed_in_at=Subquery(hand_ins.order_by("-at", "-pk").values("at")[:1]),
    )


def row(plan: Any) -> Row:
    """A plan that was read by `with_state`."""
    handed = plan.handed_in_at
    return Row(
        plan,
        rules.state_of(plan.result, waits=plan.waits),
        handed.astimezone(time.SHANGHAI).date() if handed else None,
        plan_url(plan.ref),
    )


def waiting_for(account: Account, most: int = 20) -> list[Any]:
    """The plans on which this person may decide, the longest waiting first. Two queries."""
    own = frozenset(held.unit for held in held_by(account))
    units = (within(account, Action.APPROVE).units | within(account, Action.AGREE).units) - own
    wrote_at = Writer.objects.filter(plan=OuterRef("plan"), account=account)
    recalled = Recall.objects.standing().filter(notice=OuterRef("plan__notice"))
    waits = HandIn.objects.standing().filter(ended_at__isnull=True, plan__unit__in=units)
    waits = waits.exclude(Exists(recalled)).exclude(Exists(wrote_at)).order_by("at", "pk")
    refs = list(waits.values_list("plan", flat=True)[:most])
    found = {plan.pk: plan for plan in with_state(plans().filter(pk__in=refs))}
    return [found[pk] for pk in refs if pk in found]


def unfinished(account: Account, most: int = 6) -> list[Row]:
    """Plans of one's own units that were begun or returned and still may be handed in, the returned ones first.

    What was begun without a line where nothing is to be written waits for nothing, and what nobody has touched long
    after its day is left in peace. Three queries.
    """
    recalled = Recall.objects.standing().values("notice")
    over = Closing.objects.standing().values("campaign")
    last = Outcome.objects.standing().filter(hand_in__plan=OuterRef("pk"), hand_in__struck_at__isnull=True)
    last = last.order_by("-at", "-pk")
    open_advice = (
        Advice.objects.standing()
        .filter(plan=OuterRef("pk"), line__isnull=False, settled_at__isnull=True)
        .order_by()
        .values("plan")
        .annotate(many=Count("line", distinct=True))
    )
    delivered = Delivery.objects.standing().filter(notice=OuterRef("notice"), unit=OuterRef("unit"))
    lines = PlanLine.objects.filter(plan=OuterRef("pk"), removed_at__isnull=True)
    rows = (
        with_state(plans().filter(unit__in=within(account, Action.WRITE).units))
        .filter(Q(result__isnull=True) | Q(result__in=(Result.RETURNED, Result.TAKEN_BACK)), waits=False)
        .exclude(notice__in=recalled)
        .exclude(notice__campaign__ends_on__lt=time.today())
        .exclude(notice__campaign__in=over)
        .annotate(answered=Exists(delivered.exclude(leaves_something())))
        .exclude(~Exists(lines), answered=True, result__isnull=True)
        .annotate(
            reason=Subquery(last.values("reason")[:1]),
            ended_at=Subquery(last.values("at")[:1]),
            to_mend=Subquery(open_advice.values("many")[:1]),
        )
        .order_by(Case(When(result=Result.RETURNED, then=0), default=1), "-pk")
    )
    begun = list(rows[: 10 * most])
    days, today = due_days({plan.notice_id for plan in begun}), time.today()
    found = [
        replace(
            row(plan),
            due=None if plan.answered else days.get(plan.notice_id, plan.notice.plan_due_on),
            reason=plan.reason or "",
            to_mend=plan.to_mend or 0,
            since=_day(plan.ended_at),
        )
        for plan in begun
    ]
    still = [one for one in found if not is_left(_last_touched(one), today)]
    return sorted(still, key=lambda one: (not one.is_returned, urgency(one.due, today), one.plan.pk))[:most]


def _last_touched(one: Row) -> dt.date:
    """The last day of those that bring a plan up: when it was begun, when it is due, when it came back."""
    return max(filter(None, (_day(one.plan.made_at), one.due, one.since)))


def due_days(notices: set[int]) -> dict[int, dt.date]:
    """By notice, the day that its last correction names. One query."""
    rows = Amendment.objects.standing().filter(notice__in=notices, plan_due_on__isnull=False)
    named = rows.order_by("at", "pk").values_list("notice_id", "plan_due_on")
    return {notice: day for notice, day in named if day is not None}


def _day(moment: dt.datetime | None) -> dt.date | None:
    return moment.astimezone(time.SHANGHAI).date() if moment else None


@dataclass(frozen=True)
class ToRecord:
    """A line of a plan that stands, whose month has come, and of which nothing is recorded yet."""

    plan: Plan
    line: Line
    month: str
    url: str


#: Lines of months longer ago are left in peace.
PAST_MONTHS = 2


def to_record(account: Account, most: int = 2) -> list[ToRecord]:
    """What one's units may have held by now, where one records: no duty, and no list of what was not done. Three queries.

    What is announced is not among them: its own card comes when its day has passed.
    """
    own = within(account, Action.WRITE).units & within(account, ActivityAction.RECORD).units
    settled = (
        Outcome.objects.standing()
        .filter(result__in=(Result.APPROVED, Result.AGREED), hand_in__plan__unit__in=own)
        .select_related("hand_in__plan__unit", "hand_in__plan__notice")
        .order_by("-at", "-pk")[:20]
    )
    accepted: dict[int, HandIn] = {}
    for outcome in settled:
        accepted.setdefault(outcome.hand_in.plan_id, outcome.hand_in)
    realised = set(
        Realisation.objects.standing()
        .filter(line__plan__in=accepted)
        .values_list("line__plan_id", "line__ref")
    )
    announced = Intention.objects.filter(line__plan__in=accepted).values_list("line__plan_id", "line__ref")
    realised.update(announced)
    now = month_of(time.today())
    oldest = month_of(now - dt.timedelta(days=28 * PAST_MONTHS))
    found = [
        (month, hand_in.plan, line)
        for hand_in in accepted.values()
        for line in content_in(hand_in).lines
        if (month := line.first_day) is not None
        and oldest <= month <= now
        and line.stance != Stance.NOT_APPLICABLE
        and (hand_in.plan_id, line.ref) not in realised
    ]
    found.sort(key=lambda one: (one[0], one[1].pk, one[2].ref), reverse=True)
    return [
        ToRecord(plan, line, month_label(month), happening_url(plan.ref, line.ref))
        for month, plan, line in found[:most]
    ]
