"""What other rooms may use of lectures: fix one, go on air, end it, count who was there."""

from sixianghui.lectures.commands import (
    Wanted,
    begin,
    change_lecture,
    come_to,
    count_stays,
    end,
    mark_answered,
    note_heads,
    note_registered,
    plan_lecture,
    register,
    second,
    set_stream,
)
from sixianghui.lectures.models import Lecture, Registration
from sixianghui.lectures.queries import standing, visible_to
from sixianghui.lectures.rules import Stay

__all__ = [
    "Lecture",
    "Registration",
    "Stay",
    "Wanted",
    "begin",
    "change_lecture",
    "come_to",
    "count_stays",
    "end",
    "mark_answered",
    "note_heads",
    "note_registered",
    "plan_lecture",
    "register",
    "second",
    "set_stream",
    "standing",
    "visible_to",
]
