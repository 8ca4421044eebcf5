"""Writes of activities."""

from sixianghui.activities.commands.holding import (
    correct_activity,
    hold_activity,
    record_activity,
    strike_activity,
)
from sixianghui.activities.commands.kinds import install
from sixianghui.activities.commands.planning import call_off, change_plan, leave, plan_activity

__all__ = [
    "call_off",
    "change_plan",
    "correct_activity",
    "hold_activity",
    "install",
    "leave",
    "plan_activity",
    "record_activity",
    "strike_activity",
]
