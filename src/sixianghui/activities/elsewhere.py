"""Activities that another room records by itself when they end: nobody is asked to record them meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

#: Answers the ids of such activities, as a query.
Recorder = Callable[[], "QuerySet[Any, Any]"]
_recorders: list[Recorder] = []


def register_recorder(recorder: Recorder) -> None:
    """Let a room say which announced activities it records by itself."""
    if recorder not in _recorders:
        _recorders.append(recorder)


def recorders() -> list[Recorder]:
    """All of them."""
    return list(_recorders)
