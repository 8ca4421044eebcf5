"""Notices with their state; who may see which; what one of them asks of a unit."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.urls import reverse

from sixianghui.access.public import Person, held_by, within
from sixianghui.campaigns import holdings
from sixianghui.campaigns.actions import Action
from sixianghui.campaigns.models import (
    Amendment,
    Ask,
    Campaign,
    Carrier,
    Delivery,
    Letterhead,
    Notice,
    Plan,
    Point,
    Recall,
    Sending,
)
from sixianghui.campaigns.queries.answered import leaves_something
from sixianghui.campaigns.queries.campaigns import campaigns
from sixianghui.campaigns.queries.campaigns import state_of as state_of_campaign
from sixianghui.campaigns.rules import notices as rules
from sixianghui.campaigns.rules.notices import State
from sixianghui.common import time
from sixianghui.directory.public import Unit, units_within


def url_of(notice: Notice) -> str:
    """Where a notice is read."""
    return reverse("campaigns:notice", args=[notice.ref])


def tag_of_notice(notice: Notice) -> str:
    """The cache tag of what shows a notice."""
    return f"notice:{notice.pk}"


def notices() -> QuerySet[Any]:
    """Every notice, with what its state follows from: `sent_at`, `recalled`, and its standing `changes`."""
    sendings = Sending.objects.standing().filter(notice=OuterRef("pk"))
    recalls = Recall.objects.standing().filter(notice=OuterRef("pk"))
    changes = Amendment.objects.standing().order_by("at", "pk")
    return (
        Notice.objects.select_related("unit", "campaign")
        .annotate(sent_at=Subquery(sendings.values("at")[:1]), recalled=Exists(recalls))
        .prefetch_related(Prefetch("amendments", changes, to_attr="changes"))
    )


def state_of_notice(notice: Any) -> State:
    """What has become of a notice of `notices()`."""
    return rules.state(sent=notice.sent_at is not None, recalled=notice.recalled)


def due_of(notice: Any) -> dt.date | None:
    """Until when plans are asked for by a notice of `notices()`, corrections taken in."""
    return rules.due(notice.plan_due_on, (change.plan_due_on for change in notice.changes))


def sent() -> QuerySet[Any]:
    """Those that went out, recalled ones too, the latest first."""
    return notices().filter(sent_at__isnull=False).order_by("-sent_at", "-pk")


def asking() -> QuerySet[Any]:
    """Those that went out and still hold."""
    return sent().filter(recalled=False)


def published_under(campaign: Campaign) -> QuerySet[Any]:
    """What a campaign's page shows to everybody."""
    return asking().filter(campaign=campaign, public=True)


def sent_by(person: Person) -> QuerySet[Any]:
    """The notices of the committees for which somebody sends, drafts included."""
    where = within(person, Action.SEND)
    return notices() if where.everywhere else notices().filter(unit__in=where.units)


def drafts_of(person: Person) -> list[Any]:
    """The drafts among them, the latest first."""
    return list(sent_by(person).filter(sent_at__isnull=True).order_by("-drafted_at", "-pk"))


def draft_of(person: Person, ref: str) -> Any:
    """One draft, or None, whether it does not exist, was sent, or is another committee's."""
    return sent_by(person).filter(ref=ref, sent_at__isnull=True).first()


def own(person: Person, ref: str) -> Any:
    """One notice of one's own committee that was sent, or None."""
    return sent_by(person).filter(ref=ref, sent_at__isnull=False).first()


def senders_of(person: Person) -> QuerySet[Unit]:
    """The units for which somebody may send notices."""
    return units_within(person, Action.SEND)  # type: ignore[arg-type]


def units_of(person: Person) -> set[int]:
    """The units in which somebody holds a post or stands on the roster."""
    return {one.unit for one in held_by(person)}


def received_by(person: Person) -> QuerySet[Any]:
    """What reached one's own units, the latest first."""
    reached = Delivery.objects.standing().filter(notice=OuterRef("pk"), unit__in=units_of(person))
    return sent().filter(Exists(reached))


def visible(person: Person, ref: str) -> Any:
    """A notice that somebody may read, or None: it reached a unit of theirs, their unit sent it, or everybody may."""
    found = sent().filter(ref=ref).first()
    if found is None or found.public:
        return found
    mine = units_of(person)
    if found.unit_id in mine or found.deliveries.standing().filter(unit__in=mine).exists():
        return found
    return None


def takes_plans(notice: Any) -> bool:
    """Whether plans may be written and handed in for a notice of `notices()`: it holds, and its campaign is not over."""
    if state_of_notice(notice) is not State.SENT:
        return False
    if notice.campaign_id is None:
        return True
    return state_of_campaign(campaigns().get(pk=notice.campaign_id)).takes_notices


_DIGITS = "零一二三四五六七八九"


def ordinal(number: int) -> str:
    """A number below a hundred in Chinese: 一, 十, 十二, 二十."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones or not tens else "")


@dataclass(frozen=True)
class Item:
    """A point as one unit reads it: its number in the notice, and what the platform holds (empty: nothing)."""

    number: int
    item: Point
    held: str = ""

    @property
    def ordinal(self) -> str:
        """Its number as a document has it: 一, 十二."""
        return ordinal(self.number)

    @property
    def label(self) -> str:
        """What the platform calls what it holds."""
        found = holdings.holding_named(self.item.holding)
        return str(found.label) if found is not None else ""


@dataclass(frozen=True)
class Read:
    """A notice as somebody reads it; `delivery`: that to the unit through which they read it, if there is one."""

    notice: Any
    state: State
    due: dt.date | None
    sending: Sending | None
    items: list[Item]
    delivery: Delivery | None
    deliveries: list[Delivery]
    recall: Recall | None

    @property
    def asked(self) -> list[Item]:
        """What is left to do."""
        return [one for one in self.items if not one.held]

    @property
    def answered(self) -> list[Item]:
        """What the platform answers by itself."""
        return [one for one in self.items if one.held]

    @property
    def is_answered(self) -> bool:
        """Whether the unit through which it is read has nothing to write: the platform holds all that is wanted of it."""
        wanted = (one.item.pk for one in self.items if one.item.ask != Ask.KNOW)
        return rules.is_answered([one.item.pk for one in self.answered], wanted)

    @property
    def minutes(self) -> int:
        """How long it takes: this unit, or whoever has the most to do."""
        if self.delivery is not None:
            return int(self.delivery.minutes)
        return sum(one.item.minutes for one in self.items)

    @property
    def per_unit(self) -> int:
        """Minutes of a unit on the average, rounded up."""
        if self.sending is None or not self.sending.units:
            return 0
        return -(-self.sending.minutes // self.sending.units)


def read(notice: Any, person: Person, *, unit: str = "") -> Read:
    """A notice of `notices()` as somebody reads it, for their unit with this slug or the first that it reached."""
    mine = units_of(person)
    reached = list(
        notice.deliveries.standing()
        .filter(unit__in=mine)
        .select_related("unit")
        .order_by("unit__position", "pk")
    )
    chosen = next((one for one in reached if one.unit.slug == unit), reached[0] if reached else None)
    items = list(notice.items.select_related("carrier"))
    kept = set(chosen.held) if chosen is not None else set()
    names = [item.holding for item in items if item.pk in kept]
    values = holdings.values_of(names, [chosen.unit_id]) if chosen is not None else {}
    return Read(
        notice=notice,
        state=state_of_notice(notice),
        due=due_of(notice),
        sending=Sending.objects.standing().filter(notice=notice).first(),
        items=[
            Item(number, item, _held(item, chosen, values) if item.pk in kept else "")
            for number, item in enumerate(items, 1)
        ],
        delivery=chosen,
        deliveries=reached,
        recall=Recall.objects.standing().filter(notice=notice).first() if notice.recalled else None,
    )


def _held(item: Point, delivery: Delivery | None, values: dict[str, Any]) -> str:
    """What is held now; a dash where it was held at sending and is not any more: nobody is asked a second time."""
    return str(values.get(item.holding, {}).get(delivery.unit_id, "—")) if delivery is not None else ""


def reached(notice: Notice) -> QuerySet[Any]:
    """The units that a notice reached, in the order of the tree."""
    rows = Delivery.objects.standing().filter(notice=notice).select_related("unit")
    return rows.order_by("unit__position", "unit_id")


def asked_for_a_plan(notice: Notice) -> set[int]:
    """Those of them that have something to write."""
    rows = reached(notice).filter(leaves_something())
    return set(rows.order_by().values_list("unit_id", flat=True))


@dataclass(frozen=True)
class Head:
    """What stands at the head of a committee's notices."""

    organ: str
    code: str


def letterhead(committee: Unit) -> Head:
    """A committee's letterhead; until it is set, its own names."""
    found = Letterhead.objects.filter(unit=committee).first()
    if found is None:
        return Head(committee.name, committee.short_name)
    return Head(found.organ, found.code)


def next_sequence(committee: Unit, year: int) -> int:
    """The next number of a committee in a year; the caller holds the committee's row."""
    last = Sending.objects.standing().filter(unit=committee, year=year).order_by("-sequence").first()
    return last.sequence + 1 if last is not None else 1


def campaigns_for(committee: Unit) -> list[Any]:
    """The campaigns under which this committee may send a notice now."""
    return list(
        campaigns()
        .filter(unit=committee, opened_at__isnull=False, closed_at__isnull=True, ends_on__gte=time.today())
        .order_by("begins_on", "pk")
    )


def carriers_of(notice: Notice) -> list[Carrier]:
    """The carriers under which a notice's points may stand: those of its campaign."""
    if notice.campaign_id is None:
        return []
    return list(Carrier.objects.filter(campaign=notice.campaign_id).order_by("position"))


def item_of(person: Person, ref: str) -> Point | None:
    """One point of a draft that somebody may change, or None."""
    drafts = sent_by(person).filter(sent_at__isnull=True).order_by().values("pk")
    rows = Point.objects.select_related("notice__unit", "notice__campaign")
    return rows.filter(ref=ref, notice__in=drafts).first()


def plan_of(delivery: Delivery | None) -> Plan | None:
    """The plan that a unit has begun in answer to a notice, if it has."""
    if delivery is None:
        return None
    return Plan.objects.filter(notice=delivery.notice_id, unit=delivery.unit_id).first()


@dataclass(frozen=True)
class Lists:
    """The notices of one person: drafts and what went out where they send, and a page of what reached their units."""

    sends: bool
    drafts: list[Any]
    sent: list[Any]
    received: list[Any]
    page: int
    pages: int


#: Notices on one page of what was received.
ON_A_PAGE = 20


def lists_for(person: Person, *, page: str = "") -> Lists:
    """What the page of notices shows to somebody."""
    committees = set(senders_of(person).values_list("pk", flat=True))
    got = received_by(person)
    count = got.count()
    pages = max(1, -(-count // ON_A_PAGE))
    number = min(pages, int(page)) if page.isascii() and page.isdigit() and len(page) < 6 and int(page) else 1
    out = sent().filter(unit__in=committees) if committees else sent().none()
    start = (number - 1) * ON_A_PAGE
    return Lists(
        bool(committees),
        drafts_of(person) if committees else [],
        list(out[:50]),
        list(got[start : start + ON_A_PAGE]),
        number,
        pages,
    )


@dataclass(frozen=True)
class ToAnswer:
    """A notice that asks a unit for a plan which nobody has begun."""

    notice: Any
    unit: Unit
    delivery: Delivery
    due: dt.date


def notices_to_answer(person: Person, *, most: int) -> list[ToAnswer]:
    """Notices that ask the units for which somebody writes for a plan: first those whose day is to come. Three queries.

    A unit of which the platform holds all that is wanted is asked for none; nor is one long after the day.
    """
    own_units = within(person, Action.WRITE).units
    begun = Plan.objects.filter(notice=OuterRef("notice"), unit=OuterRef("unit"))
    asked_later = Amendment.objects.standing().filter(notice=OuterRef("notice"), plan_due_on__isnull=False)
    today = time.today()
    rows = list(
        Delivery.objects.standing()
        .filter(~Exists(begun), leaves_something(), unit__in=own_units)
        .filter(Q(notice__plan_due_on__isnull=False) | Exists(asked_later))
        .filter(Q(notice__campaign__isnull=True) | Q(notice__campaign__ends_on__gte=today))
        .exclude(notice__recalls__struck_at__isnull=True, notice__recalls__isnull=False)
        .exclude(notice__campaign__closings__struck_at__isnull=True, notice__campaign__closings__isnull=False)
        .select_related("unit")
        .order_by("-at", "pk")[: 10 * most]
    )
    asked = {one.pk: one for one in notices().filter(pk__in={row.notice_id for row in rows})}
    found = [
        ToAnswer(asked[row.notice_id], row.unit, row, due)
        for row in rows
        if row.unit is not None
        and (due := due_of(asked[row.notice_id])) is not None
        and not rules.is_left(due, today)
    ]
    return sorted(found, key=lambda one: (rules.urgency(one.due, today), one.delivery.pk))[:most]


def sending_behind(what: str, ref: str) -> Sending | None:
    """The sending of the notice at an address, or of the notice that a plan answers (`what`: notices, plans)."""
    path = {"notices": "notice__ref", "plans": "notice__plans__ref"}[what]
    return Sending.objects.standing().filter(**{path: ref}).first()
