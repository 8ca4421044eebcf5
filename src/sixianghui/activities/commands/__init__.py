"""Writes of activities."""

from sixianghui.activities.commands.feeds import close_feed, erase_of, open_feed
from sixianghui.activities.commands.holding import (
    correct_activity,
    hold_activity,
    record_activity,
    strike_activity,
)
from sixianghui.activities.commands.kinds import (
    add_kind,
    change_kind,
    confirm_rule,
    install,
    retire_kind,
    return_kind,
)
from sixianghui.activities.commands.planning import call_off, change_plan, leave, plan_activity
from sixianghui.activities.commands.resolutions import (
    remind,
    resolve,
    settle,
    strike_resolution,
    strike_settlement,
)
from sixianghui.activities.commands.stories import (
    add_picture,
    attend,
    begin_story,
    forget_names,
    name_attendees,
    remove_picture,
)

__all__ = [
    "add_kind",
    "add_picture",
    "attend",
    "begin_story",
    "call_off",
    "change_kind",
    "change_plan",
    "close_feed",
    "confirm_rule",
    "correct_activity",
    "erase_of",
    "forget_names",
    "hold_activity",
    "install",
    "leave",
    "name_attendees",
    "open_feed",
    "plan_activity",
    "record_activity",
    "remind",
    "remove_picture",
    "resolve",
    "retire_kind",
    "return_kind",
    "settle",
    "strike_activity",
    "strike_resolution",
    "strike_settlement",
]
