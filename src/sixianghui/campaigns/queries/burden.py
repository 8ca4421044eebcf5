"""What notices cost: the meter of a draft, a unit's month, a committee's own use of its budget."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, TruncMonth

from sixianghui.campaigns import holdings
from sixianghui.campaigns.models import Amendment, Ask, Budget, Delivery, Notice, Point, Recall, Sending
from sixianghui.campaigns.queries.addressees import Addressee, addressees
from sixianghui.campaigns.queries.writers import heard_in
from sixianghui.campaigns.rules import burden, notices
from sixianghui.common import time
from sixianghui.directory.public import Unit

#: Months shown of a committee's own use.
MONTHS = 12


def budget_of(committee: Unit, day: dt.date) -> int:
    """Minutes a month that a committee may ask of one branch, in the month of `day`."""
    return _budget(_budgets(committee), day.replace(day=1))


def _budgets(committee: Unit) -> list[tuple[dt.date, int]]:
    rows = Budget.objects.standing().filter(unit=committee).order_by("month")
    return list(rows.values_list("month", "minutes"))


def _budget(known: Iterable[tuple[dt.date, int]], month: dt.date) -> int:
    minutes = burden.USUAL_BUDGET
    for since, found in known:
        if since <= month:
            minutes = found
    return minutes


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.min, tzinfo=time.SHANGHAI)


def deliveries_that_ask() -> QuerySet[Any]:
    """Deliveries of notices that were not recalled: what still asks something."""
    recalled = Recall.objects.standing().values("notice")
    return Delivery.objects.standing().exclude(notice__in=recalled)


def used(committee: Unit, units: Collection[int], day: dt.date) -> dict[int, int]:
    """By unit, the minutes that a committee has asked of it in the month of `day`. One query."""
    first, after = burden.month_of(day)
    rows = deliveries_that_ask().filter(
        notice__unit=committee, unit__in=units, at__gte=_midnight(first), at__lt=_midnight(after)
    )
    return dict(rows.order_by().values_list("unit").annotate(minutes=Sum("minutes")))


@dataclass(frozen=True)
class Held:
    """One point of a draft that the platform answers: for how many units, and what it would say for one of them."""

    item: Point
    units: int
    example: str
    example_unit: str


@dataclass(frozen=True)
class Preview:
    """A draft as it would be sent now: to whom, at what cost, what is held, what stands in the way.

    `unheard`: those addressees where nobody would hear of it. It stands in nobody's way, but whoever sends knows.
    """

    items: list[Point]
    addressees: list[Addressee]
    unheard: list[Unit]
    meter: burden.Meter
    held: list[Held]
    faults: list[notices.Found]


def preview(notice: Notice) -> Preview:
    """The meter before sending. A fixed number of queries, and a few for each kind of holding that it names."""
    items = list(notice.items.select_related("carrier"))
    reached = addressees(notice)
    units = [one.unit.pk for one in reached]
    values = holdings.values_of([item.holding for item in items], units)
    today = time.today()
    meter = burden.meter(
        [burden.Asked(item.pk, item.minutes, item.holding) for item in items],
        units,
        values,
        used(notice.unit, units, today),
        budget_of(notice.unit, today),
    )
    names = {one.unit.pk: one.unit.short_name for one in reached}
    held = []
    for item in items:
        known = values.get(item.holding, {})
        first = next((unit for unit in units if unit in known), None)
        if first is not None:
            held.append(Held(item, sum(1 for unit in units if unit in known), known[first], names[first]))
    found = notices.faults(
        [_question(item) for item in items],
        units=len(units),
        today=today,
        plan_due_on=notice.plan_due_on,
        open_elsewhere=questions_open(units, today, but=notice),
    )
    heard = heard_in(units)
    unheard = [one.unit for one in reached if one.unit.pk not in heard]
    return Preview(items, reached, unheard, meter, held, found)


def _question(item: Point) -> notices.Question:
    return notices.Question(item.pk, item.title, item.ask, item.why, item.minutes, item.holding, item.due_on)


def questions_open(units: Collection[int], today: dt.date, *, but: Notice) -> dict[str, str]:
    """What other notices still ask of some of these units, by `same_question`, with the notice's title. One query.

    Open is what has no due day or one to come, corrections taken in, in a notice that was sent within a year and not
    recalled.
    """
    asking = (
        deliveries_that_ask()
        .filter(unit__in=units, at__gte=_midnight(today - dt.timedelta(days=366)))
        .exclude(notice=but.pk)
    )
    changes = Amendment.objects.standing().filter(notice=OuterRef("notice"), plan_due_on__isnull=False)
    changed = Subquery(changes.order_by("-at", "-pk").values("plan_due_on")[:1])
    rows = (
        Point.objects.filter(notice__in=asking.values("notice"))
        .exclude(ask=Ask.KNOW)
        .annotate(until=Coalesce("due_on", changed, "notice__plan_due_on"))
        .filter(Q(until__isnull=True) | Q(until__gte=today))
        .order_by("pk")
        .values_list("title", "notice__title")
    )
    return {burden.same_question(title): notice for title, notice in rows}


@dataclass(frozen=True)
class Month:
    """A committee's own use in one month: minutes in all, units reached, the most it asked of one, and its budget."""

    first: dt.date
    notices: int
    minutes: int
    units: int
    most: int
    budget: int

    @property
    def mean(self) -> int:
        """Minutes of a unit on the average, rounded up."""
        return -(-self.minutes // self.units) if self.units else 0

    @property
    def is_over(self) -> bool:
        """Whether it asked somebody for more than the budget."""
        return self.most > self.budget


def months(committee: Unit, today: dt.date) -> list[Month]:
    """The last twelve months, the oldest first. Nothing of what branches did is in it. Three queries."""
    here = today.replace(day=1)
    firsts = [here]
    while len(firsts) < MONTHS:
        firsts.insert(0, (firsts[0] - dt.timedelta(days=1)).replace(day=1))
    rows = (
        deliveries_that_ask()
        .filter(notice__unit=committee, at__gte=_midnight(firsts[0]))
        .annotate(month=TruncMonth("at", tzinfo=time.SHANGHAI))
        .order_by()
        .values_list("month", "unit")
        .annotate(minutes=Sum("minutes"))
    )
    asked: dict[dt.date, list[int]] = defaultdict(list)
    for month, _unit, minutes in rows:
        asked[month.date()].append(minutes)
    recalled = Recall.objects.standing().values("notice")
    sent = (
        Sending.objects.standing()
        .filter(unit=committee, at__gte=_midnight(firsts[0]))
        .exclude(notice__in=recalled)
        .annotate(month=TruncMonth("at", tzinfo=time.SHANGHAI))
        .order_by()
        .values_list("month")
        .annotate(many=Count("pk"))
    )
    many = {month.date(): count for month, count in sent}
    budgets = _budgets(committee)
    return [
        Month(
            first,
            many.get(first, 0),
            sum(asked[first]),
            len(asked[first]),
            max(asked[first], default=0),
            _budget(budgets, first),
        )
        for first in firsts
    ]


@dataclass(frozen=True)
class Bar:
    """A month of the chart: where its column stands, how high it is, and where the budget lies above it."""

    month: Month
    left: float
    right: float
    x: float
    width: float
    y: float
    height: float
    middle: float
    budget_y: float

    @property
    def label_y(self) -> float:
        """Where its number stands: above the column."""
        return self.y - 6


@dataclass(frozen=True)
class Chart:
    """The most that was asked of one unit, month by month, against the budget. Lengths in the units of the drawing."""

    bars: list[Bar]
    width: int
    bottom: int


def chart(shown: list[Month]) -> Chart:
    """Draw the months."""
    width, top, bottom = 520, 24, 180
    slot = width / max(1, len(shown))
    highest = max([1, *(max(one.most, one.budget) for one in shown)])

    def height(minutes: int) -> float:
        return round((bottom - top) * minutes / highest, 1)

    return Chart(
        [
            Bar(
                one,
                left=round(slot * at, 1),
                right=round(slot * (at + 1), 1),
                x=round(slot * at + slot * 0.2, 1),
                width=round(slot * 0.6, 1),
                y=round(bottom - height(one.most), 1),
                height=height(one.most),
                middle=round(slot * (at + 0.5), 1),
                budget_y=round(bottom - height(one.budget), 1),
            )
            for at, one in enumerate(shown)
        ],
        width,
        bottom,
    )


def greatest_asks(committee: Unit, *, most: int = 10) -> list[Sending]:
    """The committee's own notices that asked the most, for it to look at itself."""
    recalled = Recall.objects.standing().values("notice")
    rows = Sending.objects.standing().filter(unit=committee, minutes__gt=0).exclude(notice__in=recalled)
    return list(rows.select_related("notice").order_by("-minutes", "-at")[:most])
