"""A committee whose clerk writes reports, whose discipline member checks them, and a branch with a secretary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sixianghui.access.public import Account, Post
from sixianghui.campaigns.models import Campaign
from sixianghui.directory.public import Unit
from sixianghui.ledger.public import Scope
from sixianghui.reports import commands
from sixianghui.reports.commands import Words
from sixianghui.reports.models import Edition, Report
from sixianghui.reports.rules import body
from tests.factories import someone_with
from tests.unit.campaigns.house import a_house as a_campaign_house

BLOCKS = (
    body.Heading("从通知到计划"),
    body.Text("发出通知[[campaigns.notices]]份，启动活动[[campaigns.campaigns:all]]项。"),
    body.Figures("几个数", (body.Pick("campaigns.notices"), body.Pick("campaigns.minutes_asked"))),
)


@dataclass
class House:
    """Who writes, who checks, and a campaign to write about."""

    committee: Unit
    branch: Unit
    clerk: Account
    checker: Account
    secretary: Account
    campaign: Campaign
    notices: Any

    def words(self, **more: Any) -> Words:
        """A report about the campaign."""
        values: dict[str, Any] = {
            "title": "红“芯”向党：两个月里做了什么",
            "scope": Scope(thing=("campaign", self.campaign.pk)),
            "body": body.to_json(BLOCKS),
            **more,
        }
        return Words(**values)

    def report(self, **more: Any) -> Report:
        """A report that the clerk began."""
        return commands.begin(self.words(**more), unit=self.committee, by=self.clerk)

    def approved(self, **more: Any) -> Report:
        """One that was checked."""
        made = self.report(**more)
        commands.submit(made, by=self.clerk)
        commands.approve(made, by=self.checker)
        return made

    def published(self, **more: Any) -> Edition:
        """One that was published."""
        return commands.publish_report(self.approved(**more), by=self.clerk)


def a_house() -> House:
    town = a_campaign_house()
    checker = someone_with(Post.DISCIPLINE_MEMBER, town.committee)
    return House(town.committee, town.branch, town.clerk, checker, town.secretary, town.campaign, town)
