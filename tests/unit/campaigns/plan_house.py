"""A committee with a notice out, a branch below it and one that it guides, each with people who write plans."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass

from sixianghui.access.public import Account, Post
from sixianghui.campaigns.commands.plan_lines import Written, write_line
from sixianghui.campaigns.commands.plans import begin_plan, hand_in
from sixianghui.campaigns.models import Campaign, Carrier, Delivery, HandIn, Notice, Plan, Point, Sending, Way
from sixianghui.common import time
from sixianghui.directory.public import Guidance, Unit, UnitKind
from tests.factories import a_unit, an_account, an_appointment, an_enterprise, someone_with

_number = itertools.count(1)
POINTS = ("提出一项攻关任务", "办一次青年讲读会", "办一件群众看得见的事", "提出内容安全举措")


@dataclass
class House:
    """`branch` stands below the committee, `guided` is guided by it. Each has a secretary and an organisation member."""

    committee: Unit
    branch: Unit
    guided: Unit
    clerk: Account
    second: Account
    secretary: Account
    helper: Account
    guided_secretary: Account
    campaign: Campaign
    carriers: list[Carrier]
    notice: Notice
    items: list[Point]

    def plan(self, unit: Unit | None = None) -> Plan:
        """The plan of a unit (the branch), begun."""
        unit = unit or self.branch
        by = self.secretary if unit == self.branch else self.guided_secretary
        return begin_plan(self.notice, unit, by=by)

    def line(self, plan: Plan, text: str = "值守十四天", *, by: Account | None = None, **more: object) -> str:
        """Write a line; returns its ref."""
        ref = f"line-{next(_number)}"
        writer = by or (self.secretary if plan.unit == self.branch else self.guided_secretary)
        write_line(plan, ref, Written(text=text, **more), version=0, by=writer)  # type: ignore[arg-type]
        return ref

    def handed_in(self, unit: Unit | None = None) -> tuple[Plan, HandIn]:
        """A plan of two lines, handed in by its secretary."""
        plan = self.plan(unit)
        by = self.secretary if plan.unit == self.branch else self.guided_secretary
        self.line(
            plan,
            "漏洞当天清零",
            items=(self.items[0].pk,),
            carrier=self.carriers[0].pk,
            month=dt.date(2018, 6, 1),
        )
        self.line(plan, "师徒结对", kind="study")
        return plan, hand_in(plan, by=by)


def a_house() -> House:
    """Built anew for each test. The clock stands at noon of 5 June 2018."""
    committee = a_unit(kind=UnitKind.INDUSTRY_COMMITTEE, name="样例市互联网行业党委", short_name="行业党委")
    branch = a_unit(parent=committee, name="样例一支部", short_name="样例一")
    guided = a_unit(name="样例二支部", short_name="样例二", enterprise=an_enterprise())
    Guidance.objects.create(committee=committee, unit=guided, at=time.now())
    clerk, second = (
        someone_with(Post.COMMITTEE_CLERK, committee),
        someone_with(Post.COMMITTEE_CLERK, committee),
    )
    secretary, helper = someone_with(Post.SECRETARY, branch), an_account()
    an_appointment(helper, branch, Post.ORGANISATION_MEMBER)
    campaign = Campaign.objects.create(
        slug=f"campaign-{next(_number)}",
        unit=committee,
        title="红芯向党",
        summary="迎接党的生日。",
        begins_on=dt.date(2018, 5, 1),
        ends_on=dt.date(2018, 7, 31),
    )
    names = ("红芯引擎", "红领行动")
    carriers = [
        Carrier.objects.create(campaign=campaign, position=at, name=name) for at, name in enumerate(names)
    ]
    notice = a_notice(committee, campaign, carriers, {branch: Way.SUBORDINATION, guided: Way.GUIDANCE})
    return House(
        committee=committee,
        branch=branch,
        guided=guided,
        clerk=clerk,
        second=second,
        secretary=secretary,
        helper=helper,
        guided_secretary=someone_with(Post.SECRETARY, guided),
        campaign=campaign,
        carriers=carriers,
        notice=notice,
        items=list(Point.objects.filter(notice=notice).order_by("position")),
    )


def a_notice(
    committee: Unit, campaign: Campaign | None, carriers: list[Carrier], to: dict[Unit, Way]
) -> Notice:
    """A notice of four items that was sent."""
    sequence = next(_number)
    notice = Notice.objects.create(
        unit=committee,
        campaign=campaign,
        title="关于开展红芯向党主题活动的通知",
        number=f"样例〔2018〕{sequence}号",
        plan_due_on=dt.date(2018, 6, 15),
        drafted_at=time.shanghai(2018, 5, 20),
    )
    for place, title in enumerate(POINTS, 1):
        carrier = carriers[0] if place == 1 and carriers else None
        Point.objects.create(
            notice=notice, position=place, title=title, minutes=5, carrier=carrier, why="要用"
        )
    Sending.objects.create(
        notice=notice, unit=committee, at=time.now(), units=len(to), minutes=20, year=2018, sequence=sequence
    )
    for unit, way in to.items():
        Delivery.objects.create(notice=notice, unit=unit, way=way, minutes=20, at=time.now())
    return notice
