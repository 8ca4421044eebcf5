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
        "一项主题活动，从通知、计划到办成的事",
        Span.CAMPAIGN,
        Audience.EVERYBODY,
        (
            Heading("从通知到计划"),
            Text(
                "发出通知[[campaigns.notices]]份，各组织交来计划[[campaigns.plans_handed_in]]份，定下来[[campaigns.plans]]份。这些通知要各组织花的时间，合计估计[[campaigns.minutes_asked]]分钟。"
            ),
            Heading("办了什么"),
            Text("办过活动[[campaigns.activities]]场，分在[[campaigns.carriers]]个载体名下。"),
            Breakdown("各载体名下的活动", Pick("campaigns.activities"), "carrier"),
            Breakdown("一段一段办了多少", Pick("campaigns.activities"), BY_TIME),
            Heading("做法"),
            Text("交流做法[[campaigns.practices]]条，别的组织试用[[campaigns.trials]]次。"),
            Heading("没做到的"),
            Text("还没做到的、没按计划办成的，写在这里。"),
        ),
    ),
    Outline(
        "quarter",
        "季度台账",
        "一个季度里办了什么、发了什么、要各组织花了多少时间",
        Span.QUARTER,
        Audience.EVERYBODY,
        (
            Heading("活动"),
            Text("办过活动[[activities.held]]场，参加[[activities.present]]人次。"),
            Breakdown("办了哪些活动", Pick("activities.held"), "kind"),
            Listing("活动台账", Pick("activities.held")),
            Heading("党课"),
            Text(
                "直播党课[[lectures.held]]堂，网上看了[[lectures.viewings]]人次，现场到了[[lectures.on_site]]人。"
            ),
            Heading("频道"),
            Text(
                "频道发稿[[channel.articles]]篇，阅读[[channel.reads]]人次，公开更正[[channel.corrections]]处。"
            ),
            Breakdown("各栏目发稿", Pick("channel.articles"), "column"),
            Heading("通知"),
            Text(
                "发出通知[[campaigns.notices]]份，要各组织花的时间合计估计[[campaigns.minutes_asked]]分钟。"
            ),
        ),
    ),
    Outline(
        "year",
        "年度总结",
        "一年的数，几张图，几句自己的话",
        Span.YEAR,
        Audience.EVERYBODY,
        (
            Heading("一年的数"),
            Figures(
                "",
                (
                    Pick("activities.held"),
                    Pick("activities.present"),
                    Pick("campaigns.notices"),
                    Pick("campaigns.plans"),
                    Pick("campaigns.practices"),
                    Pick("channel.articles"),
                    Pick("channel.reads"),
                    Pick("lectures.viewings"),
                ),
            ),
            Heading("活动"),
            Breakdown("一段一段办了多少", Pick("activities.held"), BY_TIME),
            Breakdown("办了哪些活动", Pick("activities.held"), "kind"),
            Heading("频道"),
            Breakdown("各栏目发稿", Pick("channel.articles"), "column"),
            Heading("没做到的"),
            Text("还没做到的，写在这里。"),
        ),
    ),
    Outline(
        "unit_ledger",
        "组织台账",
        "一个组织自己的活动和计划，一行一行列出来，不用动笔",
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
