"""The templates that ship. Their words are a beginning; whoever writes changes them. Numbers come by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sixianghui.reports.models import Audience, Span
from sixianghui.reports.rules.body import (
    BY_TIME,
    Block,
    Breakdown,
    Figures,
    Heading,
    Listing,
    Pick,
    Text,
    to_json,
)


@dataclass(frozen=True)
class Outline:
    """A template: what it is for, over what its numbers are taken, for whom, and its blocks."""

    code: str
    name: str
    summary: str
    span: Span
    audience: Audience
    blocks: tuple[Block, ...]

    @property
    def body(self) -> list[dict[str, Any]]:
        """Its blocks as plain values."""
        return to_json(self.blocks)


OUTLINES = (
    Outline(
        "campaign",
        "主题活动成效",
        "一项主题活动从通知到结果",
        Span.CAMPAIGN,
        Audience.EVERYBODY,
        (
            Heading("从通知到计划"),
            Text(
                "发出通知[[campaigns.notices]]份，各组织定下计划[[campaigns.plans]]份。这些通知要各组织花的时间，合计估计[[campaigns.minutes_asked]]分钟。"
            ),
            Heading("办了什么"),
            Text("办过活动[[campaigns.activities]]场，分在[[campaigns.carriers]]个载体名下。"),
            Breakdown("各月办过的活动", Pick("campaigns.activities"), BY_TIME),
            Heading("做法"),
            Text("交流做法[[campaigns.practices]]个，试用[[campaigns.trials]]次。"),
            Heading("没做到的"),
            Text("还没做到的、没按计划办成的，写在这里。"),
        ),
    ),
    Outline(
        "quarter",
        "季度台账",
        "一个季度里办了什么、发了什么",
        Span.QUARTER,
        Audience.EVERYBODY,
        (
            Heading("活动"),
            Figures("", (Pick("activities.held"), Pick("activities.present"))),
            Listing("活动台账", Pick("activities.held")),
            Heading("频道"),
            Figures("", (Pick("channel.articles"), Pick("channel.reads"))),
            Heading("通知"),
            Figures("", (Pick("campaigns.notices"), Pick("campaigns.minutes_asked"))),
        ),
    ),
    Outline(
        "year",
        "年度总结",
        "一年的数和几句话",
        Span.YEAR,
        Audience.EVERYBODY,
        (
            Heading("一年的数"),
            Figures(
                "",
                (
                    Pick("activities.held"),
                    Pick("activities.present"),
                    Pick("campaigns.plans"),
                    Pick("channel.articles"),
                    Pick("channel.reads"),
                ),
            ),
            Breakdown("各月办过的活动", Pick("activities.held"), BY_TIME),
            Heading("没做到的"),
            Text("还没做到的，写在这里。"),
        ),
    ),
    Outline(
        "unit_ledger",
        "组织台账",
        "一个组织自己的台账，不用动笔",
        Span.QUARTER,
        Audience.UNIT,
        (
            Heading("办过的活动"),
            Figures("", (Pick("activities.shares"), Pick("activities.present"))),
            Listing("活动台账", Pick("activities.shares")),
            Heading("主题活动"),
            Listing("定下来的计划", Pick("campaigns.plans")),
            Listing("落实的活动", Pick("campaigns.unit_activities")),
        ),
    ),
)
