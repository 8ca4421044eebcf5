"""People and units for the machine, and what it remembers of each thing to compare with the house."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace

from sixianghui.access.public import Account, Post
from sixianghui.activities import commands as activities
from sixianghui.activities.models import Activity
from sixianghui.campaigns.commands import guidance, plan_lines, plans
from sixianghui.campaigns.commands.plan_lines import Written
from sixianghui.campaigns.models import Notice, Plan
from sixianghui.common import time
from sixianghui.directory.public import Unit
from tests.factories import an_account, an_appointment
from tests.unit.campaigns.house import House, a_house


@dataclass
class Letter:
    """A notice: to how many units it went, and whether it was withdrawn."""

    notice: Notice
    units: int
    recalled: bool = False


@dataclass
class Sheet:
    """A plan as this test believes it to be. `number`: its notice among the first. `handed` and `accepted`: the lines as they were then."""

    plan: Plan
    letter: Letter
    number: int = 0
    state: str = "draft"
    lines: dict[str, str] = field(default_factory=dict)
    handed: dict[str, str] | None = None
    accepted: dict[str, str] | None = None
    by: int | None = None
    writers: set[int] = field(default_factory=set)
    hand_ins: int = 0

    def again(self, letter: Letter) -> Sheet:
        """A copy for another sequence."""
        return replace(self, letter=letter, lines=dict(self.lines), writers=set(self.writers))


@dataclass
class Event:
    """An activity as this test believes it to be: its partners, and whether each has left."""

    activity: Activity
    state: str
    partners: dict[int, bool] = field(default_factory=dict)

    def again(self) -> Event:
        """A copy for another sequence."""
        return replace(self, partners=dict(self.partners))

    def share_holders(self) -> set[int]:
        """The units that have a part in it."""
        return {self.activity.unit_id} | {unit for unit, left in self.partners.items() if not left}

    def name(self, units: set[int]) -> None:
        """Partners are named anew; who left stays away as long as they stay named."""
        self.partners = {unit: self.partners.get(unit, False) for unit in units}


@dataclass
class Town:
    """A committee with two clerks, branches with people who write plans, and whoever must not decide on their own."""

    house: House
    units: list[Unit]
    people: list[Account]
    #: The units in which each person holds a post, by their account: told by this test, not by the house.
    holds: dict[int, set[int]]
    #: What there is when a sequence begins.
    letters: list[Letter] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    def those_in(self, unit: int) -> list[Account]:
        """Who holds a post in a unit."""
        return [one for one in self.people if unit in self.holds[one.pk]]


def a_town() -> Town:
    """A house with more people: one is both a secretary and a clerk, one only looks on."""
    house = a_house()
    second, helper, guided, both, general, nobody = (an_account() for _ in range(6))
    held = [
        (house.clerk, house.committee, None),
        (house.secretary, house.branch, None),
        (second, house.committee, Post.COMMITTEE_CLERK),
        (helper, house.branch, Post.ORGANISATION_MEMBER),
        (guided, house.guided, Post.SECRETARY),
        (both, house.branch, Post.SECRETARY),
        (both, house.committee, Post.COMMITTEE_CLERK),
        (general, house.general, Post.SECRETARY),
    ]
    holds: dict[int, set[int]] = {nobody.pk: set()}
    for account, unit, post in held:
        holds.setdefault(account.pk, set()).add(unit.pk)
        if post is not None:
            an_appointment(account, unit, post)
    people = [house.clerk, second, both, house.secretary, helper, guided, general, nobody]
    town = Town(house, [house.branch, house.guided, house.general], people, holds)
    _begin(town)
    return town


def _begin(town: Town) -> None:
    """Two notices that are out with their plans, each as far as another, an activity to come and one that took place."""
    house = town.house
    stages = {
        (0, house.branch.pk): "draft", (0, house.guided.pk): "waiting",
        (1, house.branch.pk): "waiting", (1, house.guided.pk): "agreed", (1, house.general.pk): "approved",
    }  # fmt: skip
    for _notice in range(2):
        sending = house.sent()
        town.letters.append(Letter(sending.notice, sending.units))
    for number, unit in stages:
        town.sheets.append(
            _sheet(town, number, next(one for one in town.units if one.pk == unit), stages[number, unit])
        )
    branch, by, day = town.house.branch, town.house.secretary, dt.timedelta(days=1)
    coming = activities.plan_activity(
        unit=branch, kind="study", title="学章程", starts_at=time.now() + day, by=by
    )
    held = activities.record_activity(
        unit=branch,
        kind="study",
        title="学章程",
        starts_at=time.now() - day,
        present=9,
        partners=[town.house.guided],
        by=by,
    )
    town.events += [Event(coming, "coming"), Event(held, "held", {town.house.guided.pk: False})]


def _sheet(town: Town, number: int, unit: Unit, stage: str) -> Sheet:
    letter, by = town.letters[number], town.those_in(unit.pk)[0]
    sheet = Sheet(plans.begin_plan(letter.notice, unit, by=by), letter, number, state=stage)
    plan_lines.write_line(sheet.plan, "first", Written("值守十四天"), version=0, by=by)
    sheet.lines["first"] = "值守十四天"
    sheet.writers.add(by.pk)
    if stage != "draft":
        plans.hand_in(sheet.plan, by=by)
        sheet.hand_ins, sheet.by, sheet.handed = 1, by.pk, dict(sheet.lines)
    if stage in ("approved", "agreed"):
        (guidance.approve if stage == "approved" else guidance.agree)(sheet.plan, by=town.house.clerk)
        sheet.accepted = sheet.handed
    return sheet
