"""Writes of lectures."""

from sixianghui.lectures.commands.airing import activity_called_off, begin, end
from sixianghui.lectures.commands.keeping import erase_of
from sixianghui.lectures.commands.planning import KIND, PLACE, Wanted, change_lecture, lock, plan_lecture
from sixianghui.lectures.commands.talk import (
    come_to,
    finish_answer,
    mark_answered,
    require_part,
    say_notice,
    second,
    take_back_notice,
    unmark,
    unsecond,
)
from sixianghui.lectures.commands.telling import TAG, purge, tell
from sixianghui.lectures.commands.watching import count_days, count_stays, record_watching, recount

__all__ = [
    "KIND",
    "PLACE",
    "TAG",
    "Wanted",
    "activity_called_off",
    "begin",
    "change_lecture",
    "come_to",
    "count_days",
    "count_stays",
    "end",
    "erase_of",
    "finish_answer",
    "lock",
    "mark_answered",
    "plan_lecture",
    "purge",
    "record_watching",
    "recount",
    "require_part",
    "say_notice",
    "second",
    "take_back_notice",
    "tell",
    "unmark",
    "unsecond",
]
