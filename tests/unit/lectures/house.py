"""A branch that holds lectures, and the ways in which people come to them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sixianghui.access.public import Account, Post
from sixianghui.common import time
from sixianghui.directory.public import Unit, UnitKind
from sixianghui.lectures import commands
from sixianghui.lectures.commands import Wanted
from sixianghui.lectures.models import Lecture
from sixianghui.lectures.reports import Report, Span
from tests.factories import a_unit, someone_with

BEGIN = time.shanghai(2018, 6, 5, 15)


def wanted(**more: Any) -> Wanted:
    """What is fixed of a lecture, unless told otherwise."""
    values: dict[str, Any] = {
        "title": "把专业做到群众心里",
        "starts_at": BEGIN,
        "ends_at": BEGIN + dt.timedelta(hours=2),
        "lecturer": "周明远（示例）",
        "place": "红谷基地 直播背景墙",
        **more,
    }
    return Wanted(**values)


@dataclass
class House:
    """A branch with a secretary who organises, and a clock that is set by hand."""

    unit: Unit
    host: Account
    clock: time.ManualClock

    def lecture(self, **more: Any) -> Lecture:
        """One that is announced."""
        return commands.plan_lecture(wanted(**more), unit=self.unit, by=self.host)

    def at(self, minutes: float) -> None:
        """So many minutes after the time it begins."""
        self.clock.set(BEGIN + dt.timedelta(minutes=minutes))

    def on_air(self, **more: Any) -> Lecture:
        """One that began at its time."""
        made = self.lecture(**more)
        self.at(0)
        commands.begin(made, by=self.host)
        return made


def a_house(clock: time.ManualClock) -> House:
    unit = a_unit(kind=UnitKind.BRANCH, name="样例市样例党支部", short_name="样例支部")
    return House(unit, someone_with(Post.SECRETARY, unit), clock)


def report(
    number: int, *spans: tuple[int, Lecture, int, int, int | None], kind: str = "watch", now: int = 0
) -> Report:
    """What a front says: (number, lecture, viewer, began, ended) in seconds ago, and how many watch."""
    found = [
        Span(one, kind, lecture.ref, viewer, began, ended) for one, lecture, viewer, began, ended in spans
    ]
    topics = {f"{kind}:{lecture.ref}": now for _one, lecture, *_rest in spans}
    return Report("front", number, found, topics)
