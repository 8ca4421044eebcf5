"""A committee with staff, a general branch with a branch under it, two enterprises that it guides, a running campaign."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass
from typing import Any

from sixianghui.access.public import Account, Post
from sixianghui.campaigns import commands
from sixianghui.campaigns.commands import Head, Item, To, Words
from sixianghui.campaigns.models import Campaign, Notice, Sending, Way
from sixianghui.directory.public import Unit, UnitKind, guide
from tests.factories import a_unit, an_account, an_appointment, an_enterprise, someone_with

_number = itertools.count(1)
BEGINS, ENDS = dt.date(2018, 5, 21), dt.date(2018, 7, 31)
DUE = dt.date(2018, 6, 20)


@dataclass
class House:
    """Who sends, who receives."""

    committee: Unit
    general: Unit
    branch: Unit
    guided: Unit
    clerk: Account
    secretary: Account
    campaign: Campaign

    def words(self, **more: Any) -> Words:
        """What a campaign says of itself."""
        values: dict[str, Any] = {
            "title": "红“芯”向党",
            "summary": "围绕核心技术，做看得见的事。",
            "begins_on": BEGINS,
            "ends_on": ENDS,
            "issuers": ("样例市委网信办",),
            "aims": ("把党建做到产品里",),
            "carriers": (("红“芯”引擎", "技术攻关"), ("红领行动", "青年成长"), ("红色堡垒", "社区服务")),
            "audiences": ("members", "core_young"),
            **more,
        }
        return Words(**values)

    def draft(self, *items: Item, to: tuple[To, ...] | None = None, **more: Any) -> Notice:
        """A draft to everybody on both lines, with one point unless others are given."""
        head = Head(
            **{
                "title": f"关于活动的通知{next(_number)}",
                "campaign": self.campaign,
                "plan_due_on": DUE,
                **more,
            }
        )
        made = commands.draft_notice(head, unit=self.committee, by=self.clerk)
        for item in items or (an_item(),):
            commands.add_item(made, item, by=self.clerk)
        wanted = to or (To(way=Way.SUBORDINATION), To(way=Way.GUIDANCE))
        commands.address_notice(made, wanted, by=self.clerk)
        return made

    def sent(self, *items: Item, reason: str = "", **more: Any) -> Sending:
        """A notice that went out."""
        return commands.send_notice(self.draft(*items, **more), by=self.clerk, reason=reason)


def an_item(**more: Any) -> Item:
    """A point that takes ten minutes."""
    values: dict[str, Any] = {
        "title": f"结合岗位提一项任务{next(_number)}",
        "why": "汇总以后给大家互相参考",
        "minutes": 10,
        **more,
    }
    return Item(**values)


def a_house() -> House:
    committee = a_unit(kind=UnitKind.INDUSTRY_COMMITTEE, name="样例市互联网行业党委", short_name="行业党委")
    clerk = someone_with(Post.COMMITTEE_CLERK, committee)
    firm = an_enterprise()
    general = a_unit(
        kind=UnitKind.GENERAL_BRANCH, parent=committee, short_name="总支", enterprise=firm, position=1
    )
    branch = a_unit(parent=general, short_name="支部", enterprise=firm, position=2)
    guided = a_unit(short_name="受指导支部", enterprise=an_enterprise(), position=3)
    guide(committee, guided, by=clerk)
    secretary = an_account()
    an_appointment(secretary, branch, Post.SECRETARY)
    house = House(committee, general, branch, guided, clerk, secretary, campaign=None)  # type: ignore[arg-type]
    house.campaign = commands.make_campaign(house.words(), unit=committee, by=clerk)
    commands.open_campaign(house.campaign, by=clerk)
    return house
