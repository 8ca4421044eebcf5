"""A whole roster judged: units first, then the rows of people against each other and against what is registered.

The answer is every fault there is, and the plan: what an import would do with the rows that have none.
"""

from __future__ import annotations

from dataclasses import dataclass

from sixianghui.directory.roster.faults import Fault, in_order
from sixianghui.directory.roster.people import judge_people
from sixianghui.directory.roster.plan import Plan
from sixianghui.directory.roster.reading import Reading
from sixianghui.directory.roster.units import judge_units
from sixianghui.directory.roster.world import World


@dataclass
class Judgement:
    """Faults in reading order, and the plan."""

    faults: list[Fault]
    plan: Plan


def judge(reading: Reading, world: World) -> Judgement:
    """Judge a roster against the world as it is now. Changes neither."""
    faults = list(reading.faults)
    plan = Plan()
    places = judge_units(reading, world, faults, plan)
    judge_people(reading, world, places, faults, plan)
    return Judgement(in_order(faults), plan)
