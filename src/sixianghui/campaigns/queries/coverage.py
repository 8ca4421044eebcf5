"""A plan beside its notice: point by point what answers it, what was advised, what changed, what came to happen."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from sixianghui.access.public import Account, may
from sixianghui.activities.public import Activity, ActivityAction
from sixianghui.campaigns.actions import Action
from sixianghui.campaigns.models import Advice, Delivery, Intention, Plan, Point, Realisation
from sixianghui.campaigns.queries import plans as queries
from sixianghui.campaigns.queries.notices import units_of
from sixianghui.campaigns.queries.plans import Decider, Standing
from sixianghui.campaigns.rules import contents
from sixianghui.campaigns.rules.contents import Answered, Change, Content, Coverage, How, Line
from sixianghui.campaigns.rules.plans import Barred, Event, State
from sixianghui.common import time


@dataclass(frozen=True)
class Shown:
    """A line as the page shows it. `again`: it stands under another point already."""

    line: Line
    advice: list[Advice] = field(default_factory=list)
    change: Change | None = None
    realisations: list[Realisation] = field(default_factory=list)
    announced: list[Activity] = field(default_factory=list)
    again: bool = False

    @property
    def is_new(self) -> bool:
        return self.change is not None and self.change.how is How.ADDED

    @property
    def was(self) -> Line | None:
        """What it said before, where it was changed."""
        before = self.change.before if self.change is not None else None
        return before if isinstance(before, Line) else None

    @property
    def open_advice(self) -> list[Advice]:
        return [one for one in self.advice if one.settled_at is None]

    @property
    def month_has_come(self) -> bool:
        """Whether it may have happened by now."""
        day = self.line.first_day
        return day is None or day <= time.today()


@dataclass(frozen=True)
class Beside:
    """A point of the notice with what answers it; without a point: an idea of the unit's own."""

    number: int
    point: Point | None
    answer: Answered | None
    lines: list[Shown]


@dataclass(frozen=True)
class PlanPage:
    """Everything that the page of a plan shows to one reader. `may_read_notice`: whether its title leads them anywhere."""

    plan: Plan
    standing: Standing
    delivery: Delivery | None
    content: Content
    rows: list[Beside]
    coverage: Coverage
    removed: list[Line]
    advice: list[Advice]
    happened: list[Realisation]
    beside: list[Realisation]
    due: dt.date | None
    decider: Decider
    is_own: bool
    may_hand_in: bool
    records: bool
    may_advise: bool
    may_read_notice: bool
    has_unsent: bool

    @property
    def state(self) -> State:
        return self.standing.state

    @property
    def may_decide(self) -> bool:
        """Whether this reader may settle it now."""
        return self.decider.why_not is None and self.standing.fault(self.decider.event) is None

    @property
    def may_return(self) -> bool:
        """Whether this reader may return it now: not when its unit could not mend it any more."""
        return self.decider.why_not is None and self.standing.fault(Event.RETURN) is None

    @property
    def may_edit(self) -> bool:
        return self.is_own and self.standing.fault(Event.EDIT) is None

    @property
    def may_take_back(self) -> bool:
        return self.is_own and self.may_hand_in and self.standing.fault(Event.TAKE_BACK) is None

    @property
    def may_link(self) -> bool:
        """Whether what is recorded may be linked to a line: the plan stands, and it is one's own."""
        return self.is_own and self.standing.accepted is not None

    @property
    def may_record(self) -> bool:
        """Whether what happened may be recorded at a line: besides, this reader records for the unit."""
        return self.may_link and self.records

    @property
    def to_mend(self) -> int:
        """How many lines carry advice that is not dealt with."""
        return sum(bool(shown.open_advice) for row in self.rows for shown in row.lines if not shown.again)

    @property
    def changed(self) -> int:
        """How many lines differ from what was handed in before."""
        refs = {shown.line.ref for row in self.rows for shown in row.lines if shown.change}
        return len(refs) + len(self.removed)


def plan_page(plan: Plan, reader: Account) -> PlanPage:
    """The page of a plan. A fixed number of queries."""
    standing = queries.standing(plan)
    is_own = may(reader, Action.WRITE, plan)
    now = queries.content_now(plan) if is_own else Content()
    content, before = _shown(standing, now, is_own=is_own)
    items = queries.items_of(plan)
    covered = contents.coverage((point.pk for point in items), content.lines)
    changed = {change.ref: change for change in contents.changes(before, content)} if before else {}
    advice = _advice(plan)
    happened = _happened(plan)
    announced = _announced(plan)
    by_line: dict[str, list[Advice]] = {}
    for one in advice:
        if one.line is not None:
            by_line.setdefault(one.line.ref, []).append(one)
    seen: set[str] = set()

    def shown(line: Line) -> Shown:
        again = line.ref in seen
        seen.add(line.ref)
        realised = [one for one in happened if one.line is not None and one.line.ref == line.ref]
        return Shown(
            line,
            by_line.get(line.ref, []),
            changed.get(line.ref),
            realised,
            announced.get(line.ref, []),
            again,
        )

    rows = [
        Beside(at, point, covered.answer(point.pk), [shown(line) for line in covered.items[point.pk]])
        for at, point in enumerate(items, 1)
    ]
    rows += [Beside(0, None, None, [shown(line)]) for line in covered.own]
    accepted = standing.accepted
    decider = queries.decider(plan, reader)
    mine = units_of(reader)
    deliveries = _deliveries(plan, mine)
    delivery = next((one for one in deliveries if one.unit_id == plan.unit_id), None)
    answered = delivery is not None and bool(delivery.held) and not items
    return PlanPage(
        plan=plan,
        standing=standing,
        delivery=delivery,
        content=content,
        rows=rows,
        coverage=covered,
        removed=[
            one.before for one in changed.values() if one.how is How.REMOVED and isinstance(one.before, Line)
        ],
        advice=[one for one in advice if one.line is None],
        happened=happened,
        beside=_beside(plan),
        due=None if answered else queries.due_on(plan.notice),
        decider=decider,
        is_own=is_own,
        may_hand_in=may(reader, Action.HAND_IN, plan),
        records=may(reader, ActivityAction.RECORD, plan),
        # As `guidance.advise` has it: whoever holds anything in the unit, and be it a place on its roster, is no guide.
        may_advise=not is_own
        and decider.why_not is not Barred.OWN_UNIT
        and bool(standing.hand_ins)
        and may(reader, Action.ADVISE, plan),
        may_read_notice=plan.notice.public
        or not mine.isdisjoint({plan.notice.unit_id, *(one.unit_id for one in deliveries)}),
        has_unsent=is_own
        and standing.state.is_settled
        and accepted is not None
        and now.digest != accepted.digest,
    )


def _deliveries(plan: Plan, others: set[int]) -> list[Delivery]:
    """The notice as it reached the plan's unit and these others. One query."""
    rows = Delivery.objects.standing().filter(notice=plan.notice_id, unit__in={plan.unit_id, *others})
    return list(rows)


def _announced(plan: Plan) -> dict[str, list[Activity]]:
    """What is announced for each line and has not been held."""
    found: dict[str, list[Activity]] = {}
    rows = Intention.objects.filter(line__plan=plan).select_related("activity", "line")
    for one in rows.order_by("activity__starts_at", "pk"):
        found.setdefault(one.line.ref, []).append(one.activity)
    return found


def _shown(standing: Standing, now: Content, *, is_own: bool) -> tuple[Content, Content | None]:
    """What a reader sees, and what it is compared with: the unit its own words, others what was handed in.

    Nothing is compared with what was approved or agreed to: that stands.
    """
    handed = [queries.content_in(one) for one in standing.hand_ins]
    if is_own and not standing.state.is_settled and standing.state is not State.WAITING:
        return now, handed[-1] if handed else None
    if (shown := standing.read_by_others) is None:
        return Content(), None
    before = handed[-2] if len(handed) > 1 and standing.state is State.WAITING else None
    return queries.content_in(shown), before


def _advice(plan: Plan) -> list[Advice]:
    rows = Advice.objects.standing().filter(plan=plan).select_related("line", "actor", "settled_by")
    return list(rows.order_by("at", "pk"))


def _beside(plan: Plan) -> list[Realisation]:
    """What the unit held in the campaign without having planned it."""
    rows = Realisation.objects.standing().filter(
        line__isnull=True, campaign__isnull=False, campaign=plan.notice.campaign_id, unit=plan.unit_id
    )
    return list(rows.select_related("activity").order_by("at", "pk"))


def _happened(plan: Plan) -> list[Realisation]:
    rows = Realisation.objects.standing().filter(line__plan=plan)
    return list(rows.select_related("line", "activity__kind", "activity__unit").order_by("at", "pk"))
