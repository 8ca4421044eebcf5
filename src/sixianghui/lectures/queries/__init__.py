"""Reads of lectures."""

from sixianghui.lectures.queries.lectures import (
    Standing,
    address,
    lecture_for,
    lectures,
    may_run,
    name_of,
    parts_of,
    present,
    standing,
    standing_of,
    visible_to,
)
from sixianghui.lectures.queries.watching import audience, lectures_of, not_counted, stays, watching_now

__all__ = [
    "Standing",
    "address",
    "audience",
    "lecture_for",
    "lectures",
    "lectures_of",
    "may_run",
    "name_of",
    "not_counted",
    "parts_of",
    "present",
    "standing",
    "standing_of",
    "stays",
    "visible_to",
    "watching_now",
]
