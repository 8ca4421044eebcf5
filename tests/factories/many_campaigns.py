"""A committee with any number of units, their plans and activities, built in bulk: rows as the commands leave them.

What no page reads is left out: the audit chain.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db import transaction
from django.db.models import Model

from sixianghui.access.public import Account, Post
from sixianghui.activities.models import Activity, Held, Kind, Share
from sixianghui.campaigns.models import (
    Campaign,
    Carrier,
    Delivery,
    HandIn,
    LineCover,
    Notice,
    Opening,
    Outcome,
    Plan,
    PlanLine,
    Point,
    Realisation,
    Result,
    Sending,
    Way,
)
from sixianghui.campaigns.rules.contents import Content, Line
from sixianghui.common.time import shanghai
from sixianghui.directory.models import Unit
from sixianghui.directory.public import UnitKind
from tests.factories import a_unit, an_account, an_appointment

FIRST = shanghai(2017, 1, 2, 9)
LINES = 5
PORTION = 2000
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Built:
    """What was built: the committee and its clerk, a branch and its secretary, campaigns with their notices."""

    committee: Unit
    clerk: Account
    secretary: Account
    unit: Unit
    campaigns: Sequence[Campaign]
    notices: Sequence[Notice]
    plans: Sequence[Plan]


def many_campaigns(units: int, campaigns: int, activities: int) -> Built:
    """So many units below one committee, a plan of each for each campaign, and so many activities, half of them planned."""
    with transaction.atomic():
        committee = a_unit(kind=UnitKind.INDUSTRY_COMMITTEE, name="样例行业党委", short_name="样例党委")
        clerk, secretary = an_account(is_sample=True), an_account(is_sample=True)
        branches = _units(committee, units)
        an_appointment(clerk, committee, Post.COMMITTEE_CLERK)
        an_appointment(secretary, branches[units // 2 + 1], Post.SECRETARY)
        made = [_campaign(committee, number) for number in range(campaigns)]
        notices = [_notice(campaign, committee, clerk, branches) for campaign in made]
        plans = [plan for notice in notices for plan in _plans(notice, branches, secretary, clerk)]
        _activities(branches, activities, secretary, made)
    return Built(committee, clerk, secretary, branches[units // 2 + 1], made, notices, plans)


def _insert(model: type[Row], rows: Iterator[Row]) -> list[Row]:
    return list(model._default_manager.bulk_create(rows, batch_size=PORTION))


def _units(committee: Unit, many: int) -> list[Unit]:
    return _insert(
        Unit,
        (
            Unit(
                kind=UnitKind.BRANCH,
                name=f"样例企业{number}党支部",
                short_name=f"样例{number}",
                slug=f"many-{number}",
                parent=committee,
                position=number * 10,
            )
            for number in range(many)
        ),
    )


def _campaign(committee: Unit, number: int) -> Campaign:
    campaign = Campaign.objects.create(
        slug=f"many-{number}",
        unit=committee,
        title=f"样例主题活动{number}",
        summary="示例。",
        begins_on=dt.date(2017 + number % 2, 1 + number % 6, 1),
        ends_on=dt.date(2030, 12, 31),
        audiences=["members"],
    )
    for place, name in enumerate(("引擎", "行动", "堡垒"), 1):
        Carrier.objects.create(campaign=campaign, position=place, name=f"样例{name}{number}")
    Opening.objects.create(campaign=campaign, at=FIRST, unit=committee)
    return campaign


def _notice(campaign: Campaign, committee: Unit, clerk: Account, branches: Sequence[Unit]) -> Notice:
    number = campaign.pk
    notice = Notice.objects.create(
        unit=committee,
        campaign=campaign,
        title=f"关于开展{campaign.title}的通知",
        plan_due_on=dt.date(2018, 4, 13),
        public=True,
        number=f"样例〔2018〕{number}号",
        drafted_by=clerk,
        drafted_at=FIRST,
    )
    for place, carrier in enumerate(campaign.carriers.all(), 1):
        Point.objects.create(
            notice=notice, position=place, title=f"样例事项{place}", why="示例", minutes=5, carrier=carrier
        )
    Sending.objects.create(
        notice=notice, unit=committee, year=2018, sequence=number, units=len(branches), minutes=15 * len(branches), at=FIRST, actor=clerk
    )  # fmt: skip
    _insert(
        Delivery,
        (
            Delivery(notice=notice, unit=unit, way=Way.SUBORDINATION, minutes=15, at=FIRST, actor=clerk)
            for unit in branches
        ),
    )
    return notice


def _plans(notice: Notice, branches: Sequence[Unit], writer: Account, clerk: Account) -> list[Plan]:
    """Nine of ten are approved, one waits; one unit in fifty has none."""
    items = list(notice.items.all())
    plans = _insert(
        Plan,
        (Plan(notice=notice, unit=unit, made_at=FIRST) for place, unit in enumerate(branches) if place % 50),
    )
    lines = _insert(
        PlanLine,
        (
            PlanLine(
                plan=plan,
                ref=f"line-{place}",
                position=place,
                stance="covers" if place < len(items) else "own",
                text=f"样例打算{place}：办一次学习，聊聊手上的事。",
                carrier_id=items[place].carrier_id if place < len(items) else None,
                kind="study",
                month=dt.date(2018, 4 + place % 3, 1),
                edited_by=writer,
                edited_at=FIRST,
            )
            for plan in plans
            for place in range(LINES)
        ),
    )
    _insert(
        LineCover,
        (LineCover(line=line, point=items[line.position]) for line in lines if line.position < len(items)),
    )
    content = Content(
        tuple(
            Line(
                f"line-{place}",
                "covers" if place < len(items) else "own",
                f"样例打算{place}：办一次学习，聊聊手上的事。",
                carrier=items[place].carrier_id if place < len(items) else None,
                kind="study",
                kind_name="学习会",
                month=f"2018-{4 + place % 3:02}-01",
                audience="members",
                items=(items[place].pk,) if place < len(items) else (),
            )
            for place in range(LINES)
        )
    )
    later = FIRST + dt.timedelta(days=1)
    hand_ins = _insert(
        HandIn,
        (
            HandIn(
                plan=plan,
                unit_id=plan.unit_id,
                at=FIRST,
                actor=writer,
                content=content.as_json(),
                digest=content.digest,
                ended_at=later if place % 10 else None,
            )
            for place, plan in enumerate(plans)
        ),
    )
    _insert(
        Outcome,
        (
            Outcome(
                hand_in=one,
                unit_id=one.unit_id,
                at=later,
                actor=clerk,
                result=Result.APPROVED,
                way=Way.SUBORDINATION,
            )
            for one in hand_ins
            if one.ended_at is not None
        ),
    )
    return plans


def _activities(branches: Sequence[Unit], many: int, writer: Account, campaigns: Sequence[Campaign]) -> None:
    """Spread over units and days; half of them realise a line of a plan, in turn."""
    kinds = list(Kind.objects.filter(names_needed=False).order_by("pk"))
    step = dt.timedelta(minutes=max(1, 500 * 24 * 60 // many))
    activities = _insert(
        Activity,
        (
            Activity(
                unit=branches[number % len(branches)],
                kind=kinds[number % len(kinds)],
                title=f"样例学习会{number}",
                starts_at=FIRST + number * step,
                place="样例会议室",
                open=True,
                made_by=writer,
                made_at=FIRST,
            )
            for number in range(many)
        ),
    )
    helds = _insert(
        Held,
        (
            Held(
                activity=one,
                unit_id=one.unit_id,
                at=one.starts_at,
                actor=writer,
                kind_id=one.kind_id,
                title=one.title,
                place=one.place,
                present=8,
                told="示例。",
                open=True,
            )
            for one in activities
        ),
    )
    _insert(
        Share,
        (
            Share(activity_id=held.activity_id, held=held, unit_id=held.unit_id, at=held.at, actor=writer)
            for held in helds
        ),
    )
    lines: dict[int, list[PlanLine]] = {}
    for line in PlanLine.objects.select_related("plan__notice").order_by("pk"):
        lines.setdefault(line.plan.unit_id, []).append(line)
    _insert(
        Realisation,
        (
            Realisation(
                campaign_id=line.plan.notice.campaign_id,
                activity=one,
                carrier_id=line.carrier_id,
                line=line,
                unit_id=one.unit_id,
                at=one.starts_at,
                actor=writer,
            )
            for place, one in enumerate(activities[: many // 2])
            if (own := lines.get(one.unit_id)) is not None
            for line in (own[place // len(branches) % len(own)],)
        ),
    )
