"""Reads of polls."""

from sixianghui.polls.queries.desk import asked_by, units_to_ask, waiting_for_outcome
from sixianghui.polls.queries.polls import (
    PAGE,
    Shown,
    Told,
    closed_page,
    closings,
    due,
    has_answered,
    open_now,
    open_rows,
    poll_for,
    published,
    shown,
    state_of,
)

__all__ = [
    "PAGE",
    "Shown",
    "Told",
    "asked_by",
    "closed_page",
    "closings",
    "due",
    "has_answered",
    "open_now",
    "open_rows",
    "poll_for",
    "published",
    "shown",
    "state_of",
    "units_to_ask",
    "waiting_for_outcome",
]
