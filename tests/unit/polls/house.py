"""A small organisation that asks, and people who answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sixianghui.access.public import Account, Post
from sixianghui.common import time
from sixianghui.directory.public import Unit, UnitKind
from sixianghui.polls import commands
from sixianghui.polls.models import Poll
from sixianghui.polls.rules import Words
from tests.factories import a_unit, an_account, someone_with

OPTIONS = ("19 点", "20 点", "21 点")


def words(**more: Any) -> Words:
    """What a poll asks, unless told otherwise."""
    values: dict[str, Any] = {
        "question": "读书角晚上开到几点合适？",
        "options": OPTIONS,
        "use": "定读书角夏天的开放时间。",
        "closes_on": time.today() + dt.timedelta(days=7),
        "why": "有人下班以后想来坐坐。",
        **more,
    }
    return Words(**values)


@dataclass
class House:
    """A branch with a secretary who asks."""

    unit: Unit
    asker: Account

    def draft(self, **more: Any) -> Poll:
        """A poll in writing."""
        return commands.draft(words(**more), unit=self.unit, by=self.asker)

    def poll(self, **more: Any) -> Poll:
        """A poll that takes answers."""
        made = self.draft(**more)
        commands.publish(made, by=self.asker)
        return made

    def answered(self, choices: Sequence[Sequence[int]], **more: Any) -> Poll:
        """An open poll with these answers, each by another person."""
        made = self.poll(**more)
        for chosen in choices:
            commands.answer(made, chosen, by=an_account())
        return made


def a_house() -> House:
    unit = a_unit(kind=UnitKind.BRANCH, name="样例市样例党支部", short_name="样例支部")
    return House(unit, someone_with(Post.SECRETARY, unit))
