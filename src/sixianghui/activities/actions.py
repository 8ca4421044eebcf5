"""The permissions of this room."""

from __future__ import annotations

from enum import StrEnum


class Action(StrEnum):
    """What one may do with activities. What is open to everybody needs none."""

    SEE = "activity:see"
    RECORD = "activity:record"
    CORRECT = "activity:correct"
    KINDS = "activity:kinds"
