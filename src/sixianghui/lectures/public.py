"""What other rooms may use of lectures: fix one, go on air, end it, count who was there."""

from sixianghui.lectures.commands import (
    Wanted,
    begin,
    change_lecture,
    come_to,
    count_stays,
    end,
    mark_answered,
    plan_lecture,
    second,
)
from sixianghui.lectures.models import Lecture
from sixianghui.lectures.queries import standing, visible_to
from sixianghui.lectures.rules import Stay

__all__ = [
    "Lecture",
    "Stay",
    "Wanted",
    "begin",
    "change_lecture",
    "come_to",
    "count_stays",
    "end",
    "mark_answered",
    "plan_lecture",
    "second",
    "standing",
    "visible_to",
]
